export function createTables(sql: SqlStorage): void {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS accounts (
      merchant_id TEXT NOT NULL UNIQUE,
      name        TEXT NOT NULL,
      account_sid TEXT NOT NULL UNIQUE,
      auth_token  TEXT NOT NULL,
      sender      TEXT NOT NULL UNIQUE
    );
    CREATE TABLE IF NOT EXISTS messages (
      seq                 INTEGER PRIMARY KEY,
      sid                 TEXT NOT NULL UNIQUE,
      account_sid         TEXT NOT NULL,
      merchant_id         TEXT NOT NULL,
      direction           TEXT NOT NULL,
      "to"                TEXT NOT NULL,
      "from"              TEXT NOT NULL,
      person              TEXT NOT NULL, -- the customer's number, whoever wrote
      body                TEXT NOT NULL,
      status              TEXT NOT NULL,
      error_code          INTEGER,
      ref                 TEXT,
      status_callback_url TEXT,
      at_ms               INTEGER NOT NULL,
      updated_at_ms       INTEGER NOT NULL
    );
    CREATE INDEX IF NOT EXISTS messages_person ON messages (merchant_id, person, seq);
    CREATE TABLE IF NOT EXISTS receipts (
      seq        INTEGER PRIMARY KEY,
      sid        TEXT NOT NULL,
      status     TEXT NOT NULL,
      error_code INTEGER,
      at_ms      INTEGER NOT NULL,
      attempts   INTEGER NOT NULL DEFAULT 0
    );
    CREATE TABLE IF NOT EXISTS script (seq INTEGER PRIMARY KEY, step TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS counters (id INTEGER PRIMARY KEY CHECK (id = 1), calls INTEGER NOT NULL);
    INSERT INTO counters (id, calls) VALUES (1, 0) ON CONFLICT DO NOTHING;
  `);
}

export function emptyTables(sql: SqlStorage): void {
  sql.exec(`
    DELETE FROM accounts; DELETE FROM messages; DELETE FROM receipts; DELETE FROM script;
    UPDATE counters SET calls = 0;
  `);
}
