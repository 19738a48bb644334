-- What customers answered, and what other systems were told: copied from the objects, one row each, for lists and counts.
CREATE TABLE answers (
  merchant_id   TEXT NOT NULL,
  run           TEXT NOT NULL,
  step          TEXT NOT NULL,
  owner         TEXT NOT NULL,
  customer_id   TEXT NOT NULL,
  order_id      TEXT,
  flow          TEXT NOT NULL,
  at_ms         INTEGER NOT NULL,          -- of the first answer
  value         INTEGER NOT NULL,
  is_stated     INTEGER NOT NULL,          -- 0 = read from words, and no score
  row           TEXT NOT NULL,             -- JSON as the API shows it
  PRIMARY KEY (merchant_id, run, step)
) WITHOUT ROWID;
CREATE INDEX answers_at ON answers (merchant_id, at_ms, run, step);
CREATE INDEX answers_owner ON answers (merchant_id, owner);

CREATE TABLE tells (
  merchant_id   TEXT NOT NULL,
  run           TEXT NOT NULL,
  step          TEXT NOT NULL,
  owner         TEXT NOT NULL,
  customer_id   TEXT NOT NULL,
  order_id      TEXT,
  flow          TEXT NOT NULL,
  at_ms         INTEGER NOT NULL,
  event         TEXT NOT NULL,
  state         TEXT NOT NULL,             -- 'due', 'delivered', 'failed'
  row           TEXT NOT NULL,
  PRIMARY KEY (merchant_id, run, step)
) WITHOUT ROWID;
CREATE INDEX tells_at ON tells (merchant_id, at_ms, run, step);
CREATE INDEX tells_owner ON tells (merchant_id, owner);
