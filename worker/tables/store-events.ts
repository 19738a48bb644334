import * as z from "zod";
import type { Notice, StoreEvent } from "../domain/store-event.ts";

export interface StoredDelivery {
  readonly source: string;
  readonly deliveryId: string;
  readonly topic: string;
  readonly receivedAtMs: number;
  /** Gzip of the raw body. */
  readonly raw: Uint8Array;
  readonly events: readonly StoreEvent[];
  readonly notice?: Notice | undefined;
}

export function insertDelivery(db: D1Database, merchantId: string, delivery: StoredDelivery): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO store_events (merchant_id, source, delivery_id, topic, received_at_ms, raw, events, notice, applied)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING RETURNING delivery_id`,
    )
    .bind(
      merchantId,
      delivery.source,
      delivery.deliveryId,
      delivery.topic,
      delivery.receivedAtMs,
      delivery.raw,
      JSON.stringify(delivery.events),
      delivery.notice === undefined ? null : JSON.stringify(delivery.notice),
      delivery.events.length === 0 && delivery.notice === undefined ? 1 : 0,
    );
}

/** What a notice had named is there now: from here on the delivery is like any other. Nothing to tell, nothing to apply. */
export function completeWrite(
  db: D1Database,
  { merchantId, source, deliveryId }: DeliveryKey,
  events: readonly StoreEvent[],
): D1PreparedStatement {
  return db
    .prepare(
      `UPDATE store_events SET events = ?4, notice = NULL, applied = ?5
       WHERE merchant_id = ?1 AND source = ?2 AND delivery_id = ?3 AND notice IS NOT NULL`,
    )
    .bind(merchantId, source, deliveryId, JSON.stringify(events), events.length === 0 ? 1 : 0);
}

/** None of a store's notices can be completed for now: they make room for what can be applied. */
export async function markNoticesTried(
  db: D1Database,
  { merchantId, source }: Pick<DeliveryKey, "merchantId" | "source">,
  machineMs: number,
): Promise<void> {
  await db
    .prepare(
      `UPDATE store_events SET tried_machine_ms = ?3
       WHERE applied = 0 AND merchant_id = ?1 AND source = ?2 AND notice IS NOT NULL`,
    )
    .bind(merchantId, source, machineMs)
    .run();
}

export interface UnappliedDelivery {
  readonly merchantId: string;
  readonly source: string;
  readonly deliveryId: string;
  readonly receivedAtMs: number;
  readonly events: readonly StoreEvent[];
  readonly notice: Notice | undefined;
}

const FoundRow = z.object({
  applied: z.int(),
  events: z.string(),
  notice: z.string().nullable(),
  received_at_ms: z.number(),
});

/** What is kept of a delivery that came before: the same id again is the same delivery, whatever its body says. */
export interface KnownDelivery extends Pick<UnappliedDelivery, "events" | "notice" | "receivedAtMs"> {
  readonly isApplied: boolean;
}

export function deliveryRead(
  db: D1Database,
  merchantId: string,
  { source, deliveryId }: Pick<StoredDelivery, "source" | "deliveryId">,
): D1PreparedStatement {
  return db
    .prepare(
      "SELECT applied, events, notice, received_at_ms FROM store_events WHERE merchant_id = ?1 AND source = ?2 AND delivery_id = ?3",
    )
    .bind(merchantId, source, deliveryId);
}

/** Undefined where the delivery is new. */
export function parseKnownDelivery(result: D1Result | undefined): KnownDelivery | undefined {
  const row = result?.results[0];
  if (row === undefined) return undefined;
  const { applied, events, notice, received_at_ms: receivedAtMs } = FoundRow.parse(row);
  return { isApplied: applied === 1, events: parseEvents(events), notice: parseNotice(notice), receivedAtMs };
}

/** The deliveries whose names begin so, with their topics. */
export async function listKnown(
  db: D1Database,
  merchantId: string,
  { source, prefixes }: { readonly source: string; readonly prefixes: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  const { results } = await db
    .prepare(
      `SELECT e.delivery_id, e.topic FROM json_each(?3) p CROSS JOIN store_events e
       WHERE e.merchant_id = ?1 AND e.source = ?2 AND e.delivery_id > p.value || ':' AND e.delivery_id < p.value || ';'`,
    )
    .bind(merchantId, source, JSON.stringify(prefixes))
    .all();
  return new Map(results.map((row) => KnownRow.parse(row)));
}

const KnownRow = z
  .object({ delivery_id: z.string(), topic: z.string() })
  .transform(({ delivery_id, topic }) => [delivery_id, topic] as const);

function parseNotice(text: string | null): Notice | undefined {
  return text === null ? undefined : (JSON.parse(text) as Notice); // written by insertDelivery alone
}

function parseEvents(text: string): readonly StoreEvent[] {
  return JSON.parse(text) as StoreEvent[]; // written by insertDelivery and completeWrite alone
}

const Row = z.object({
  merchant_id: z.string(),
  source: z.string(),
  delivery_id: z.string(),
  received_at_ms: z.number(),
  events: z.string(),
  notice: z.string().nullable(),
});

/**
 * What was acknowledged and has not reached its owner: after a crash, or while its object was out of reach. What failed before
 * comes last, so that it keeps nothing else waiting.
 */
export async function listUnapplied(db: D1Database, limit: number): Promise<readonly UnappliedDelivery[]> {
  const { results } = await db
    .prepare(
      `SELECT merchant_id, source, delivery_id, received_at_ms, events, notice FROM store_events WHERE applied = 0
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
      receivedAtMs: row.received_at_ms,
      events: parseEvents(row.events),
      notice: parseNotice(row.notice),
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
