import * as z from "zod";
import { Flow } from "../../shared/contract/flows.ts";

const FlowRow = z
  .object({
    version: z.int(),
    body: z
      .string()
      .transform((text): unknown => JSON.parse(text))
      .pipe(Flow),
    created_at_ms: z.number(),
  })
  .transform(({ version, body, created_at_ms }) => ({ version, flow: body, createdAtMs: created_at_ms }));

export type FlowVersion = Readonly<z.output<typeof FlowRow>>;

export interface FlowAddress {
  readonly merchantId: string;
  readonly key: string;
}

/** A version's body with its latest corrected wording. */
const CORRECTED = `COALESCE((SELECT w.body FROM flow_wordings w WHERE w.merchant_id = f.merchant_id AND w.key = f.key
  AND w.version = f.version ORDER BY w.revision DESC LIMIT 1), f.body)`;

export async function findFlowVersion(
  db: D1Database,
  { merchantId, key, version }: FlowAddress & { readonly version: number },
): Promise<FlowVersion | undefined> {
  const row = await db
    .prepare(
      `SELECT version, ${CORRECTED} AS body, created_at_ms FROM flow_versions f
       WHERE merchant_id = ?1 AND key = ?2 AND version = ?3`,
    )
    .bind(merchantId, key, version)
    .first();
  return row === null ? undefined : FlowRow.parse(row);
}

const NamedRow = z.object({ key: z.string(), name: z.string(), event: z.string(), created_at_ms: z.number() });

/** What a list shows of the versions that new runs enter. */
export async function listCurrentFlows(
  db: D1Database,
  merchantId: string,
): Promise<
  readonly { readonly key: string; readonly name: string; readonly event: string; readonly createdAtMs: number }[]
> {
  const { results } = await db
    .prepare(
      `SELECT key, body ->> '$.name' AS name, body ->> '$.trigger.event' AS event, created_at_ms
       FROM flow_versions
       WHERE merchant_id = ?1
         AND version = (SELECT json_extract(flows, '$."' || flow_versions.key || '".version') FROM merchants WHERE id = ?1)`,
    )
    .bind(merchantId)
    .all();
  return results.map((row) => {
    const { created_at_ms: createdAtMs, ...named } = NamedRow.parse(row);
    return { ...named, createdAtMs };
  });
}

const VersionRow = z
  .object({ version: z.int(), created_at_ms: z.number() })
  .transform(({ version, created_at_ms }) => ({ version, createdAtMs: created_at_ms }));

/** The newest first, below `before`. */
export async function listFlowVersions(
  db: D1Database,
  { merchantId, key, before, limit }: FlowAddress & { readonly before: number | undefined; readonly limit: number },
): Promise<readonly { readonly version: number; readonly createdAtMs: number }[]> {
  const { results } = await db
    .prepare(
      `SELECT version, created_at_ms FROM flow_versions
       WHERE merchant_id = ?1 AND key = ?2 AND version < ?3 ORDER BY version DESC LIMIT ?4`,
    )
    .bind(merchantId, key, before ?? Number.MAX_SAFE_INTEGER, limit)
    .all();
  return results.map((row) => VersionRow.parse(row));
}

/** Part of a batch that makes a merchant. */
export function insertFirstVersion(
  db: D1Database,
  { merchantId, key, body, createdAtMs }: FlowAddress & { readonly body: string; readonly createdAtMs: number },
): D1PreparedStatement {
  return db
    .prepare("INSERT INTO flow_versions (merchant_id, key, version, body, created_at_ms) VALUES (?1, ?2, 1, ?3, ?4)")
    .bind(merchantId, key, body, createdAtMs);
}

const CountRow = z
  .object({ version: z.int(), people: z.int(), runs: z.int(), sent: z.int(), waiting: z.int() })
  .transform(({ version, ...counts }) => [version, counts] as const);

