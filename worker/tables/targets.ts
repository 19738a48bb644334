import * as z from "zod";
import type { TargetHealth, WatchedTarget } from "../domain/target-health.ts";

/** More different addresses of one merchant are not watched: the newest come in as old ones go. */
const mostOfMerchant = 1_000;

const Target = z
  .object({
    merchant_id: z.string(),
    url: z.string(),
    watch: z.enum(["page", "host"]),
    state: z.enum(["unknown", "alive", "dead"]),
    failures: z.int(),
    next_check_ms: z.int(),
    used_at_ms: z.int(),
  })
  .transform(({ merchant_id, next_check_ms, used_at_ms, ...row }) => ({
    ...row,
    merchantId: merchant_id,
    nextCheckMs: next_check_ms,
    usedAtMs: used_at_ms,
  }));
export type Target = Readonly<z.infer<typeof Target>>;

export async function listTargets(db: D1Database, merchantId: string): Promise<readonly Target[]> {
  const { results } = await db.prepare("SELECT * FROM targets WHERE merchant_id = ?1").bind(merchantId).all();
  return z.array(Target).parse(results);
}

/** Watches these from now on, due at once; those that are watched already are in use again. */
export async function addTargets(
  db: D1Database,
  merchantId: string,
  targets: readonly WatchedTarget[],
  nowMs: number,
): Promise<void> {
  await db
    .prepare(
      `INSERT INTO targets (merchant_id, url, watch, state, next_check_ms, used_at_ms)
       SELECT ?1, value ->> 'url', value ->> 'watch', 'unknown', ?3, ?3 FROM json_each(?2)
       WHERE (SELECT COUNT(*) FROM targets WHERE merchant_id = ?1) < ${mostOfMerchant}
       ON CONFLICT DO UPDATE SET used_at_ms = excluded.used_at_ms`,
    )
    .bind(merchantId, JSON.stringify(targets.slice(0, mostOfMerchant)), nowMs)
    .run();
}

/** Those that are due, put off for as long as asking may take, so that nobody else asks meanwhile. */
export async function claimTargets(
  db: D1Database,
  {
    nowMs,
    leaseMs,
    limit,
    only,
  }: {
    readonly nowMs: number;
    readonly leaseMs: number;
    readonly limit: number;
    readonly only?: { readonly merchantId: string; readonly urls: readonly string[] } | undefined;
  },
): Promise<readonly Target[]> {
  const { results } = await db
    .prepare(
      `UPDATE targets SET next_check_ms = ?2
       WHERE (merchant_id, url) IN (
         SELECT merchant_id, url FROM targets
         WHERE next_check_ms <= ?1 AND (?4 IS NULL OR (merchant_id = ?4 AND url IN (SELECT value FROM json_each(?5))))
         ORDER BY next_check_ms LIMIT ?3
       )
       RETURNING *`,
    )
    .bind(nowMs, nowMs + leaseMs, limit, only?.merchantId ?? null, JSON.stringify(only?.urls ?? []))
    .all();
  return z.array(Target).parse(results);
}

export function healthWrite(
  db: D1Database,
  { merchantId, url }: Pick<Target, "merchantId" | "url">,
  { state, failures, nextCheckMs }: TargetHealth,
  answer: string,
): D1PreparedStatement {
  return db
    .prepare(
      "UPDATE targets SET state = ?3, failures = ?4, next_check_ms = ?5, answer = ?6 WHERE merchant_id = ?1 AND url = ?2",
    )
    .bind(merchantId, url, state, failures, nextCheckMs, answer);
}

/** Nobody has used it for so long that it is nobody's business whether it answers. */
export function targetDelete(db: D1Database, { merchantId, url }: Target): D1PreparedStatement {
  return db.prepare("DELETE FROM targets WHERE merchant_id = ?1 AND url = ?2").bind(merchantId, url);
}
