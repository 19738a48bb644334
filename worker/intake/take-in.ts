import type { MerchantRules } from "../domain/merchant-rules.ts";
import type { StoreEvent } from "../domain/store-event.ts";
import { forgetTogether } from "../merchants/known-products.ts";
import { countTogether } from "../tables/bought-together.ts";
import {
  type Directory,
  directoryReads,
  directoryWrites,
  type Placement,
  parseDirectory,
} from "../tables/directory.ts";
import { deliveryRead, insertDelivery, type KnownDelivery, parseKnownDelivery } from "../tables/store-events.ts";
import { type Applied, applyDelivery } from "./apply-events.ts";
import { compress } from "./compress.ts";
import { placeEvent } from "./place-events.ts";

export interface IncomingDelivery {
  readonly source: string;
  readonly deliveryId: string;
  readonly topic: string;
  readonly rawBody: Uint8Array;
  readonly events: readonly StoreEvent[];
}

export interface TakenIn {
  readonly isDuplicate: boolean;
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
  let directory = parseDirectory(before);
  const placements: Placement[] = [];
  for (const event of delivery.events) {
    const placement = await placeEvent(env, merchantId, event, directory);
    if (placement === undefined) continue;
    placements.push(placement);
    directory = withPlacement(directory, placement);
  }
  const events = placements.map(({ event }) => event);
  const { source, deliveryId, topic } = delivery;
  const raw = await compress(delivery.rawBody, new TextEncoder().encode(JSON.stringify(events)).length);
  const reads = directoryReads(env.DB, merchantId, events);
  const pairs = listPairs(events);
  const results = await env.DB.batch([
    ...pairs.map((skus) => countTogether(env.DB, merchantId, skus, delivery)),
    insertDelivery(env.DB, merchantId, { source, deliveryId, topic, receivedAtMs: nowMs, raw, events }),
    ...placements.flatMap((placement) => directoryWrites(env.DB, merchantId, placement)),
    ...reads,
  ]);
  const isDuplicate = results[pairs.length]?.results.length === 0; // of one that came at the same moment
  for (const skus of pairs) forgetTogether(merchantId, skus);
  const after = parseDirectory(results.slice(-reads.length));
  return { isDuplicate, apply: () => applyDelivery(env, { merchantId, source, deliveryId, events }, after) };
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
  { isApplied, events }: KnownDelivery,
): TakenIn {
  const apply = (): Promise<Applied> =>
    isApplied
      ? Promise.resolve({ runs: [], notes: [] })
      : applyDelivery(env, { merchantId, source, deliveryId, events });
  return { isDuplicate: true, apply };
}

/** Later events of one delivery see what earlier ones told. */
function withPlacement(directory: Directory, { event, owner }: Placement): Directory {
  const { orderId, customerId } = event;
  return {
    ...directory,
    customerOfOrder:
      orderId === undefined
        ? directory.customerOfOrder
        : new Map([...directory.customerOfOrder, [orderId, customerId]]),
    ownerOfCustomer: new Map([...directory.ownerOfCustomer, [customerId, owner]]),
  };
}
