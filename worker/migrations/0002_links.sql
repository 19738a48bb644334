CREATE TABLE links (
  domain              TEXT NOT NULL,         -- '' = the Worker's own address, wherever that is
  slug                TEXT NOT NULL,
  merchant_id         TEXT NOT NULL,
  target_url          TEXT NOT NULL,
  utm                 TEXT NOT NULL DEFAULT '{}',
  token               TEXT,                  -- names the message in the target's address
  customer_id         TEXT,                  -- with a message or a customer it is one recipient's, else shared
  order_id            TEXT,
  run                 TEXT,
  step                TEXT,
  message_id          TEXT,
  name                TEXT,                  -- which of the message's links
  starts_at_ms        INTEGER,
  expires_at_ms       INTEGER,
  max_clicks          INTEGER,
  used_clicks         INTEGER NOT NULL DEFAULT 0, -- people's; kept where max_clicks is set
  fallback_url        TEXT,
  ios_url             TEXT,
  android_url         TEXT,
  tags                TEXT NOT NULL DEFAULT '[]',
  attributes          TEXT NOT NULL DEFAULT '{}',
  created_at_ms       INTEGER NOT NULL,
  minted_machine_ms   INTEGER NOT NULL,      -- machine time: how soon a program follows a text is no matter of business time
  accepted_machine_ms INTEGER,               -- when the gateway took the message
  PRIMARY KEY (domain, slug)
) WITHOUT ROWID;
CREATE UNIQUE INDEX links_message ON links (merchant_id, message_id, name) WHERE message_id IS NOT NULL;
CREATE INDEX links_merchant ON links (merchant_id, slug);

-- Every hit on a link that exists, programs' and late ones' too.
CREATE TABLE clicks (
  id            TEXT PRIMARY KEY,            -- minted at the edge, in order of time
  domain        TEXT NOT NULL,
  slug          TEXT NOT NULL,
  merchant_id   TEXT NOT NULL,
  message_id    TEXT,
  run           TEXT,
  step          TEXT,
  at_ms         INTEGER NOT NULL,
  machine_at_ms INTEGER NOT NULL,
  class         TEXT NOT NULL,               -- 'person', or what it was instead
  reason        TEXT,
  unique_key    TEXT,                        -- of a person's click: within what it may be the first
  is_unique     INTEGER NOT NULL,
  device        TEXT,
  os            TEXT,
  browser       TEXT,
  country       TEXT,
  region        TEXT,
  referrer      TEXT,                        -- host alone
  language      TEXT,
  address_hash  TEXT                         -- keyed, another every day; NULL with Global Privacy Control
) WITHOUT ROWID;
CREATE INDEX clicks_link ON clicks (domain, slug, at_ms, id);
CREATE UNIQUE INDEX clicks_unique ON clicks (domain, slug, unique_key) WHERE is_unique = 1;
CREATE INDEX clicks_message ON clicks (merchant_id, message_id) WHERE message_id IS NOT NULL;
CREATE INDEX clicks_address ON clicks (address_hash, machine_at_ms) WHERE address_hash IS NOT NULL;

-- How often an address asked for links that do not exist, so that slugs cannot be guessed at speed.
CREATE TABLE slug_misses (
  minute        INTEGER NOT NULL,            -- of machine time
  address_hash  TEXT NOT NULL,
  misses        INTEGER NOT NULL,
  PRIMARY KEY (minute, address_hash)
) WITHOUT ROWID;

-- A target is compared with every short domain, so that no link leads to a link.
CREATE INDEX merchants_short_domain ON merchants (short_domain) WHERE short_domain IS NOT NULL;
