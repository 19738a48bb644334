-- "#1001" typed into the browser's address bar.
CREATE INDEX orders_name ON orders (merchant_id, name, placed_at_ms);
