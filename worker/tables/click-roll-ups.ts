import { mostNamesOfDay, otherValue } from "../domain/click-tally.ts";

/** Counts the clicks of a part that `?2` has just stored, by link and day. */
export const linkDaysSql = rollUpSql("link_days", { domain: "c.domain", slug: "c.slug" });

/** Likewise by merchant, step and day. */
export const stepDaysSql = rollUpSql("step_days", {
  merchant_id: "c.merchant_id",
  flow: "j.value ->> 'flow'",
  step: "COALESCE(c.step, '')",
});

type Table = "link_days" | "step_days";

/**
 * One row a key, whatever the number of clicks. ?1: the part as JSON, ?2: the flush that inserted what is new of it.
 *
 * `WHERE true` tells SQLite that ON CONFLICT is no join (sqlite.org/lang_upsert.html, "Parsing Ambiguity").
 */
function rollUpSql(table: Table, keys: Readonly<Record<string, string>>): string {
  const columns = { ...keys, day_ms: "c.at_ms - c.at_ms % 86400000" };
  const list = Object.keys(columns).join(", ");
  const selected = Object.entries(columns)
    .map(([column, value]) => `${value} AS ${column}`)
    .join(", ");
  return `
INSERT INTO ${table} (${list}, people, unique_people, all_hits, counts)
WITH fresh AS MATERIALIZED (
  SELECT ${selected}, c.at_ms % 86400000 / 3600000 AS hour, c.class = 'person' AS is_person, c.is_unique,
    j.value -> 'names' AS names
  FROM json_each(?1) j CROSS JOIN clicks c ON c.id = j.value ->> 'id'
  WHERE c.flush = ?2
),
named AS (
  SELECT ${list}, n.value AS name FROM fresh, json_each(fresh.names) n
  UNION ALL SELECT ${list}, 'unique|' || hour FROM fresh WHERE is_unique = 1
),
counted AS (SELECT ${list}, name, COUNT(*) AS n FROM named GROUP BY ${list}, name),
maps AS MATERIALIZED (SELECT ${list}, json_group_object(name, n) AS counts FROM counted GROUP BY ${list}),
sums AS MATERIALIZED (
  SELECT ${list}, SUM(is_person) AS people, SUM(is_unique) AS unique_people, COUNT(*) AS all_hits FROM fresh GROUP BY ${list}
)
SELECT ${list}, people, unique_people, all_hits, counts FROM sums JOIN maps USING (${list}) WHERE true
ON CONFLICT DO UPDATE SET
  people = people + excluded.people,
  unique_people = unique_people + excluded.unique_people,
  all_hits = all_hits + excluded.all_hits,
  counts = (
    SELECT json_group_object(name, n) FROM (
      SELECT name, SUM(n) AS n FROM (
        SELECT key AS name, value AS n FROM json_each(${table}.counts)
        UNION ALL
        SELECT CASE WHEN ${isOneTooMany(table)} THEN ${foldedName()} ELSE key END, value FROM json_each(excluded.counts)
      ) GROUP BY name
    )
  )`;
}

/** Hours are never folded: there are 24. */
function isOneTooMany(table: Table): string {
  return `key NOT LIKE 'all|%' AND key NOT LIKE 'person|%' AND key NOT LIKE 'unique|%'
          AND (SELECT COUNT(*) FROM json_each(${table}.counts)) >= ${mostNamesOfDay}
          AND key NOT IN (SELECT key FROM json_each(${table}.counts))`;
}

/** Keeps what it is a count of, and of a reason its class. */
function foldedName(): string {
  return `CASE WHEN key LIKE 'reason|%' THEN substr(key, 1, 7 + instr(substr(key, 8), '|'))
          ELSE substr(key, 1, instr(key, '|')) END || '${otherValue}'`;
}
