import { minorDigits } from "../../shared/money.ts";
import type { OrderState } from "./order-state.ts";
import type { CustomerState } from "./person-state.ts";
import type { StoreEvent } from "./store-event.ts";

/** What conditions and texts may know of somebody beyond their profile, as of an instant. */
export interface CustomerFigures {
  /** Placed by then, less what was cancelled or came back by then, in major units of the shop's main currency. */
  readonly lifetimeValue: number;
  readonly lastOrderAtMs: number | undefined;
  /** Of the orders placed by then, how many came back, in whole or in part. */
  readonly returnRate: number | undefined;
  readonly hasOpenTicket: boolean;
  readonly hadTicket: boolean;
  readonly hasAbandonedCart: boolean;
  readonly skus: readonly string[];
}

export function customerFigures(customer: CustomerState, atMs: number): CustomerFigures {
  const own = known.get(customer) ?? new Map<number, CustomerFigures>();
  known.set(customer, own);
  let figures = own.get(atMs);
  if (figures === undefined) {
    if (own.size >= MAX_INSTANTS) own.clear();
    figures = workOut(customer, atMs);
    own.set(atMs, figures);
  }
  return figures;
}

// A run's conditions ask for the same instant at every look, and one text is looked at several times.
const known = new WeakMap<CustomerState, Map<number, CustomerFigures>>();
const MAX_INSTANTS = 64;

function workOut(customer: CustomerState, atMs: number): CustomerFigures {
  const orders = [...customer.orders.values()].filter((order) => isOrdered(order, atMs));
  const placed = orders.flatMap(({ placedAtMs }) => placedAtMs ?? []);
  const returned = orders.filter((order) => hasReturned(order, atMs)).length;
  const tickets = customer.events.filter((event) => event.type === "support.opened" && event.occurredAtMs <= atMs);
  const carts = customer.events.filter((event) => event.type === "checkout.abandoned" && event.occurredAtMs <= atMs);
  const lastCartAtMs = carts.at(-1)?.occurredAtMs;
  const lastOrderAtMs = placed.length === 0 ? undefined : Math.max(...placed);
  return {
    lifetimeValue: Math.round(orders.reduce((sum, order) => sum + worthOf(order, atMs), 0) * 1000) / 1000,
    lastOrderAtMs,
    returnRate: orders.length === 0 ? undefined : returned / orders.length,
    hadTicket: tickets.length > 0,
    hasOpenTicket: tickets.some(
      ({ orderId, occurredAtMs }) =>
        !customer.events.some(
          (other) =>
            other.type === "support.closed" &&
            other.orderId === orderId &&
            other.occurredAtMs >= occurredAtMs &&
            other.occurredAtMs <= atMs,
        ),
    ),
    hasAbandonedCart: lastCartAtMs !== undefined && (lastOrderAtMs === undefined || lastOrderAtMs < lastCartAtMs),
    skus: [...new Set(orders.flatMap((order) => order.lines?.map(({ sku }) => sku) ?? []))],
  };
}

function isOrdered({ placedAtMs, cancelledAtMs, isTest }: OrderState, atMs: number): boolean {
  return (
    placedAtMs !== undefined && placedAtMs <= atMs && !isTest && !(cancelledAtMs !== undefined && cancelledAtMs <= atMs)
  );
}

function hasReturned(order: OrderState, atMs: number): boolean {
  return order.events.some(
    ({ type, occurredAtMs }) => (type === "order.refunded" || type === "return.opened") && occurredAtMs <= atMs,
  );
}

/** What is left of an order's total. A refund says which items came back, at the price at which they were bought. */
function worthOf(order: OrderState, atMs: number): number {
  const { totalMinor, currency } = order.facts;
  if (totalMinor === undefined || currency === undefined) return 0;
  if (order.emptiedAtMs !== undefined && order.emptiedAtMs <= atMs) return 0;
  const refunds = order.events.filter(({ type, occurredAtMs }) => type === "order.refunded" && occurredAtMs <= atMs);
  const prices = new Map(order.lines?.map(({ lineId, unitAmountMinor }) => [lineId, unitAmountMinor ?? 0]));
  const isFirst = ({ refundId }: StoreEvent, index: number): boolean =>
    refundId === undefined || refunds.findIndex((other) => other.refundId === refundId) === index;
  const backMinor = refunds
    .filter(isFirst) // two deliveries may tell of one
    .flatMap(({ items }) => items ?? [])
    .reduce((sum, item) => sum + (item.unitAmountMinor ?? prices.get(item.lineId) ?? 0) * item.quantity, 0);
  return Math.max(0, totalMinor - backMinor) / 10 ** minorDigits(currency);
}