export interface VersionCounts {
  /** With a text of it, whatever became of it. */
  readonly people: number;
  readonly runs: number;
  /** Texts that went, and texts that wait. */
  readonly sent: number;
  readonly waiting: number;
}

/** Who got which version, in numbers. */
export async function countByVersion(
  db: D1Database,
  { merchantId, key }: FlowAddress,
): Promise<ReadonlyMap<number, VersionCounts>> {
  const { results } = await db
    .prepare(
      `SELECT row ->> '$.version' AS version, COUNT(DISTINCT customer_id) AS people, COUNT(DISTINCT run) AS runs,
         SUM(row ->> '$.outcome' = 'sent') AS sent, SUM(row ->> '$.outcome' = 'waiting') AS waiting
       FROM decisions WHERE merchant_id = ?1 AND flow = ?2 GROUP BY row ->> '$.version'`,
    )
    .bind(merchantId, key)
    .all();
  return new Map(results.map((row) => CountRow.parse(row)));
}

/** New runs enter this version from now on. False = the flow has none of this number. */
export async function updateLiveVersion(
  db: D1Database,
  { merchantId, key, version }: FlowAddress & { readonly version: number },
): Promise<boolean> {
  const { meta } = await db
    .prepare(
      `UPDATE merchants SET flows = json_set(flows, '$."' || ?2 || '".version', ?3)
       WHERE id = ?1 AND json_type(flows, '$."' || ?2 || '"') = 'object'
         AND EXISTS (SELECT 1 FROM flow_versions WHERE merchant_id = ?1 AND key = ?2 AND version = ?3)`,
    )
    .bind(merchantId, key, version)
    .run();
  return meta.changes > 0;
}

const Published = z.object({ version: z.int() });

/**
 * Makes a version of this body, unless new runs enter the very same one already, and turns on a flow that was off; a pause is
 * the merchant's and stays. One transaction, so that two who publish at the same moment make two versions or, alike, one.
 */
export async function publishVersion(
  db: D1Database,
  { merchantId, key, body, createdAtMs }: FlowAddress & { readonly body: string; readonly createdAtMs: number },
): Promise<{ readonly version: number; readonly isNew: boolean }> {
  const current = `(SELECT ${CORRECTED} FROM merchants m JOIN flow_versions f
    ON f.merchant_id = m.id AND f.key = ?2 AND f.version = json_extract(m.flows, '$."' || ?2 || '".version') WHERE m.id = ?1)`;
  const [inserted, updated] = await db.batch([
    db
      .prepare(
        `INSERT INTO flow_versions (merchant_id, key, version, body, created_at_ms)
         SELECT ?1, ?2, (SELECT COALESCE(MAX(version), 0) + 1 FROM flow_versions WHERE merchant_id = ?1 AND key = ?2), ?3, ?4
         WHERE ${current} IS NOT ?3
         RETURNING version`,
      )
      .bind(merchantId, key, body, createdAtMs),
    db
      .prepare(
        `UPDATE merchants SET flows = json_set(flows, '$."' || ?2 || '"', json_object(
           'version', CASE
             WHEN ${current} IS ?3 THEN json_extract(flows, '$."' || ?2 || '".version')
             ELSE (SELECT MAX(version) FROM flow_versions WHERE merchant_id = ?1 AND key = ?2) END,
           'status', CASE json_extract(flows, '$."' || ?2 || '".status') WHEN 'paused' THEN 'paused' ELSE 'live' END,
           'order', COALESCE(json_extract(flows, '$."' || ?2 || '".order'), (SELECT COUNT(*) FROM json_each(merchants.flows)))
         ))
         WHERE id = ?1
         RETURNING json_extract(flows, '$."' || ?2 || '".version') AS version`,
      )
      .bind(merchantId, key, body),
  ]);
  const { version } = Published.parse(updated?.results[0]);
  return { version, isNew: (inserted?.results.length ?? 0) > 0 };
}
