-- One row per merchant holds all that can change under a waiting run: policy, stops, and which version of a flow is live.
CREATE TABLE merchants (
  id            TEXT PRIMARY KEY,
  name          TEXT NOT NULL,
  time_zone     TEXT NOT NULL,
  country       TEXT NOT NULL,
  currency      TEXT NOT NULL,
  site_url      TEXT,
  help_text     TEXT,
  short_domain  TEXT,                      -- NULL = the Worker's own address
  is_bench      INTEGER NOT NULL DEFAULT 0,
  policy        TEXT NOT NULL,             -- JSON, shared/contract/policy.ts
  stops         TEXT NOT NULL DEFAULT '[]',-- JSON list of scopes (R17)
  flows         TEXT NOT NULL DEFAULT '{}',-- JSON: key -> { version, status, order }
  created_at_ms INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE api_keys (
  key_hash      TEXT PRIMARY KEY,
  merchant_id   TEXT NOT NULL REFERENCES merchants (id),
  label         TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL,
  revoked_at_ms INTEGER
) WITHOUT ROWID;

-- Gateway and store secrets, sealed with AES-GCM bound to (merchant, kind).
CREATE TABLE credentials (
  merchant_id   TEXT NOT NULL REFERENCES merchants (id),
  kind          TEXT NOT NULL,             -- 'gateway', 'store:shopify', 'store:custom'
  account       TEXT NOT NULL,             -- what it is for, in the open: account sid, shop domain
  sealed        BLOB NOT NULL,
  updated_at_ms INTEGER NOT NULL,
  PRIMARY KEY (merchant_id, kind)
) WITHOUT ROWID;
CREATE INDEX credentials_account ON credentials (kind, account);

-- Flow versions never change: a run keeps the version that it entered with (R9).
CREATE TABLE flow_versions (
  merchant_id   TEXT NOT NULL,
  key           TEXT NOT NULL,
  version       INTEGER NOT NULL,
  body          TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL,
  PRIMARY KEY (merchant_id, key, version)
) WITHOUT ROWID;

-- Every authentic delivery, written before its 2xx; applied = 1 once the owner object has taken its events.
CREATE TABLE store_events (
  merchant_id    TEXT NOT NULL,
  source         TEXT NOT NULL,
  delivery_id    TEXT NOT NULL,
  topic          TEXT NOT NULL,
  received_at_ms INTEGER NOT NULL,
  raw            BLOB NOT NULL,            -- gzip of the raw body
  events         TEXT NOT NULL,            -- JSON list of StoreEvent
  applied        INTEGER NOT NULL DEFAULT 0,
  tried_machine_ms INTEGER NOT NULL DEFAULT 0, -- what cannot be applied is tried again after everything else
  PRIMARY KEY (merchant_id, source, delivery_id)
) WITHOUT ROWID;
CREATE INDEX store_events_unapplied ON store_events (tried_machine_ms, received_at_ms) WHERE applied = 0;

CREATE TABLE dead_letters (
  id             TEXT PRIMARY KEY,
  merchant_id    TEXT NOT NULL,
  source         TEXT NOT NULL,
  delivery_id    TEXT NOT NULL,
  topic          TEXT NOT NULL,
  received_at_ms INTEGER NOT NULL,
  headers        TEXT NOT NULL,            -- JSON of the few headers an adapter reads
  raw            BLOB NOT NULL,
  problem        TEXT NOT NULL,
  replayed_at_ms INTEGER,
  UNIQUE (merchant_id, source, delivery_id)
);
CREATE INDEX dead_letters_merchant ON dead_letters (merchant_id, received_at_ms);

-- The directory: which object owns a customer, which customer an order.
CREATE TABLE customers (
  merchant_id   TEXT NOT NULL,
  customer_id   TEXT NOT NULL,
  owner         TEXT NOT NULL,             -- a Durable Object's name
  phone_at_ms   INTEGER NOT NULL,          -- when the number that decided the owner was given
  account_owner TEXT,                      -- the object of the number in their account, where a store told one
  epoch         INTEGER NOT NULL DEFAULT 0,-- counts changes of owner: of two moves the newer one holds
  PRIMARY KEY (merchant_id, customer_id)
) WITHOUT ROWID;

-- A customer whose number changed, or an order whose customer became known: what the former owner holds has to go over.
CREATE TABLE moves (
  merchant_id   TEXT NOT NULL,
  customer_id   TEXT NOT NULL,
  from_customer TEXT NOT NULL,
  from_owner    TEXT NOT NULL,
  epoch         INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (merchant_id, customer_id, from_customer, from_owner)
) WITHOUT ROWID;

CREATE TABLE orders (
  merchant_id     TEXT NOT NULL,
  order_id        TEXT NOT NULL,
  customer_id     TEXT NOT NULL,
  source          TEXT NOT NULL,
  name            TEXT,
  total_minor     INTEGER,
  currency        TEXT,
  placed_at_ms    INTEGER,
  cancelled_at_ms INTEGER,
  is_test         INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (merchant_id, order_id)
) WITHOUT ROWID;
CREATE INDEX orders_placed ON orders (merchant_id, placed_at_ms);

-- What every object promised: may be early, never late. Cron and the bench find overdue customers here.
CREATE TABLE due (
  owner         TEXT PRIMARY KEY,
  merchant_id   TEXT NOT NULL,
  due_at_ms     INTEGER NOT NULL,
  is_held       INTEGER NOT NULL DEFAULT 0 -- something waits for an act of the merchant (stopped, paused)
) WITHOUT ROWID;
CREATE INDEX due_at ON due (due_at_ms);
CREATE INDEX due_held ON due (merchant_id) WHERE is_held = 1;

-- One row a text, copied from the objects, for lists over all customers.
CREATE TABLE decisions (
  merchant_id   TEXT NOT NULL,
  run           TEXT NOT NULL,
  step          TEXT NOT NULL,
  owner         TEXT NOT NULL,
  customer_id   TEXT,
  order_id      TEXT,
  flow          TEXT NOT NULL,
  at_ms         INTEGER NOT NULL,
  row           TEXT NOT NULL,             -- JSON as the API shows it
  PRIMARY KEY (merchant_id, run, step)
) WITHOUT ROWID;
CREATE INDEX decisions_at ON decisions (merchant_id, at_ms);
CREATE INDEX decisions_flow ON decisions (merchant_id, flow, at_ms);
CREATE INDEX decisions_order ON decisions (merchant_id, order_id) WHERE order_id IS NOT NULL;

CREATE TABLE products (
  merchant_id   TEXT NOT NULL,
  sku           TEXT NOT NULL,
  body          TEXT NOT NULL,
  PRIMARY KEY (merchant_id, sku)
) WITHOUT ROWID;

CREATE TABLE idempotency_keys (
  merchant_id   TEXT NOT NULL,
  key           TEXT NOT NULL,
  request_hash  TEXT NOT NULL,
  status        INTEGER,
  body          TEXT,
  created_at_ms INTEGER NOT NULL,
  PRIMARY KEY (merchant_id, key)
) WITHOUT ROWID;
CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at_ms);
