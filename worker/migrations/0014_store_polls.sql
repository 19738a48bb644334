-- WooCommerce does not repeat a lost webhook, so its stores are asked for what changed: how far each has been read.
CREATE TABLE store_polls (
  merchant_id     TEXT PRIMARY KEY,
  shop            TEXT NOT NULL,
  since_ms        INTEGER NOT NULL,           -- when it was connected: what changed before is no news
  position        TEXT NOT NULL,              -- JSON, stores/woocommerce-position.ts
  next_machine_ms INTEGER NOT NULL,           -- not asked before; while it is asked, when somebody else may
  failures        INTEGER NOT NULL DEFAULT 0, -- in a row
  looked_machine_ms INTEGER NOT NULL DEFAULT 0 -- when it was last asked what became of its webhooks
) WITHOUT ROWID;
CREATE INDEX store_polls_due ON store_polls (next_machine_ms);

-- Those connected before are read from now on, spread over a quarter of an hour. One without credentials is dropped when its turn comes.
INSERT INTO store_polls (merchant_id, shop, since_ms, position, next_machine_ms)
SELECT merchant_id, account, unixepoch() * 1000, json_object('afterMs', unixepoch() * 1000),
  unixepoch() * 1000 + abs(random() % 900000)
FROM credentials WHERE kind = 'store:woocommerce';
