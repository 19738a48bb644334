-- Counts changes of a merchant's products, so that what an isolate knows of them is good for as long as the number stands.
ALTER TABLE merchants ADD COLUMN products_revision INTEGER NOT NULL DEFAULT 0;
