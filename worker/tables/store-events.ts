import * as z from "zod";
import type { StoreEvent } from "../domain/store-event.ts";

export interface StoredDelivery {
  readonly source: string;
  readonly deliveryId: string;
  readonly topic: string;
  readonly receivedAtMs: number;
  /** Gzip of the raw body. */
  readonly raw: Uint8Array;
  readonly events: readonly StoreEvent[];
}

export function insertDelivery(db: D1Database, merchantId: string, delivery: StoredDelivery): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO store_events (merchant_id, source, delivery_id, topic, received_at_ms, raw, events, applied)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING RETURNING delivery_id`,
    )
    .bind(
      merchantId,
      delivery.source,
      delivery.deliveryId,
      delivery.topic,
      delivery.receivedAtMs,
      delivery.raw,
      JSON.stringify(delivery.events),
      delivery.events.length === 0 ? 1 : 0,
    );
}

export interface UnappliedDelivery {
  readonly merchantId: string;
  readonly source: string;
  readonly deliveryId: string;
  readonly events: readonly StoreEvent[];
}

const Row = z.object({ merchant_id: z.string(), source: z.string(), delivery_id: z.string(), events: z.string() });

/** What was acknowledged and has not reached its owner: after a crash, or while its object was out of reach. */
export async function listUnapplied(db: D1Database, limit: number): Promise<readonly UnappliedDelivery[]> {
  const { results } = await db
    .prepare(
      `SELECT merchant_id, source, delivery_id, events FROM store_events WHERE applied = 0
       ORDER BY received_at_ms LIMIT ?1`,
    )
    .bind(limit)
    .all();
  return z
    .array(Row)
    .parse(results)
    .map((row) => ({
      merchantId: row.merchant_id,
      source: row.source,
      deliveryId: row.delivery_id,
      events: JSON.parse(row.events) as StoreEvent[], // written by insertDelivery alone
    }));
}

export async function markApplied(
  db: D1Database,
  { merchantId, source, deliveryId }: Pick<UnappliedDelivery, "merchantId" | "source" | "deliveryId">,
): Promise<void> {
  await db
    .prepare("UPDATE store_events SET applied = 1 WHERE merchant_id = ?1 AND source = ?2 AND delivery_id = ?3")
    .bind(merchantId, source, deliveryId)
    .run();
}
