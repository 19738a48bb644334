import type { MerchantRules } from "../domain/merchant-rules.ts";
import type { RefundNotice, StoreEvent } from "../domain/store-event.ts";
import { openCredentials } from "../merchants/credentials.ts";
import { namePlainRefund } from "../stores/woocommerce-refund.ts";
import { type IncomingDelivery, type TakenIn, takeIn } from "./take-in.ts";

/**
 * WooCommerce names an order's refunds by their amounts alone. Where its store may be asked, each becomes a delivery of its own
 * that fetches its lines before anybody acts on it; once, however often the order is told.
 */
export async function takeInWithRefunds(
  env: Env,
  merchant: MerchantRules,
  delivery: IncomingDelivery,
  nowMs: number,
): Promise<TakenIn> {
  const { source } = delivery;
  const notices = source === "woocommerce" ? delivery.events.flatMap((event) => readNotice(event) ?? []) : [];
  if (notices.length === 0 || !(await mayAsk(env, merchant.id))) return takeIn(env, merchant, delivery, nowMs);
  const asked: TakenIn[] = [];
  // These first: after a crash in between, the order is told again, by the store or by asking it, and they with it.
  for (const notice of notices) {
    const deliveryId = `refund:${notice.orderId}:${notice.id}`;
    const ask = { source, deliveryId, topic: "refund", rawBody: new Uint8Array(), events: [], notice };
    asked.push(await takeIn(env, merchant, ask, nowMs));
  }
  const told = new Set(notices.map((notice) => notice.told));
  const order = { ...delivery, events: delivery.events.filter((event) => !told.has(event)) };
  const taken = await takeIn(env, merchant, order, nowMs);
  return {
    ...taken,
    apply: async () => {
      const { runs, notes } = await taken.apply();
      const more = [];
      for (const ask of asked) more.push(await ask.apply());
      return {
        runs: [...runs, ...more.flatMap((one) => one.runs)],
        notes: [...notes, ...more.flatMap((one) => one.notes)],
      };
    },
  };
}

function readNotice(event: StoreEvent): RefundNotice | undefined {
  const named = namePlainRefund(event);
  return named && { kind: "refund", ...named, live: event.live, told: event };
}

async function mayAsk(env: Env, merchantId: string): Promise<boolean> {
  return (await openCredentials(env, merchantId, "store:woocommerce"))?.api !== undefined;
}
