-- A browser that was paired with an API key. Times are machine time: how old a token is has nothing to do with business time.
CREATE TABLE devices (
  id                   TEXT PRIMARY KEY,
  merchant_id          TEXT NOT NULL REFERENCES merchants (id),
  key_hash             TEXT NOT NULL,     -- the API key that paired it: ends with it
  name                 TEXT NOT NULL,
  created_machine_ms   INTEGER NOT NULL,
  used_machine_ms      INTEGER NOT NULL,  -- when it last renewed its access
  revoked_machine_ms   INTEGER
) WITHOUT ROWID;
CREATE INDEX devices_merchant ON devices (merchant_id, created_machine_ms);

-- Every refresh token that a device was given, by hash: one that comes again although its successor was used has been stolen.
CREATE TABLE refresh_tokens (
  token_hash        TEXT PRIMARY KEY,
  device_id         TEXT NOT NULL REFERENCES devices (id),
  made_machine_ms   INTEGER NOT NULL,
  used_machine_ms   INTEGER               -- NULL = the one that is good
) WITHOUT ROWID;
CREATE INDEX refresh_tokens_device ON refresh_tokens (device_id);

-- What a merchant wrote for the composer; under a shipped template's key it stands in for that one.
CREATE TABLE templates (
  merchant_id   TEXT NOT NULL,
  key           TEXT NOT NULL,
  body          TEXT NOT NULL,            -- JSON, shared/contract/templates.ts
  PRIMARY KEY (merchant_id, key)
) WITHOUT ROWID;

-- The merchant's own phone, to which test texts go, once its code was given back.
CREATE TABLE test_phones (
  merchant_id   TEXT PRIMARY KEY,
  sealed        BLOB NOT NULL             -- E.164
) WITHOUT ROWID;

-- Codes sent to prove a phone; kept for an hour, since so many may be asked for in one.
CREATE TABLE test_codes (
  id                 TEXT PRIMARY KEY,
  merchant_id        TEXT NOT NULL,
  sealed             BLOB NOT NULL,       -- E.164 of the phone that it went to
  code_hash          TEXT NOT NULL,       -- keyed; '' = of no use any more
  tries              INTEGER NOT NULL DEFAULT 0,
  asked_machine_ms   INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX test_codes_merchant ON test_codes (merchant_id, asked_machine_ms);

-- Whose last word is a text that nobody has answered. The words and the number are in the person's object alone.
CREATE TABLE replies (
  owner         TEXT PRIMARY KEY,
  merchant_id   TEXT NOT NULL,
  id            TEXT NOT NULL,            -- of that text
  at_ms         INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX replies_merchant ON replies (merchant_id, at_ms);
