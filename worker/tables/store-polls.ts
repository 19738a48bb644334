import * as z from "zod";
import { Position } from "../stores/woocommerce-position.ts";

const StorePoll = z
  .object({
    merchant_id: z.string(),
    shop: z.string(),
    since_ms: z.int(),
    position: z.string().transform((json) => Position.parse(JSON.parse(json))),
    next_machine_ms: z.int(),
    failures: z.int(),
    looked_machine_ms: z.int(),
  })
  .transform((row) => ({
    merchantId: row.merchant_id,
    shop: row.shop,
    /** When it was connected: what changed before is no news. */
    sinceMs: row.since_ms,
    position: row.position,
    /** The claim, while it is held. */
    nextMachineMs: row.next_machine_ms,
    /** In a row. */
    failures: row.failures,
    /** When it was last asked what became of its webhooks. */
    lookedMachineMs: row.looked_machine_ms,
  }));
export type StorePoll = Readonly<z.infer<typeof StorePoll>>;

/** A store is read from when it was connected; with new credentials, on from where its reading had got to, and at once. */
export async function startPoll(
  db: D1Database,
  { merchantId, shop, sinceMs, nextMachineMs }: Pick<StorePoll, "merchantId" | "shop" | "sinceMs" | "nextMachineMs">,
): Promise<void> {
  await db
    .prepare(
      `INSERT INTO store_polls (merchant_id, shop, since_ms, position, next_machine_ms) VALUES (?1, ?2, ?3, ?4, ?5)
       ON CONFLICT DO UPDATE SET
         shop = excluded.shop,
         since_ms = iif(shop = excluded.shop, since_ms, excluded.since_ms),
         position = iif(shop = excluded.shop, position, excluded.position),
         next_machine_ms = excluded.next_machine_ms, failures = 0, looked_machine_ms = 0`,
    )
    .bind(merchantId, shop, sinceMs, JSON.stringify({ afterMs: sinceMs } satisfies Position), nextMachineMs)
    .run();
}

export async function stopPoll(db: D1Database, merchantId: string): Promise<void> {
  await db.prepare("DELETE FROM store_polls WHERE merchant_id = ?1").bind(merchantId).run();
}

/** The one that has waited the longest, put off for as long as reading may take, so that nobody else reads meanwhile. */
export async function claimPoll(
  db: D1Database,
  {
    machineNowMs,
    leaseMs,
    shop,
  }: { readonly machineNowMs: number; readonly leaseMs: number; readonly shop?: string | undefined },
): Promise<StorePoll | undefined> {
  const row = await db
    .prepare(
      `UPDATE store_polls SET next_machine_ms = ?2
       WHERE merchant_id = (
         SELECT merchant_id FROM store_polls WHERE next_machine_ms <= ?1 AND (?3 IS NULL OR shop = ?3 COLLATE NOCASE)
         ORDER BY next_machine_ms LIMIT 1
       )
       RETURNING *`,
    )
    .bind(machineNowMs, machineNowMs + leaseMs, shop ?? null)
    .first();
  return row === null ? undefined : StorePoll.parse(row);
}

/** What lies before has been taken in. Another store may have taken this one's place meanwhile. */
export async function savePosition(db: D1Database, { merchantId, shop }: StorePoll, position: Position): Promise<void> {
  await db
    .prepare("UPDATE store_polls SET position = ?3 WHERE merchant_id = ?1 AND shop = ?2")
    .bind(merchantId, shop, JSON.stringify(position))
    .run();
}

/** Gives the claim back, unless it is over or the merchant has connected the store anew. */
export function releaseWrite(
  db: D1Database,
  { merchantId, nextMachineMs: claim }: StorePoll,
  { nextMachineMs, failures, lookedMachineMs }: Pick<StorePoll, "nextMachineMs" | "failures" | "lookedMachineMs">,
): D1PreparedStatement {
  return db
    .prepare(
      `UPDATE store_polls SET next_machine_ms = ?3, failures = ?4, looked_machine_ms = ?5
       WHERE merchant_id = ?1 AND next_machine_ms = ?2`,
    )
    .bind(merchantId, claim, nextMachineMs, failures, lookedMachineMs);
}

/** It was connected without credentials. */
export async function dropPoll(db: D1Database, { merchantId, nextMachineMs: claim }: StorePoll): Promise<void> {
  await db
    .prepare("DELETE FROM store_polls WHERE merchant_id = ?1 AND next_machine_ms = ?2")
    .bind(merchantId, claim)
    .run();
}
