-- Links are owned by LinkShard objects; this table is their copy, for lists and reports.
ALTER TABLE links ADD COLUMN state TEXT NOT NULL DEFAULT 'live';      -- 'disabled', 'deleted'
ALTER TABLE links ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;     -- of the copy; 0 = made before there were shards
CREATE INDEX links_unowned ON links (domain, slug) WHERE revision = 0;

-- Lists, the newest first. Links of texts have no tags, so that a tag's list never goes through millions of them.
CREATE INDEX links_made ON links (merchant_id, created_at_ms, domain, slug);
CREATE INDEX links_own ON links (merchant_id, created_at_ms, domain, slug) WHERE message_id IS NULL;
CREATE INDEX links_tagged ON links (merchant_id, created_at_ms, domain, slug) WHERE tags <> '[]';
CREATE INDEX links_customer ON links (merchant_id, customer_id, created_at_ms, domain, slug) WHERE customer_id IS NOT NULL;

-- Short domains that merchants bring. A host belongs to one merchant; merchants.short_domain is the one that texts print.
CREATE TABLE short_domains (
  host          TEXT PRIMARY KEY,
  merchant_id   TEXT NOT NULL REFERENCES merchants (id),
  status        TEXT NOT NULL,             -- 'pending', 'active'
  hostname_id   TEXT,                      -- Cloudflare's, where they keep the certificate
  records       TEXT NOT NULL DEFAULT '[]',-- JSON: DNS records that the merchant has to set
  created_at_ms INTEGER NOT NULL,
  checked_machine_ms INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX short_domains_merchant ON short_domains (merchant_id);
CREATE INDEX short_domains_pending ON short_domains (checked_machine_ms) WHERE status = 'pending';
INSERT OR IGNORE INTO short_domains (host, merchant_id, status, created_at_ms)
SELECT short_domain, id, 'active', created_at_ms FROM merchants WHERE short_domain > '' ORDER BY created_at_ms;

-- The kill switch of a merchant's links, and hosts that no link may lead to; merchant_id '' = nobody's may.
ALTER TABLE merchants ADD COLUMN links_stopped INTEGER NOT NULL DEFAULT 0;
CREATE TABLE blocked_hosts (
  merchant_id   TEXT NOT NULL,
  host          TEXT NOT NULL,             -- with all names below it
  PRIMARY KEY (merchant_id, host)
) WITHOUT ROWID;
