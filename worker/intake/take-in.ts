import type { MerchantRules } from "../domain/merchant-rules.ts";
import type { Notice, StoreEvent } from "../domain/store-event.ts";
import { forgetTogether } from "../merchants/known-products.ts";
import { countTogether } from "../tables/bought-together.ts";
import { type Directory, directoryReads, directoryWrites, parseDirectory } from "../tables/directory.ts";
import {
  deliveryRead,
  insertDelivery,
  type KnownDelivery,
  parseKnownDelivery,
  type UnappliedDelivery,
} from "../tables/store-events.ts";
import { type Applied, applyDelivery } from "./apply-events.ts";
import { applyNotice } from "./apply-notice.ts";
import { compress } from "./compress.ts";
import { placeEvents } from "./place-events.ts";

export interface IncomingDelivery {
  readonly source: string;
  readonly deliveryId: string;
  readonly topic: string;
  readonly rawBody: Uint8Array;
  readonly events: readonly StoreEvent[];
  /** Where the rest is still to be fetched; then there are no events yet. */
  readonly notice?: Notice | undefined;
}

export interface TakenIn {
  readonly isDuplicate: boolean;
  /** What the events name and nobody has told of before. */
  readonly newOrders: ReadonlySet<string>;
  /** Hands the events to their owners. Cron does the same for what is left undone. */
  readonly apply: () => Promise<Applied>;
}

/** Makes a delivery durable, with the directory that routes it, in one transaction. After this it may be acknowledged. */
export async function takeIn(
  env: Env,
  merchant: MerchantRules,
  delivery: IncomingDelivery,
  nowMs: number,
): Promise<TakenIn> {
  const merchantId = merchant.id;
  const [found, ...before] = await env.DB.batch([
    deliveryRead(env.DB, merchantId, delivery),
    ...directoryReads(env.DB, merchantId, delivery.events),
  ]);
  const known = parseKnownDelivery(found);
  if (known !== undefined) return takeInAgain(env, merchantId, delivery, known);
  const directory = parseDirectory(before);
  const placements = await placeEvents(env, merchantId, delivery.events, directory);
  const events = placements.map(({ event }) => event);
  const { source, deliveryId, topic, notice } = delivery;
  const raw = await compress(delivery.rawBody, new TextEncoder().encode(JSON.stringify(events)).length);
  const reads = directoryReads(env.DB, merchantId, events);
  const pairs = listPairs(events);
  const results = await env.DB.batch([
    ...pairs.map((skus) => countTogether(env.DB, merchantId, skus, delivery)),
    insertDelivery(env.DB, merchantId, { source, deliveryId, topic, receivedAtMs: nowMs, raw, events, notice }),
    ...placements.flatMap((placement) => directoryWrites(env.DB, merchantId, placement)),
    ...reads,
  ]);
  const isDuplicate = results[pairs.length]?.results.length === 0; // of one that came at the same moment
  for (const skus of pairs) forgetTogether(merchantId, skus);
  const after = parseDirectory(results.slice(-reads.length));
  const unapplied = { merchantId, source, deliveryId, events, notice, receivedAtMs: nowMs };
  const named = events.flatMap(({ orderId }) => orderId ?? []);
  const newOrders = new Set(named.filter((orderId) => !directory.customerOfOrder.has(orderId)));
  return { isDuplicate, newOrders, apply: () => applyKept(env, unapplied, after) };
}

/** The products of each order of several. */
function listPairs(events: readonly StoreEvent[]): readonly (readonly string[])[] {
  return events
    .filter(({ type, test }) => type === "order.placed" && !test)
    .map(({ items = [] }) => [...new Set(items.map(({ sku }) => sku))])
    .filter((skus) => skus.length > 1);
}

/** What came before has been routed: told late, a number of then would take the customer away from their number of now. */
function takeInAgain(
  env: Env,
  merchantId: string,
  { source, deliveryId }: IncomingDelivery,
  known: KnownDelivery,
): TakenIn {
  const apply = (): Promise<Applied> =>
    known.isApplied
      ? Promise.resolve({ runs: [], notes: [] })
      : applyKept(env, { merchantId, source, deliveryId, ...known });
  return { isDuplicate: true, newOrders: new Set(), apply };
}

/** Hands over what a delivery told, after fetching what it only named. */
export function applyKept(env: Env, delivery: UnappliedDelivery, known?: Directory): Promise<Applied> {
  return delivery.notice === undefined ? applyDelivery(env, delivery, known) : applyNotice(env, delivery);
}
