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

const FoundRow = z.object({ applied: z.int(), events: z.string() });

/** What is kept of a delivery that came before: the same id again is the same delivery, whatever its body says. */
export interface KnownDelivery {
  readonly isApplied: boolean;
  readonly events: readonly StoreEvent[];
}

export function deliveryRead(
  db: D1Database,
  merchantId: string,
  { source, deliveryId }: Pick<StoredDelivery, "source" | "deliveryId">,
): D1PreparedStatement {
  return db
    .prepare("SELECT applied, events FROM store_events WHERE merchant_id = ?1 AND source = ?2 AND delivery_id = ?3")
    .bind(merchantId, source, deliveryId);
}

/** Undefined where the delivery is new. */
export function parseKnownDelivery(result: D1Result | undefined): KnownDelivery | undefined {
  const row = result?.results[0];
  if (row === undefined) return undefined;
  const { applied, events } = FoundRow.parse(row);
  return { isApplied: applied === 1, events: parseEvents(events) };
}

function parseEvents(text: string): readonly StoreEvent[] {
  return JSON.parse(text) as StoreEvent[]; // written by insertDelivery alone
}

const Row = z.object({ merchant_id: z.string(), source: z.string(), delivery_id: z.string(), events: z.string() });

/**
 * What was acknowledged and has not reached its owner: after a crash, or while its object was out of reach. What failed before
 * comes last, so that it keeps nothing else waiting.
 */
export async function listUnapplied(db: D1Database, limit: number): Promise<readonly UnappliedDelivery[]> {
  const { results } = await db
    .prepare(
      `SELECT merchant_id, source, delivery_id, events FROM store_events WHERE applied = 0
       ORDER BY tried_machine_ms, received_at_ms LIMIT ?1`,
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
      events: parseEvents(row.events),
    }));
}

export type DeliveryKey = Pick<UnappliedDelivery, "merchantId" | "source" | "deliveryId">;

/** In vain, for now. */
export async function markTried(
  db: D1Database,
  { merchantId, source, deliveryId }: DeliveryKey,
  machineMs: number,
): Promise<void> {
  await db
    .prepare(
      "UPDATE store_events SET tried_machine_ms = ?4 WHERE merchant_id = ?1 AND source = ?2 AND delivery_id = ?3",
    )
    .bind(merchantId, source, deliveryId, machineMs)
    .run();
}

export function appliedWrite(db: D1Database, { merchantId, source, deliveryId }: DeliveryKey): D1PreparedStatement {
  return db
    .prepare("UPDATE store_events SET applied = 1 WHERE merchant_id = ?1 AND source = ?2 AND delivery_id = ?3")
    .bind(merchantId, source, deliveryId);
}
