import * as z from "zod";

const text = z
  .string()
  .nullable()
  .transform((value) => value ?? undefined);

const StoredClick = z
  .object({
    id: z.string(),
    at_ms: z.int(),
    class: z.string(),
    reason: text,
    is_unique: z.int(),
    device: text,
    os: text,
    browser: text,
    country: text,
    region: text,
    referrer: text,
    language: text,
  })
  .transform(({ at_ms, is_unique, ...row }) => ({ ...row, atMs: at_ms, isUnique: is_unique === 1 }));
export type StoredClick = Readonly<z.infer<typeof StoredClick>>;

/** Where a page of clicks ends. */
export interface ClickPosition {
  readonly atMs: number;
  readonly id: string;
}

export interface LinkKey {
  readonly domain: string;
  readonly slug: string;
}

/** A link's hits that are still kept, in order of time from behind `after`. */
export async function listClicksOfLink(
  db: D1Database,
  { domain, slug }: LinkKey,
  { after, limit }: { readonly after: ClickPosition | undefined; readonly limit: number },
): Promise<readonly StoredClick[]> {
  const { results } = await db
    .prepare(
      `SELECT * FROM clicks WHERE domain = ?1 AND slug = ?2 AND (at_ms, id) > (?3, ?4)
       ORDER BY at_ms, id LIMIT ?5`,
    )
    .bind(domain, slug, after?.atMs ?? -1, after?.id ?? "", limit)
    .all();
  return z.array(StoredClick).parse(results);
}

const Day = z
  .object({ day_ms: z.int(), people: z.int(), unique_people: z.int(), all_hits: z.int(), counts: z.string() })
  .transform(({ day_ms, people, unique_people, all_hits, counts }) => ({
    dayMs: day_ms,
    people,
    uniquePeople: unique_people,
    all: all_hits,
    counts: Counts.parse(JSON.parse(counts)),
  }));
const Counts = z.record(z.string(), z.int());
export type ClickDay = Readonly<z.infer<typeof Day>>;

/** [fromMs, toMs), both starts of UTC days. */
export interface DayRange {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What is counted of a link, by UTC day. */
export async function readDaysOfLink(
  db: D1Database,
  { domain, slug }: LinkKey,
  { fromMs, toMs }: DayRange,
): Promise<readonly ClickDay[]> {
  const { results } = await db
    .prepare("SELECT * FROM link_days WHERE domain = ?1 AND slug = ?2 AND day_ms >= ?3 AND day_ms < ?4 ORDER BY day_ms")
    .bind(domain, slug, fromMs, toMs)
    .all();
  return z.array(Day).parse(results);
}

const StepDay = z
  .object({ flow: z.string(), step: z.string() })
  .and(Day)
  .transform(({ flow, step, ...day }) => ({ ...day, flow, step }));
export type StepDay = Readonly<z.infer<typeof StepDay>>;

/** What is counted of a merchant's texts, by step and UTC day; `flow` '' = links that no text carried. */
export async function readDaysOfSteps(
  db: D1Database,
  { merchantId, flow }: { readonly merchantId: string; readonly flow: string | undefined },
  { fromMs, toMs }: DayRange,
): Promise<readonly StepDay[]> {
  const { results } = await db
    .prepare(
      `SELECT * FROM step_days WHERE merchant_id = ?1 AND day_ms >= ?2 AND day_ms < ?3 AND (?4 IS NULL OR flow = ?4)
       ORDER BY day_ms, flow, step`,
    )
    .bind(merchantId, fromMs, toMs, flow ?? null)
    .all();
  return z.array(StepDay).parse(results);
}

const Totals = z.object({
  people: z.int().nullable(),
  unique_people: z.int().nullable(),
  all_hits: z.int().nullable(),
  counts: z.string(),
});

/** What is counted of a link since it was made, with the sums of its days' `counts`. */
export async function readTotalsOfLink(db: D1Database, { domain, slug }: LinkKey) {
  const row = await db
    .prepare(
      `SELECT SUM(people) AS people, SUM(unique_people) AS unique_people, SUM(all_hits) AS all_hits, (
         SELECT json_group_object(name, n) FROM (
           SELECT key AS name, SUM(value) AS n FROM link_days, json_each(counts)
           WHERE domain = ?1 AND slug = ?2 AND key LIKE 'reason|%' GROUP BY key
         )
       ) AS counts
       FROM link_days WHERE domain = ?1 AND slug = ?2`,
    )
    .bind(domain, slug)
    .first();
  const { people, unique_people, all_hits, counts } = Totals.parse(row);
  return {
    people: people ?? 0,
    uniquePeople: unique_people ?? 0,
    all: all_hits ?? 0,
    counts: Counts.parse(JSON.parse(counts)),
  };
}

const MessageCounts = z.object({ message_id: z.string(), people: z.int(), all_hits: z.int() });

/** People's clicks and all hits of each message that has any. */
export async function clicksOfMessages(
  db: D1Database,
  merchantId: string,
  messageIds: readonly string[],
): Promise<ReadonlyMap<string, { readonly people: number; readonly all: number }>> {
  const { results } = await db
    .prepare(
      `SELECT l.message_id, SUM(d.people) AS people, SUM(d.all_hits) AS all_hits
       FROM links l JOIN link_days d USING (domain, slug)
       WHERE l.merchant_id = ?1 AND l.message_id IN (SELECT value FROM json_each(?2)) GROUP BY l.message_id`,
    )
    .bind(merchantId, JSON.stringify(messageIds))
    .all();
  const rows = results.map((row) => MessageCounts.parse(row));
  return new Map(rows.map((row) => [row.message_id, { people: row.people, all: row.all_hits }]));
}

/** When people tapped a link of one of these messages: the last instants, the newest first. */
export async function listTapsMs(
  db: D1Database,
  { merchantId, messageIds }: { readonly merchantId: string; readonly messageIds: readonly string[] },
  limit: number,
): Promise<readonly number[]> {
  const { results } = await db
    .prepare(
      `SELECT c.at_ms
       FROM json_each(?2) m
         CROSS JOIN links l ON l.merchant_id = ?1 AND l.message_id = m.value
         CROSS JOIN clicks c ON c.domain = l.domain AND c.slug = l.slug
       WHERE c.class = 'person' ORDER BY c.at_ms DESC LIMIT ?3`,
    )
    .bind(merchantId, JSON.stringify(messageIds), limit)
    .all();
  return z.array(z.object({ at_ms: z.int() }).transform(({ at_ms }) => at_ms)).parse(results);
}
