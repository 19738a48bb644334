-- Statistics read roll-ups, never the clicks themselves, so that a report costs the same at ten thousand clicks and at ten million.
-- `counts` is a JSON object of numbers that are only ever added up (worker/domain/click-tally.ts says which). Kept for ever.
CREATE TABLE link_days (
  domain        TEXT NOT NULL,
  slug          TEXT NOT NULL,
  day_ms        INTEGER NOT NULL,            -- UTC
  people        INTEGER NOT NULL,
  unique_people INTEGER NOT NULL,
  all_hits      INTEGER NOT NULL,
  counts        TEXT NOT NULL,
  PRIMARY KEY (domain, slug, day_ms)
) WITHOUT ROWID;

CREATE TABLE step_days (
  merchant_id   TEXT NOT NULL,
  flow          TEXT NOT NULL,               -- '' = no text of ours carried the link
  step          TEXT NOT NULL,
  day_ms        INTEGER NOT NULL,
  people        INTEGER NOT NULL,
  unique_people INTEGER NOT NULL,
  all_hits      INTEGER NOT NULL,
  counts        TEXT NOT NULL,
  PRIMARY KEY (merchant_id, day_ms, flow, step)
) WITHOUT ROWID;

-- Who tapped a shared link on a day: forgotten with the address hashes, when no click of that day can come any more.
CREATE TABLE day_visitors (
  domain        TEXT NOT NULL,
  slug          TEXT NOT NULL,
  visitor       TEXT NOT NULL,               -- clicks.unique_key
  PRIMARY KEY (domain, slug, visitor)
) WITHOUT ROWID;

-- Up to where each part of the click log has been stored: the same batch again changes nothing.
CREATE TABLE click_shards (
  shard         TEXT PRIMARY KEY,
  up_to         INTEGER NOT NULL
) WITHOUT ROWID;

-- Up to where a job has gone through a table.
CREATE TABLE watermarks (
  job           TEXT PRIMARY KEY,
  position      TEXT NOT NULL
) WITHOUT ROWID;

-- Which call stored a click: what came twice is counted by the call that stored it, and by no other.
ALTER TABLE clicks ADD COLUMN flush TEXT;

-- Every index is one more row to write and to pay for. Counts come from the roll-ups; lists go by link, purges by id.
DROP INDEX clicks_unique;
DROP INDEX clicks_message;
DROP INDEX clicks_address;

INSERT INTO day_visitors (domain, slug, visitor)
SELECT domain, slug, unique_key FROM clicks WHERE is_unique = 1 AND unique_key <> 'recipient' ON CONFLICT DO NOTHING;

-- From before the roll-ups: the same keys as click-tally.ts.
CREATE TABLE former_counts AS
SELECT c.id, n.value AS name
FROM (SELECT *, class = 'person' AS is_person, at_ms % 86400000 / 3600000 AS hour FROM clicks) c, json_each(json_array(
  'all|' || hour,
  CASE WHEN is_unique = 1 THEN 'unique|' || hour END,
  CASE WHEN is_person THEN 'person|' || hour ELSE 'reason|' || class || '|' || COALESCE(reason, '') END,
  CASE WHEN is_person THEN 'country|' || country END,
  CASE WHEN is_person THEN 'region|' || country || '-' || region END,
  CASE WHEN is_person THEN 'device|' || device END,
  CASE WHEN is_person THEN 'os|' || os END,
  CASE WHEN is_person THEN 'browser|' || browser END,
  CASE WHEN is_person THEN 'referrer|' || referrer END,
  CASE WHEN is_person THEN 'language|' || language END
)) n
WHERE n.value IS NOT NULL;

INSERT INTO link_days (domain, slug, day_ms, people, unique_people, all_hits, counts)
WITH days AS (SELECT *, at_ms - at_ms % 86400000 AS day_ms FROM clicks),
named AS (
  SELECT domain, slug, day_ms, name, COUNT(*) AS n FROM days JOIN former_counts USING (id) GROUP BY 1, 2, 3, 4
),
maps AS (SELECT domain, slug, day_ms, json_group_object(name, n) AS counts FROM named GROUP BY 1, 2, 3)
SELECT domain, slug, day_ms, SUM(class = 'person'), SUM(is_unique), COUNT(*), MAX(counts)
FROM days JOIN maps USING (domain, slug, day_ms) GROUP BY 1, 2, 3;

INSERT INTO step_days (merchant_id, flow, step, day_ms, people, unique_people, all_hits, counts)
WITH days AS (
  SELECT *, at_ms - at_ms % 86400000 AS day_ms, COALESCE(step, '') AS at_step,
    CASE WHEN run IS NULL THEN '' WHEN instr(run, ':') > 0 THEN substr(run, 1, instr(run, ':') - 1) ELSE 'message' END AS flow
  FROM clicks
),
named AS (
  SELECT merchant_id, flow, at_step, day_ms, name, COUNT(*) AS n
  FROM days JOIN former_counts USING (id) GROUP BY 1, 2, 3, 4, 5
),
maps AS (
  SELECT merchant_id, flow, at_step, day_ms, json_group_object(name, n) AS counts FROM named GROUP BY 1, 2, 3, 4
)
SELECT merchant_id, flow, at_step, day_ms, SUM(class = 'person'), SUM(is_unique), COUNT(*), MAX(counts)
FROM days JOIN maps USING (merchant_id, flow, at_step, day_ms) GROUP BY 1, 2, 3, 4;

DROP TABLE former_counts;

-- Where links lead, and whether it still answers. One row for all links of a merchant that lead to the same address.
CREATE TABLE targets (
  merchant_id   TEXT NOT NULL,
  url           TEXT NOT NULL,
  watch         TEXT NOT NULL,               -- 'page'; 'host' = its page is another for every order, only the host is asked for
  state         TEXT NOT NULL,               -- 'unknown', 'alive', 'dead'
  failures      INTEGER NOT NULL DEFAULT 0,  -- in a row
  answer        TEXT,                        -- what it said last
  next_check_ms INTEGER NOT NULL,
  used_at_ms    INTEGER NOT NULL,            -- to the day
  PRIMARY KEY (merchant_id, url)
) WITHOUT ROWID;
CREATE INDEX targets_due ON targets (next_check_ms);

-- What a merchant should know, until it is over.
CREATE TABLE notices (
  id            TEXT PRIMARY KEY,
  merchant_id   TEXT NOT NULL,
  kind          TEXT NOT NULL,               -- 'dead_link'
  subject       TEXT NOT NULL,               -- what it is about: one open notice of a kind each
  detail        TEXT NOT NULL,               -- in words
  at_ms         INTEGER NOT NULL,
  ended_at_ms   INTEGER
) WITHOUT ROWID;
CREATE INDEX notices_merchant ON notices (merchant_id, at_ms);
CREATE UNIQUE INDEX notices_open ON notices (merchant_id, kind, subject) WHERE ended_at_ms IS NULL;
