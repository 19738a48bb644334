import * as z from "zod";

export interface Click {
  /** Minted at the edge; a second arrival of the same one changes nothing. */
  readonly id: string;
  readonly domain: string;
  readonly slug: string;
  readonly merchantId: string;
  readonly messageId: string | undefined;
  readonly run: string | undefined;
  readonly step: string | undefined;
  readonly atMs: number;
  readonly machineAtMs: number;
  /** "person", or what it was instead. */
  readonly class: string;
  readonly reason: string | undefined;
  /** Within what a person's click may be the first; undefined for all others. */
  readonly uniqueKey: string | undefined;
  readonly device: string | undefined;
  readonly os: string | undefined;
  readonly browser: string | undefined;
  readonly country: string | undefined;
  readonly region: string | undefined;
  readonly referrer: string | undefined;
  readonly language: string | undefined;
  readonly addressHash: string | undefined;
}

/** Whether it is the first of its key is settled in the same statement: D1 has one writer, so that no two are first. */
export async function insertClick(db: D1Database, click: Click): Promise<void> {
  await db.prepare(insertSql).bind(JSON.stringify(click)).run();
}

/** How many different links were asked for from an address since then. */
export async function countSlugsOfAddress(
  db: D1Database,
  addressHash: string,
  sinceMachineMs: number,
): Promise<number> {
  const row = await db
    .prepare(
      `SELECT COUNT(*) AS slugs
       FROM (SELECT DISTINCT domain, slug FROM clicks WHERE address_hash = ?1 AND machine_at_ms >= ?2)`,
    )
    .bind(addressHash, sinceMachineMs)
    .first();
  return z.object({ slugs: z.int() }).parse(row).slugs;
}

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

const Counts = z.object({ people: z.int(), unique_people: z.int(), all_hits: z.int() });

/** A link's counts, and its hits in order of time from behind `after`. */
export async function readClicksOfLink(
  db: D1Database,
  { domain, slug }: { readonly domain: string; readonly slug: string },
  { after, limit }: { readonly after: ClickPosition | undefined; readonly limit: number },
): Promise<{ people: number; uniquePeople: number; all: number; clicks: readonly StoredClick[] }> {
  const [counts, page] = await db.batch([
    db
      .prepare(
        `SELECT COUNT(*) FILTER (WHERE class = 'person') AS people, COUNT(*) FILTER (WHERE is_unique = 1) AS unique_people,
           COUNT(*) AS all_hits
         FROM clicks WHERE domain = ?1 AND slug = ?2`,
      )
      .bind(domain, slug),
    db
      .prepare(
        `SELECT * FROM clicks WHERE domain = ?1 AND slug = ?2 AND (at_ms, id) > (?3, ?4)
         ORDER BY at_ms, id LIMIT ?5`,
      )
      .bind(domain, slug, after?.atMs ?? -1, after?.id ?? "", limit),
  ]);
  const { people, unique_people, all_hits } = Counts.parse(counts?.results[0]);
  const clicks = z.array(StoredClick).parse(page?.results);
  return { people, uniquePeople: unique_people, all: all_hits, clicks };
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
      `SELECT message_id, COUNT(*) FILTER (WHERE class = 'person') AS people, COUNT(*) AS all_hits
       FROM clicks WHERE merchant_id = ?1 AND message_id IN (SELECT value FROM json_each(?2)) GROUP BY message_id`,
    )
    .bind(merchantId, JSON.stringify(messageIds))
    .all();
  const rows = results.map((row) => MessageCounts.parse(row));
  return new Map(rows.map((row) => [row.message_id, { people: row.people, all: row.all_hits }]));
}

/** When a person last tapped a link of one of these messages. */
export async function lastTapMs(
  db: D1Database,
  merchantId: string,
  messageIds: readonly string[],
): Promise<number | undefined> {
  const row = await db
    .prepare(
      `SELECT MAX(at_ms) AS at_ms FROM clicks
       WHERE merchant_id = ?1 AND message_id IN (SELECT value FROM json_each(?2)) AND class = 'person'`,
    )
    .bind(merchantId, JSON.stringify(messageIds))
    .first();
  return z.object({ at_ms: z.int().nullable() }).parse(row).at_ms ?? undefined;
}

const insertSql = `
INSERT INTO clicks (
  id, domain, slug, merchant_id, message_id, run, step, at_ms, machine_at_ms, class, reason, unique_key, is_unique, device, os,
  browser, country, region, referrer, language, address_hash
)
SELECT
  c ->> 'id', c ->> 'domain', c ->> 'slug', c ->> 'merchantId', c ->> 'messageId', c ->> 'run', c ->> 'step', c ->> 'atMs',
  c ->> 'machineAtMs', c ->> 'class', c ->> 'reason', c ->> 'uniqueKey',
  c ->> 'uniqueKey' IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM clicks
    WHERE domain = c ->> 'domain' AND slug = c ->> 'slug' AND unique_key = c ->> 'uniqueKey' AND is_unique = 1
  ),
  c ->> 'device', c ->> 'os', c ->> 'browser', c ->> 'country', c ->> 'region', c ->> 'referrer', c ->> 'language',
  c ->> 'addressHash'
FROM (SELECT ?1 AS c) WHERE true
ON CONFLICT (id) DO NOTHING`;
