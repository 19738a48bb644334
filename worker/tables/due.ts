import * as z from "zod";

const Owner = z.object({ owner: z.string() });

/** Who promised to do something by now, the longest overdue first. */
export async function listDue(db: D1Database, nowMs: number, limit: number): Promise<readonly string[]> {
  const { results } = await db
    .prepare("SELECT owner FROM due WHERE due_at_ms <= ?1 ORDER BY due_at_ms LIMIT ?2")
    .bind(nowMs, limit)
    .all();
  return z
    .array(Owner)
    .parse(results)
    .map(({ owner }) => owner);
}

/** Whose texts wait for an act of the merchant, a page at a time. */
export async function listHeld(
  db: D1Database,
  merchantId: string,
  afterOwner: string,
  limit: number,
): Promise<readonly string[]> {
  const { results } = await db
    .prepare(
      "SELECT owner FROM due INDEXED BY due_held WHERE merchant_id = ?1 AND is_held = 1 AND owner > ?2 ORDER BY owner LIMIT ?3",
    )
    .bind(merchantId, afterOwner, limit)
    .all();
  return z
    .array(Owner)
    .parse(results)
    .map(({ owner }) => owner);
}

/** Everybody whose texts were held is looked at again: by cron, should nobody come sooner. */
export async function bringHeldForward(db: D1Database, merchantId: string, nowMs: number): Promise<number> {
  const { meta } = await db
    .prepare("UPDATE due INDEXED BY due_held SET due_at_ms = MIN(due_at_ms, ?2) WHERE merchant_id = ?1 AND is_held = 1")
    .bind(merchantId, nowMs)
    .run();
  return meta.changes;
}

/** The earliest promise for later than an instant; undefined when there is none. */
export async function findNextDueMs(db: D1Database, afterMs: number): Promise<number | undefined> {
  const row = await db.prepare("SELECT MIN(due_at_ms) AS next FROM due WHERE due_at_ms > ?1").bind(afterMs).first();
  return z.object({ next: z.number().nullable() }).parse(row).next ?? undefined;
}
