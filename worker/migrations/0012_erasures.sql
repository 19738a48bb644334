-- People who are to be forgotten (GDPR 17), until nothing of them is left; then only that and when it was done.
CREATE TABLE erasures (
  merchant_id   TEXT NOT NULL,
  id            TEXT NOT NULL,             -- what asked for it: the same again is the same
  subject       TEXT,                      -- JSON, tables/erasures.ts; NULL = done
  position      TEXT NOT NULL DEFAULT '',  -- up to where the kept deliveries were gone through, JSON
  asked_at_ms   INTEGER NOT NULL,
  done_at_ms    INTEGER,
  PRIMARY KEY (merchant_id, id)
) WITHOUT ROWID;
CREATE INDEX erasures_open ON erasures (asked_at_ms) WHERE subject IS NOT NULL;
