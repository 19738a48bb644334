import { fulfilmentRank, isOrderLevel } from "./event-order.ts";
import { hasNoItemsLeft } from "./order-state.ts";
import type { CustomerState } from "./person-state.ts";
import type { Run } from "./run.ts";
import type { StoreEvent } from "./store-event.ts";

/** The event that ends a run, if one is known: whenever it happened, before entry too, except a ticket closed by then. */
export function findExit(run: Run, customer: CustomerState): { readonly why: string } | undefined {
  if (run.replacedBy !== undefined) return { why: "restart" };
  const order = run.orderId === undefined ? undefined : customer.orders.get(run.orderId);
  if (order?.isDeleted) return { why: "order.deleted" };
  if (run.flow.requiresItems && order !== undefined && hasNoItemsLeft(order)) return { why: "requiresItems" };
  for (const { event: type, match = "order" } of run.flow.exitOn ?? []) {
    for (const event of customer.events) {
      if (event.type !== type || event.id === run.trigger.id || event.test) continue;
      if (isMatch(match, event, run, customer) && !isSettled(event, run, customer)) return { why: type };
    }
  }
  return undefined;
}

type Match = "order" | "order_all_items" | "customer" | "sku";

function isMatch(match: Match, event: StoreEvent, run: Run, customer: CustomerState): boolean {
  switch (match) {
    case "order":
      return event.orderId !== undefined && event.orderId === run.orderId;
    case "order_all_items": {
      const order = run.orderId === undefined ? undefined : customer.orders.get(run.orderId);
      return event.orderId === run.orderId && order !== undefined && hasNoItemsLeft(order);
    }
    case "customer":
      return isLater(event, run, customer);
    case "sku":
      return event.orderId !== run.orderId && isLater(event, run, customer) && sharesProduct(event, run, customer);
  }
}

/** "Later": an order placed after this run's order; any other event that happened after the trigger. An open ticket counts from before. */
function isLater(event: StoreEvent, run: Run, customer: CustomerState): boolean {
  if (event.type === "support.opened") return event.occurredAtMs > run.trigger.occurredAtMs || isOpenBefore(event, run);
  if (event.type !== "order.placed") return event.occurredAtMs > run.trigger.occurredAtMs;
  if (event.orderId === run.orderId) return false;
  const own = run.orderId === undefined ? undefined : customer.orders.get(run.orderId)?.placedAtMs;
  const other = event.orderId === undefined ? undefined : customer.orders.get(event.orderId)?.placedAtMs;
  return (other ?? event.occurredAtMs) > (own ?? run.trigger.occurredAtMs);
}

function isOpenBefore(event: StoreEvent, run: Run): boolean {
  return event.occurredAtMs <= run.trigger.occurredAtMs;
}

/** A ticket opened before entry counts only while it is open: not once it was closed by the time of the trigger. */
function isSettled(event: StoreEvent, run: Run, customer: CustomerState): boolean {
  if (event.type !== "support.opened" || !isOpenBefore(event, run)) return false;
  return customer.events.some(
    (other) =>
      other.type === "support.closed" &&
      other.orderId === event.orderId &&
      other.occurredAtMs >= event.occurredAtMs &&
      other.occurredAtMs <= run.trigger.occurredAtMs,
  );
}

function sharesProduct(event: StoreEvent, run: Run, customer: CustomerState): boolean {
  const skusOf = (orderId: string | undefined, own: StoreEvent): readonly string[] =>
    (own.items ?? (orderId === undefined ? undefined : customer.orders.get(orderId)?.lines) ?? []).map((item) => item.sku);
  const wanted = new Set(run.flow.trigger.skus ?? []);
  const mine = skusOf(run.orderId, run.trigger).filter((sku) => wanted.size === 0 || wanted.has(sku));
  const theirs = new Set(skusOf(event.orderId, event));
  return mine.some((sku) => theirs.has(sku));
}

/** R10: a text that announces a fulfilment state is superseded once its parcel is known to be further, or taken out. */
export function isSupersededByRank(run: Run, customer: CustomerState): boolean {
  const rank = fulfilmentRank(run.trigger.type);
  if (rank === undefined || run.orderId === undefined) return false;
  const order = customer.orders.get(run.orderId);
  const parcel = run.trigger.parcel;
  if (parcel !== undefined && order?.parcels.get(parcel.id)?.isVoided === true) return true;
  return (order?.events ?? []).some((event) => {
    const other = fulfilmentRank(event.type);
    if (other === undefined || other <= rank) return false;
    return isOrderLevel(event) || event.id.endsWith("#order") || event.parcel?.id === parcel?.id;
  });
}
