import type { EventType } from "../../shared/contract/events.ts";
import type { StoreEvent } from "./store-event.ts";

/** The usual course: shipped after two days, delivered after five. */
export function assumeCourse(first: StoreEvent, orderId: string): readonly StoreEvent[] {
  const assumed = (type: EventType, days: number): StoreEvent => ({
    id: `assumed:${type}`,
    source: "api",
    type,
    occurredAtMs: first.occurredAtMs + days * DAY_MS,
    live: true,
    test: false,
    customerId: first.customerId,
    orderId,
  });
  switch (first.type) {
    case "order.placed":
      return [assumed("order.shipped", 2), assumed("order.delivered", 5)];
    case "order.shipped":
      return [{ ...assumed("order.placed", -2), items: first.items }, assumed("order.delivered", 3)];
    case "order.delivered":
      return [{ ...assumed("order.placed", -5), items: first.items }, assumed("order.shipped", -3)];
    default:
      return first.type.startsWith("order.") ? [{ ...assumed("order.placed", -2), items: first.items }] : [];
  }
}

/** Of a real order what is not known yet: nothing, once it is delivered or will not be. */
export function assumeRest(events: readonly StoreEvent[], orderId: string): readonly StoreEvent[] {
  const own = events.filter((event) => event.orderId === orderId);
  const placed = own.find(({ type }) => type === "order.placed");
  if (placed === undefined || own.some(({ type }) => OVER.has(type))) return [];
  const lastMs = Math.max(...own.map(({ occurredAtMs }) => occurredAtMs));
  const isShipped = own.some(({ type }) => type.endsWith(".shipped"));
  return assumeCourse(placed, orderId)
    .filter(({ type }) => !(isShipped && type === "order.shipped"))
    .map((event) => ({ ...event, occurredAtMs: Math.max(event.occurredAtMs, lastMs + 1) }));
}

const OVER: ReadonlySet<EventType> = new Set([
  "order.delivered",
  "fulfillment.delivered",
  "order.cancelled",
  "order.deleted",
  "order.lost",
]);

const DAY_MS = 86_400_000;
