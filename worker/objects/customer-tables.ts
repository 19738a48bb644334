/** The tables of one customer object. */
export function createTables(sql: SqlStorage): void {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS event (id TEXT PRIMARY KEY, customer_id TEXT, body TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS step_row (
      run_id TEXT, path TEXT, customer_id TEXT, body TEXT NOT NULL, is_unpublished INTEGER NOT NULL DEFAULT 1,
      is_gone INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (run_id, path)
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS step_row_unpublished ON step_row (is_unpublished) WHERE is_unpublished = 1;
    CREATE TABLE IF NOT EXISTS single (id TEXT PRIMARY KEY, customer_id TEXT, body TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS draft (run_id TEXT, path TEXT, body TEXT NOT NULL, PRIMARY KEY (run_id, path)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS outbox (
      message_id TEXT PRIMARY KEY, customer_id TEXT NOT NULL, state TEXT NOT NULL, body TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS answer (
      run_id TEXT, path TEXT, customer_id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (run_id, path)
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS tell (
      run_id TEXT, path TEXT, customer_id TEXT NOT NULL, is_open INTEGER NOT NULL, body TEXT NOT NULL,
      PRIMARY KEY (run_id, path)
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS pin (run_id TEXT PRIMARY KEY, customer_id TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS enrolment (
      flow TEXT, key TEXT, customer_id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (flow, customer_id, key)
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS inbox (id TEXT PRIMARY KEY, body TEXT NOT NULL, at_ms INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS consent (
      seq INTEGER PRIMARY KEY, event_id TEXT NOT NULL UNIQUE, at_ms INTEGER NOT NULL, body TEXT NOT NULL
    );
    CREATE TABLE IF NOT EXISTS opt_out_log (seq INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, body TEXT NOT NULL);
  `);
}
