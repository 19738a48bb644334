import type { EventType } from "../../shared/contract/events.ts";
import type { CustomerState } from "./person-state.ts";
import type { StoreEvent } from "./store-event.ts";

/** A parcel of which nothing more is heard is no open matter for longer; a ticket is open until somebody closes it. */
const LONGEST_OPEN_MS = 30 * 86_400_000;

/**
 * Until when something is unsettled between this person and the shop: a parcel late, lost or damaged, a ticket open. Nobody
 * wants an offer while they wait for help (docs/rules.md, section 2, "back-to-service"). Undefined = nothing is; infinity =
 * until more is heard.
 */
export function openExceptionUntilMs(customer: CustomerState, nowMs: number): number | undefined {
  let untilMs: number | undefined;
  for (const event of customer.events) {
    const closers = CLOSERS[event.type];
    const endsMs = event.type === "support.opened" ? Number.POSITIVE_INFINITY : event.occurredAtMs + LONGEST_OPEN_MS;
    const isOpen = closers !== undefined && event.occurredAtMs <= nowMs && nowMs < endsMs;
    if (!isOpen || customer.events.some((other) => closes(other, event, closers))) continue;
    if (event.orderId !== undefined && isGone(customer, event.orderId)) continue;
    untilMs = Math.max(untilMs ?? 0, endsMs);
  }
  return untilMs;
}

const ARRIVED: readonly EventType[] = ["order.delivered", "order.refunded", "order.cancelled", "support.closed"];

const CLOSERS: Partial<Record<EventType, readonly EventType[]>> = {
  "order.delayed": ARRIVED,
  "order.attempt_failed": [...ARRIVED, "order.ready_for_pickup"],
  "order.lost": ARRIVED,
  "order.damaged": ["order.refunded", "order.cancelled", "support.closed"],
  "support.opened": ["support.closed"],
};

function closes(other: StoreEvent, event: StoreEvent, closers: readonly EventType[]): boolean {
  return closers.includes(other.type) && other.orderId === event.orderId && other.occurredAtMs >= event.occurredAtMs;
}

function isGone(customer: CustomerState, orderId: string): boolean {
  const order = customer.orders.get(orderId);
  return order?.isTest === true || order?.deletedAtMs !== undefined;
}
