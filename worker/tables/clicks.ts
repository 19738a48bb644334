import { nanoid } from "nanoid";
import * as z from "zod";
import { tallyNames } from "../domain/click-tally.ts";
import { flowOfRun } from "../domain/flow-of-run.ts";
import { expectGrowth, linkDaysSql, stepDaysSql } from "./click-roll-ups.ts";

export interface Click {
  /** Minted at the edge, in order of time; a second arrival of the same one changes nothing. */
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
  /** Within what a person's click may be the first: `recipientKey` or a key of visitor and day; undefined for all others. */
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

/** The `uniqueKey` of a link that was made for one person: the first tap ever is the only unique one. */
export const recipientKey = "recipient";

/** Part of the click log, and how far it comes with a batch. */
export interface ClickBatch {
  readonly shard: string;
  /** Grows with every batch of the shard. */
  readonly upTo: number;
  readonly clicks: readonly Click[];
}

/** Rows as D1 counts and charges for them. */
export interface StoredRows {
  readonly rowsRead: number;
  readonly rowsWritten: number;
}

/**
 * Stores a batch of the click log in one transaction: the clicks, whether they are the first of their keys, the roll-ups, and
 * how far the shard has come.
 *
 * Exactly once: a click that another shard brought too, or that comes again, is stored and counted by the first alone; a batch
 * at or below the shard's mark changes nothing. D1 has one writer, so that no two are first.
 */
export async function storeClicks(db: D1Database, { shard, upTo, clicks }: ClickBatch): Promise<StoredRows> {
  const mark = db
    .prepare(
      `INSERT INTO click_shards (shard, up_to) VALUES (?1, ?2)
       ON CONFLICT DO UPDATE SET up_to = excluded.up_to WHERE excluded.up_to > up_to`,
    )
    .bind(shard, upTo);
  return write(db, [...storingStatements(db, clicks, { shard, upTo }), mark]);
}

/** Stores clicks past the log: where that does not answer. */
export async function insertClicks(db: D1Database, clicks: readonly Click[]): Promise<void> {
  await write(db, storingStatements(db, clicks, { shard: "", upTo: 0 }));
}

async function write(db: D1Database, statements: readonly D1PreparedStatement[]): Promise<StoredRows> {
  const results = await db.batch([...statements]);
  return {
    rowsRead: results.reduce((sum, { meta }) => sum + meta.rows_read, 0),
    rowsWritten: results.reduce((sum, { meta }) => sum + meta.rows_written, 0),
  };
}

/** Which of these clicks are stored. */
export async function findKeptClicks(db: D1Database, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const { results } = await db
    .prepare("SELECT id FROM clicks WHERE id IN (SELECT value FROM json_each(?1))")
    .bind(JSON.stringify(ids))
    .all();
  return new Set(results.map((row) => z.object({ id: z.string() }).parse(row).id));
}

/** D1 takes 2 MB in one value; a click has at most some 3 KB. */
const clicksPerStatement = 400;

function storingStatements(
  db: D1Database,
  clicks: readonly Click[],
  { shard, upTo }: Pick<ClickBatch, "shard" | "upTo">,
): readonly D1PreparedStatement[] {
  const flush = nanoid(10);
  const described = describeClicks(clicks);
  const statements: D1PreparedStatement[] = [];
  for (let from = 0; from < described.length; from += clicksPerStatement) {
    const part = described.slice(from, from + clicksPerStatement);
    const clicksOfPart = JSON.stringify(part.map(({ click, isFirst }) => ({ ...click, isFirst: isFirst ? 1 : 0 })));
    statements.push(db.prepare(insertSql).bind(clicksOfPart, flush, shard, upTo));
    // Most batches hold recipients' links alone.
    const hasVisitors = part.some(({ click }) => click.uniqueKey !== undefined && click.uniqueKey !== recipientKey);
    if (hasVisitors) statements.push(db.prepare(dayVisitorsSql).bind(clicksOfPart, flush));
    const names = JSON.stringify(part.map(({ click: { id }, flow, names }) => ({ id, flow, names })));
    const links = expectGrowth(part, ({ click }) => ({ domain: click.domain, slug: click.slug }));
    const steps = expectGrowth(part, ({ click, flow }) => ({
      merchant_id: click.merchantId,
      flow,
      step: click.step ?? "",
    }));
    statements.push(
      db.prepare(linkDaysSql).bind(names, flush, links),
      db.prepare(stepDaysSql).bind(names, flush, steps),
    );
  }
  return statements;
}

interface DescribedClick {
  readonly click: Click;
  /** Of its key in this batch. */
  readonly isFirst: boolean;
  readonly flow: string;
  readonly names: readonly string[];
}

/** Each click once, in order of time, with what SQL would be slow to work out. */
function describeClicks(clicks: readonly Click[]): readonly DescribedClick[] {
  const different = [...new Map(clicks.map((click) => [click.id, click])).values()];
  const seen = new Set<string>();
  return different
    .toSorted((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1))
    .map((click) => {
      const key = click.uniqueKey && `${click.domain}/${click.slug} ${click.uniqueKey}`;
      const isFirst = key !== undefined && !seen.has(key);
      if (isFirst) seen.add(key);
      return { click, isFirst, flow: flowOfRun(click.run), names: tallyNames(click) };
    });
}

/**
 * Only what this very statement inserts bears this `flush`, and only that is counted by the statements behind it. The mark is
 * moved by the last one, so that all of them see it as it was.
 */
const insertSql = `
INSERT INTO clicks (
  id, domain, slug, merchant_id, message_id, run, step, at_ms, machine_at_ms, class, reason, unique_key, is_unique, device, os,
  browser, country, region, referrer, language, address_hash, flush
)
WITH k AS MATERIALIZED (
  SELECT value AS c, value ->> 'domain' AS domain, value ->> 'slug' AS slug, value ->> 'uniqueKey' AS unique_key,
    -- What comes so late that its hashes would be forgotten by now comes without them.
    value ->> 'id' > COALESCE((SELECT position FROM watermarks WHERE job = 'forget-addresses'), '') AS is_kept
  FROM json_each(?1)
)
SELECT
  c ->> 'id', domain, slug, c ->> 'merchantId', c ->> 'messageId', c ->> 'run', c ->> 'step', c ->> 'atMs',
  c ->> 'machineAtMs', c ->> 'class', c ->> 'reason', CASE WHEN is_kept THEN unique_key END,
  c ->> 'isFirst' = 1 AND CASE
    WHEN unique_key = '${recipientKey}' THEN
      NOT EXISTS (SELECT 1 FROM link_days l WHERE l.domain = k.domain AND l.slug = k.slug AND l.unique_people > 0)
    ELSE NOT EXISTS (SELECT 1 FROM day_visitors v WHERE v.domain = k.domain AND v.slug = k.slug AND v.visitor = k.unique_key)
  END,
  c ->> 'device', c ->> 'os', c ->> 'browser', c ->> 'country', c ->> 'region', c ->> 'referrer', c ->> 'language',
  CASE WHEN is_kept THEN c ->> 'addressHash' END, ?2
FROM k
WHERE NOT EXISTS (SELECT 1 FROM click_shards WHERE shard = ?3 AND up_to >= ?4)
ON CONFLICT (id) DO NOTHING`;

const dayVisitorsSql = `
INSERT INTO day_visitors (domain, slug, visitor)
SELECT c.domain, c.slug, c.unique_key
FROM json_each(?1) j CROSS JOIN clicks c ON c.id = j.value ->> 'id'
WHERE c.flush = ?2 AND c.is_unique = 1 AND c.unique_key <> '${recipientKey}'
ON CONFLICT DO NOTHING`;
