import { compareEvents } from "./event-order.ts";
import { foldOrder, type OrderState } from "./order-state.ts";
import type { CustomerFacts, StoreEvent } from "./store-event.ts";

export type Profile = Omit<CustomerFacts, "consent" | "phone">;

/** Everything known of one customer of a merchant. Two customers may share a phone, and then an object (R3). */
export interface CustomerState {
  readonly id: string;
  readonly events: readonly StoreEvent[];
  readonly orders: ReadonlyMap<string, OrderState>;
}

/** Groups an object's events by customer and folds their orders. Events without a customer belong to their order's. */
export function foldCustomers(events: readonly StoreEvent[], ownCustomerId: string): ReadonlyMap<string, CustomerState> {
  const customerOfOrder = new Map<string, string>();
  for (const event of events) {
    if (event.orderId !== undefined && event.customerId !== undefined) {
      customerOfOrder.set(event.orderId, event.customerId);
    }
  }
  const byCustomer = new Map<string, StoreEvent[]>();
  for (const event of events) {
    const viaOrder = event.orderId === undefined ? undefined : customerOfOrder.get(event.orderId);
    const id = event.customerId ?? viaOrder ?? ownCustomerId;
    const list = byCustomer.get(id);
    if (list === undefined) byCustomer.set(id, [event]);
    else list.push(event);
  }
  const customers = new Map<string, CustomerState>();
  for (const [id, own] of byCustomer) customers.set(id, foldCustomer(id, own));
  return customers;
}

function foldCustomer(id: string, events: readonly StoreEvent[]): CustomerState {
  const byOrder = new Map<string, StoreEvent[]>();
  for (const event of events) {
    if (event.orderId === undefined) continue;
    const list = byOrder.get(event.orderId);
    if (list === undefined) byOrder.set(event.orderId, [event]);
    else list.push(event);
  }
  const orders = new Map([...byOrder].map(([orderId, own]) => [orderId, foldOrder(orderId, own)] as const));
  const withWholes = [
    ...events.filter((event) => event.orderId === undefined),
    ...[...orders.values()].flatMap((order) => order.events),
  ];
  return { id, events: withWholes.sort(compareEvents), orders };
}

/**
 * The profile as it stood at an instant; a field that nobody had given by then is taken from its first later mention,
 * since a shop often tells who somebody is after it tells what they bought.
 */
export function profileAt(events: readonly StoreEvent[], atMs: number): Profile {
  const profile: Record<string, unknown> = {};
  const later: Record<string, unknown> = {};
  for (const event of [...events].sort(compareFacts)) {
    if (event.customer === undefined) continue;
    for (const [field, value] of Object.entries(event.customer)) {
      if (field === "consent" || field === "phone" || value === undefined) continue;
      // A record's own date is often seconds after what happened: by then it was so all the same.
      if (event.occurredAtMs <= atMs) profile[field] = value;
      else if (!(field in later)) later[field] = value;
    }
  }
  const merged = Object.fromEntries(Object.entries({ ...later, ...profile }).filter(([, value]) => value !== null));
  return merged as Profile; // built from CustomerFacts' own fields, nulls (= removed) dropped
}

/** R10: facts older than what is known change nothing, whenever their event arrived. */
function compareFacts(a: StoreEvent, b: StoreEvent): number {
  return factsAtMs(a) - factsAtMs(b) || compareEvents(a, b);
}

function factsAtMs(event: StoreEvent): number {
  return event.factsAtMs ?? event.occurredAtMs;
}

/** priorOrders + orders placed by then, without test orders and those cancelled by then; `countingOrderId` counts always. */
export function countOrders(customer: CustomerState, atMs: number, countingOrderId?: string): number {
  let count = profileAt(customer.events, atMs).priorOrders ?? 0;
  for (const order of customer.orders.values()) {
    const isPlaced = order.placedAtMs !== undefined && order.placedAtMs <= atMs;
    const isCancelled = order.cancelledAtMs !== undefined && order.cancelledAtMs <= atMs;
    if (order.id === countingOrderId || (isPlaced && !isCancelled && !order.isTest)) count += 1;
  }
  return count;
}

export interface ConsentHead {
  readonly transactional: boolean | undefined;
  readonly promotional: boolean | undefined;
}

export interface ConsentEntry {
  readonly transactional?: boolean | null | undefined;
  readonly promotional?: boolean | null | undefined;
  readonly atMs: number;
}

/** The latest word per purpose; null takes a permission back as if it had never been asked. Entries come in order of writing. */
export function headOfConsent(entries: readonly ConsentEntry[]): ConsentHead {
  const head: { transactional: boolean | undefined; promotional: boolean | undefined } = {
    transactional: undefined,
    promotional: undefined,
  };
  for (const entry of [...entries].sort((a, b) => a.atMs - b.atMs)) {
    if (entry.transactional !== undefined) head.transactional = entry.transactional ?? undefined;
    if (entry.promotional !== undefined) head.promotional = entry.promotional ?? undefined;
  }
  return head;
}

