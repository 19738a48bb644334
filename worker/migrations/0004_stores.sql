-- What a delivery named without telling: JSON of stores/store-adapter.ts, Notice. NULL once it was fetched; its events are then known.
ALTER TABLE store_events ADD COLUMN notice TEXT;

-- JSON: store -> when the merchant disconnected it. Runs that its events had started by then are over.
ALTER TABLE merchants ADD COLUMN stores_ended TEXT NOT NULL DEFAULT '{}';
