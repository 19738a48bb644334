-- Corrected wordings of a flow's version: the latest is what its texts say. `body` is the whole flow with it.
CREATE TABLE flow_wordings (
  merchant_id   TEXT NOT NULL,
  key           TEXT NOT NULL,
  version       INTEGER NOT NULL,
  revision      INTEGER NOT NULL,
  steps         TEXT NOT NULL,             -- JSON, as it was asked for
  body          TEXT NOT NULL,
  made_by       TEXT NOT NULL,             -- the label of the API key
  created_at_ms INTEGER NOT NULL,
  PRIMARY KEY (merchant_id, key, version, revision)
) WITHOUT ROWID;

-- Counts corrections of a merchant, so that what an isolate knows of a version is good for as long as the number stands.
ALTER TABLE merchants ADD COLUMN wording_revision INTEGER NOT NULL DEFAULT 0;

-- Who got which version; and whose runs are to be moved, a page of owners at a time.
CREATE INDEX decisions_version ON decisions (merchant_id, flow, row ->> '$.version', owner, run);
CREATE INDEX due_merchant ON due (merchant_id, owner);
CREATE INDEX customers_owner ON customers (merchant_id, owner);
