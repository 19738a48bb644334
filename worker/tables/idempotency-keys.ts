import * as z from "zod";

const KeyRow = z
  .object({
    request_hash: z.string(),
    status: z.int().nullable(),
    body: z.string().nullable(),
    created_at_ms: z.number(),
  })
  .transform((row) => ({
    requestHash: row.request_hash,
    /** Undefined while the first request is being answered. */
    answer: row.status === null ? undefined : { status: row.status, body: row.body ?? "" },
    createdAtMs: row.created_at_ms,
  }));

export type KnownRequest = Readonly<z.output<typeof KeyRow>>;

export interface RequestKey {
  readonly merchantId: string;
  readonly key: string;
  readonly requestHash: string;
}

/**
 * Takes a key for a request; undefined = it is ours now. One that is older than `staleBeforeMs`, or whose first request of the
 * same content has been at it since before `abandonedBeforeMs`, is free again. All instants are machine time.
 */
export async function claimKey(
  db: D1Database,
  { merchantId, key, requestHash }: RequestKey,
  times: { readonly nowMs: number; readonly staleBeforeMs: number; readonly abandonedBeforeMs: number },
): Promise<KnownRequest | undefined> {
  const [claimed, known] = await db.batch([
    db
      .prepare(
        `INSERT INTO idempotency_keys (merchant_id, key, request_hash, created_at_ms) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO UPDATE
         SET request_hash = excluded.request_hash, status = NULL, body = NULL, created_at_ms = excluded.created_at_ms
         WHERE created_at_ms <= ?5 OR (status IS NULL AND request_hash = ?3 AND created_at_ms <= ?6)
         RETURNING key`,
      )
      .bind(merchantId, key, requestHash, times.nowMs, times.staleBeforeMs, times.abandonedBeforeMs),
    db
      .prepare(
        "SELECT request_hash, status, body, created_at_ms FROM idempotency_keys WHERE merchant_id = ?1 AND key = ?2",
      )
      .bind(merchantId, key),
  ]);
  return (claimed?.results.length ?? 0) > 0 ? undefined : KeyRow.parse(known?.results[0]);
}

export async function keepAnswer(
  db: D1Database,
  { merchantId, key }: RequestKey,
  answer: { readonly status: number; readonly body: string },
): Promise<void> {
  await db
    .prepare("UPDATE idempotency_keys SET status = ?3, body = ?4 WHERE merchant_id = ?1 AND key = ?2")
    .bind(merchantId, key, answer.status, answer.body)
    .run();
}

export async function releaseKey(db: D1Database, { merchantId, key }: RequestKey): Promise<void> {
  await db
    .prepare("DELETE FROM idempotency_keys WHERE merchant_id = ?1 AND key = ?2 AND status IS NULL")
    .bind(merchantId, key)
    .run();
}

/** Keys older than this say nothing any more. */
export async function deleteOldKeys(db: D1Database, staleBeforeMs: number): Promise<void> {
  await db.prepare("DELETE FROM idempotency_keys WHERE created_at_ms <= ?1").bind(staleBeforeMs).run();
}
