-- How each customer buys each product, copied from the objects: what a product's usual pace is, and whether people come back for it.
CREATE TABLE product_buyers (
  merchant_id   TEXT NOT NULL,
  customer_id   TEXT NOT NULL,
  sku           TEXT NOT NULL,
  purchases     INTEGER NOT NULL,          -- days on which they bought it
  days_per_unit REAL,                      -- the median of their own intervals; NULL = bought once
  first_at_ms   INTEGER NOT NULL,
  PRIMARY KEY (merchant_id, customer_id, sku)
) WITHOUT ROWID;
CREATE INDEX product_buyers_sku ON product_buyers (merchant_id, sku, days_per_unit, first_at_ms, purchases);
