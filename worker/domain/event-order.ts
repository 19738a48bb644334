import type { EventType } from "../../shared/contract/events.ts";
import type { StoreEvent } from "./store-event.ts";

/**
 * R10: state is a fold over the known events by (occurredAt, rank, id), never by arrival.
 * The rank puts what a store does in one instant into the order in which it makes sense: an order is placed before it is paid.
 */
export function compareEvents(a: StoreEvent, b: StoreEvent): number {
  if (a.occurredAtMs !== b.occurredAtMs) return a.occurredAtMs - b.occurredAtMs;
  const byRank = RANK[a.type] - RANK[b.type];
  if (byRank !== 0) return byRank;
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}

/** How far a parcel has come; undefined for events that are no fulfilment state. */
export function fulfilmentRank(type: EventType): number | undefined {
  return FULFILMENT_RANK[type];
}

/** A store may name the parcel of an `order.` event; then it is that parcel's. */
export function isOrderLevel(event: StoreEvent): boolean {
  return event.type.startsWith("order.") && event.parcel === undefined;
}

/** True also for what an order's parcels add up to. */
export function isWholeOrder(event: StoreEvent): boolean {
  return isOrderLevel(event) || event.id.endsWith(WHOLE_MARK);
}

/** Ends the id of an order-level event that completes the order, behind the id of the parcel's event. */
export const WHOLE_MARK = "#order";

/** What a parcel's event becomes once it completes its order. */
export function wholeOf(type: EventType): EventType | undefined {
  return WHOLE[type];
}

const WHOLE: Partial<Record<EventType, EventType>> = {
  "fulfillment.shipped": "order.shipped",
  "fulfillment.out_for_delivery": "order.out_for_delivery",
  "fulfillment.ready_for_pickup": "order.ready_for_pickup",
  "fulfillment.delivered": "order.delivered",
};

const FULFILMENT_RANK: Partial<Record<EventType, number>> = {
  "fulfillment.shipped": 1,
  "order.shipped": 1,
  "fulfillment.out_for_delivery": 2,
  "fulfillment.ready_for_pickup": 2,
  "order.out_for_delivery": 2,
  "order.ready_for_pickup": 2,
  "fulfillment.delivered": 3,
  "order.delivered": 3,
};

const RANK: Record<EventType, number> = {
  "customer.updated": 0,
  "checkout.abandoned": 1,
  "order.placed": 2,
  "order.paid": 3,
  "order.updated": 4,
  "subscription.started": 5,
  "subscription.renewing": 6,
  "fulfillment.shipped": 10,
  "order.shipped": 11,
  "fulfillment.out_for_delivery": 12,
  "order.out_for_delivery": 13,
  "fulfillment.ready_for_pickup": 12,
  "order.ready_for_pickup": 13,
  "order.attempt_failed": 14,
  "order.delayed": 15,
  "order.lost": 16,
  "order.damaged": 17,
  "fulfillment.delivered": 20,
  "order.delivered": 21,
  "fulfillment.voided": 22,
  "support.opened": 30,
  "support.closed": 31,
  "review.posted": 32,
  "return.opened": 33,
  "order.refunded": 40,
  "order.cancelled": 41,
  "subscription.cancelled": 42,
  "order.deleted": 43,
};
