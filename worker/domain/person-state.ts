import { compareEvents } from "./event-order.ts";
import { foldOrder, type OrderState } from "./order-state.ts";
import type { CustomerFacts, StoreEvent } from "./store-event.ts";

export type Profile = Omit<CustomerFacts, "consent">;

/** Everything known of one customer of a merchant. Two customers may share a phone, and then an object (R3). */
export interface CustomerState {
  readonly id: string;
  readonly events: readonly StoreEvent[];
  readonly orders: ReadonlyMap<string, OrderState>;
  /** Who this is, as it stood at an instant. */
  readonly profileAt: (atMs: number) => Profile;
}

/**
 * Groups an object's events by customer and folds their orders. Events without a customer belong to their order's. The same
 * list is folded once: a text takes several looks, and between them nothing has happened.
 */
export function foldCustomers(
  events: readonly StoreEvent[],
  ownCustomerId: string,
): ReadonlyMap<string, CustomerState> {
  const before = folded.get(events);
  if (before?.ownCustomerId === ownCustomerId) return before.customers;
  const customers = foldAnew(events, ownCustomerId);
  folded.set(events, { ownCustomerId, customers });
  return customers;
}

interface Folded {
  readonly ownCustomerId: string;
  readonly customers: ReadonlyMap<string, CustomerState>;
}

// It lives and goes with the list that it was folded from.
const folded = new WeakMap<readonly StoreEvent[], Folded>();

function foldAnew(events: readonly StoreEvent[], ownCustomerId: string): ReadonlyMap<string, CustomerState> {
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

/** One customer's own events, given in any order. */
export function foldCustomer(id: string, events: readonly StoreEvent[]): CustomerState {
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
  return { id, events: withWholes.sort(compareEvents), orders, profileAt: foldProfile(events) };
}

/** What a merchant sets on a person at some moment. Everything else was so before anybody said it. */
const MARKS: ReadonlySet<string> = new Set(["tags", "attributes"]);

/**
 * The profile at any instant. A fact that nobody had given by then is taken from its first later mention: a shop often tells
 * who somebody is after it tells what they bought. A mark set later was not there yet, unless nothing at all was known then.
 */
function foldProfile(events: readonly StoreEvent[]): CustomerState["profileAt"] {
  const facts = events.filter((event) => event.customer !== undefined).sort(compareFacts);
  const instants = facts.map((event) => event.occurredAtMs).sort((a, b) => a - b);
  // One profile from each instant at which something was told, made when it is asked for.
  const profiles: Profile[] = [];
  return (atMs) => {
    let told = instants.length;
    while (told > 0 && (instants[told - 1] ?? 0) > atMs) told -= 1;
    profiles[told] ??= readProfile(facts, atMs);
    return profiles[told] ?? {};
  };
}

function readProfile(facts: readonly StoreEvent[], atMs: number): Profile {
  const known: Record<string, unknown> = {};
  const later: Record<string, unknown> = {};
  let isTold = false;
  for (const event of facts) {
    // A record's own date is often seconds after what happened: by then it was so all the same.
    const isByThen = event.occurredAtMs <= atMs;
    isTold ||= isByThen;
    const fields: Readonly<Record<string, unknown>> = { ...event.customer };
    for (const field in fields) {
      const value = fields[field];
      if (value === undefined || field === "consent") continue;
      if (isByThen) known[field] = value;
      else if (!(field in later)) later[field] = value;
    }
  }
  const profile: Record<string, unknown> = {};
  for (const field in later) {
    const isUnset = field in known || later[field] === null || (isTold && MARKS.has(field));
    if (!isUnset) profile[field] = later[field];
  }
  for (const field in known) if (known[field] !== null) profile[field] = known[field];
  return profile as Profile; // built from CustomerFacts' own fields, nulls (= removed) dropped
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
  let count = customer.profileAt(atMs).priorOrders ?? 0;
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
