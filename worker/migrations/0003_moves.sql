-- Moves may overtake each other when somebody changes their number back and forth: every change of owner has its number, and
-- whoever carries an older one over finds the newer one in the way.
ALTER TABLE customers ADD COLUMN epoch INTEGER NOT NULL DEFAULT 0;
ALTER TABLE moves ADD COLUMN epoch INTEGER NOT NULL DEFAULT 0;

-- What cannot be applied is tried again after everything else, so that it keeps nothing waiting.
ALTER TABLE store_events ADD COLUMN tried_machine_ms INTEGER NOT NULL DEFAULT 0;
DROP INDEX store_events_unapplied;
CREATE INDEX store_events_unapplied ON store_events (tried_machine_ms, received_at_ms) WHERE applied = 0;
