-- What texts may offer: JSON, key -> shared/contract/offers.ts.
ALTER TABLE merchants ADD COLUMN offers TEXT NOT NULL DEFAULT '{}';

-- Single-use codes, one per text: made before it goes, and the same one at a second attempt.
CREATE TABLE offer_codes (
  merchant_id   TEXT NOT NULL,
  code          TEXT NOT NULL,
  offer         TEXT NOT NULL,
  run           TEXT NOT NULL,
  step          TEXT NOT NULL,
  customer_id   TEXT NOT NULL,
  expires_at_ms INTEGER NOT NULL,
  created_at_ms INTEGER NOT NULL,
  PRIMARY KEY (merchant_id, code)
) WITHOUT ROWID;
CREATE UNIQUE INDEX offer_codes_text ON offer_codes (merchant_id, run, step);

-- How often two products were in one order: for who bought one of them, the other.
CREATE TABLE bought_together (
  merchant_id   TEXT NOT NULL,
  sku           TEXT NOT NULL,
  other         TEXT NOT NULL,
  orders        INTEGER NOT NULL,
  PRIMARY KEY (merchant_id, sku, other)
) WITHOUT ROWID;
