import * as z from "zod";

/** Where somebody's object is who has not been answered, and since when. */
const ReplyRow = z
  .object({ owner: z.string(), id: z.string(), at_ms: z.int() })
  .transform(({ owner, id, at_ms }) => ({ owner, id, atMs: at_ms }));
export type ReplyRow = Readonly<z.output<typeof ReplyRow>>;

/** Part of a batch: brings the list in step with one person's object. */
export function replyWrite(
  db: D1Database,
  { owner, merchantId }: { readonly owner: string; readonly merchantId: string },
  reply: { readonly id: string; readonly atMs: number } | undefined,
): D1PreparedStatement {
  if (reply === undefined) return db.prepare("DELETE FROM replies WHERE owner = ?1").bind(owner);
  return db
    .prepare(
      `INSERT INTO replies (owner, merchant_id, id, at_ms) VALUES (?1, ?2, ?3, ?4)
       ON CONFLICT (owner) DO UPDATE SET id = excluded.id, at_ms = excluded.at_ms`,
    )
    .bind(owner, merchantId, reply.id, reply.atMs);
}

export async function countReplies(db: D1Database, merchantId: string): Promise<number> {
  const row = await db.prepare("SELECT COUNT(*) AS n FROM replies WHERE merchant_id = ?1").bind(merchantId).first();
  return z.object({ n: z.int() }).parse(row).n;
}

/** The latest first, from behind `after`. */
export async function listReplies(
  db: D1Database,
  merchantId: string,
  {
    after,
    limit,
  }: { readonly after: { readonly atMs: number; readonly id: string } | undefined; readonly limit: number },
): Promise<readonly ReplyRow[]> {
  const { results } = await db
    .prepare(
      `SELECT owner, id, at_ms FROM replies WHERE merchant_id = ?1 AND (at_ms, id) < (?2, ?3)
       ORDER BY at_ms DESC, id DESC LIMIT ?4`,
    )
    .bind(merchantId, after?.atMs ?? Number.MAX_SAFE_INTEGER, after?.id ?? "", limit)
    .all();
  return results.map((row) => ReplyRow.parse(row));
}

export async function findReply(db: D1Database, merchantId: string, id: string): Promise<ReplyRow | undefined> {
  const row = await db
    .prepare("SELECT owner, id, at_ms FROM replies WHERE merchant_id = ?1 AND id = ?2")
    .bind(merchantId, id)
    .first();
  return row === null ? undefined : ReplyRow.parse(row);
}
