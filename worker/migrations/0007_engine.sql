-- Counts changes of a merchant's products, so that what an isolate knows of them is good for as long as the number stands.
ALTER TABLE merchants ADD COLUMN products_revision INTEGER NOT NULL DEFAULT 0;

-- Flows that hold by themselves until somebody releases them: JSON list of { flow, kind, atMs }.
ALTER TABLE merchants ADD COLUMN brakes TEXT NOT NULL DEFAULT '[]';

-- What went wrong with the texts of a flow: rare, and counted against what went. Released = counted no more.
CREATE TABLE flow_faults (
  id            TEXT PRIMARY KEY,          -- the message and the kind: told twice, it is one
  merchant_id   TEXT NOT NULL,
  flow          TEXT NOT NULL,
  kind          TEXT NOT NULL,             -- 'opt_out', 'failure', 'content'
  at_ms         INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX flow_faults_flow ON flow_faults (merchant_id, flow, at_ms);

-- Conditions under a name: JSON, key -> { name, where }.
ALTER TABLE merchants ADD COLUMN segments TEXT NOT NULL DEFAULT '{}';
