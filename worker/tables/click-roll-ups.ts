import { dayMs, mostNamesOfDay, otherValue, uniqueName } from "../domain/click-tally.ts";

/** Counts the clicks of a part that `?2` has just stored, by link and day. */
export const linkDaysSql = rollUpSql("link_days", { domain: "c.domain", slug: "c.slug" });

/** Likewise by merchant, step and day. */
export const stepDaysSql = rollUpSql("step_days", {
  merchant_id: "c.merchant_id",
  flow: "j.value ->> 'flow'",
  step: "COALESCE(c.step, '')",
});

interface Counted {
  readonly click: { readonly atMs: number };
  readonly isFirst: boolean;
  readonly names: readonly string[];
}

/** What the row of each key and day grows by if all clicks are new, and all firsts unique; as JSON. */
export function expectGrowth<Click extends Counted>(
  clicks: readonly Click[],
  keyOf: (click: Click) => Readonly<Record<string, string>>,
): string {
  const rows = new Map<string, Growth>();
  for (const click of clicks) {
    const { atMs } = click.click;
    const key = { ...keyOf(click), day_ms: atMs - (atMs % dayMs) };
    const text = Object.values(key).join("\n");
    const row = rows.get(text) ?? { ...key, all: 0, firsts: 0, counts: {}, firstCounts: {} };
    rows.set(text, row);
    row.all += 1;
    for (const name of click.names) row.counts[name] = (row.counts[name] ?? 0) + 1;
    if (!click.isFirst) continue;
    const name = uniqueName(atMs);
    row.firsts += 1;
    row.firstCounts[name] = (row.firstCounts[name] ?? 0) + 1;
  }
  return JSON.stringify([...rows.values()]);
}

interface Growth {
  all: number;
  firsts: number;
  readonly counts: Record<string, number>;
  readonly firstCounts: Record<string, number>;
}

type Table = "link_days" | "step_days";

/**
 * One row a key, whatever the number of clicks. ?1: what SQL can't work out of each click, as JSON (`id`, `flow`, `names`); ?2: the
 * flush that inserted what is new; ?3: what each key's row grows by if all are new, and all firsts unique or none (`expectGrowth`).
 * That is nearly always so; only where it is not, names are counted one by one.
 *
 * `WHERE true` tells SQLite that ON CONFLICT is no join (sqlite.org/lang_upsert.html, "Parsing Ambiguity").
 */
function rollUpSql(table: Table, keys: Readonly<Record<string, string>>): string {
  const columns = { ...keys, day_ms: "c.at_ms - c.at_ms % 86400000" };
  const list = Object.keys(columns).join(", ");
  const selected = Object.entries(columns)
    .map(([column, value]) => `${value} AS ${column}`)
    .join(", ");
  const isSame = Object.keys(columns)
    .map((column) => `f.${column} = sums.${column}`)
    .join(" AND ");
  return `
INSERT INTO ${table} (${list}, people, unique_people, all_hits, counts)
WITH fresh AS MATERIALIZED (
  SELECT ${selected}, c.id, c.at_ms % 86400000 / 3600000 AS hour, c.class = 'person' AS is_person, c.is_unique, j.value AS click
  FROM json_each(?1) j CROSS JOIN clicks c ON c.id = j.value ->> 'id'
  WHERE c.flush = ?2
),
sums AS MATERIALIZED (
  SELECT ${list}, SUM(is_person) AS people, SUM(is_unique) AS unique_people, COUNT(*) AS all_hits FROM fresh GROUP BY ${list}
),
expected AS MATERIALIZED (
  SELECT ${Object.keys(columns)
    .map((column) => `value ->> '${column}' AS ${column}`)
    .join(", ")}, value ->> 'all' AS hits, value ->> 'firsts' AS firsts, value -> 'counts' AS counts,
    value -> 'firstCounts' AS first_counts
  FROM json_each(?3)
)
SELECT ${list}, people, unique_people, all_hits, CASE
  WHEN all_hits = hits AND unique_people = 0 THEN expected.counts
  WHEN all_hits = hits AND unique_people = firsts THEN json_patch(expected.counts, first_counts)
  ELSE (
    SELECT json_group_object(name, n) FROM (
      SELECT name, COUNT(*) AS n FROM (
        SELECT n.value AS name FROM fresh f, json_each(f.click, '$.names') n WHERE ${isSame}
        UNION ALL SELECT 'unique|' || hour FROM fresh f WHERE is_unique = 1 AND ${isSame}
      ) GROUP BY name
    )
  )
END
FROM sums JOIN expected USING (${list}) WHERE true
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
