import type { EventType } from "../../shared/contract/events.ts";
import { compareEvents, isOrderLevel, WHOLE_MARK, wholeOf } from "./event-order.ts";
import type { OrderFacts, OrderItem, ParcelFacts, StoreEvent } from "./store-event.ts";

export interface OrderLine extends OrderItem {
  readonly quantityLeft: number;
}

/** What is known of one order at some instant: a fold over its events (R10). */
export interface OrderState {
  readonly id: string;
  readonly customerId: string | undefined;
  readonly placedAtMs: number | undefined;
  readonly cancelledAtMs: number | undefined;
  readonly isTest: boolean;
  readonly deletedAtMs: number | undefined;
  /** Since when refunds, or its cancellation, leave nothing of it; undefined while something is left, or may be. */
  readonly emptiedAtMs: number | undefined;
  readonly facts: OrderFacts;
  /** Undefined while no event has named the items. */
  readonly lines: readonly OrderLine[] | undefined;
  readonly parcels: ReadonlyMap<string, ParcelState>;
  /** The order's events in order, with the order-level events that its parcels add up to. */
  readonly events: readonly StoreEvent[];
}

export interface ParcelState {
  readonly facts: ParcelFacts;
  readonly items: readonly OrderItem[] | undefined;
  readonly isVoided: boolean;
  readonly isDelivered: boolean;
}

interface Draft {
  lines: OrderLine[] | undefined;
  facts: OrderFacts;
  factsAtMs: number;
  placedAtMs: number | undefined;
  cancelledAtMs: number | undefined;
  customerId: string | undefined;
  isTest: boolean;
  deletedAtMs: number | undefined;
  emptiedAtMs: number | undefined;
  parcels: Map<string, ParcelState>;
  events: StoreEvent[];
  promoted: Set<EventType>;
  refunds: Set<string>;
}

/** Folds one order's events, given in any order. */
export function foldOrder(id: string, events: readonly StoreEvent[]): OrderState {
  const draft: Draft = {
    lines: undefined,
    facts: {},
    factsAtMs: Number.NEGATIVE_INFINITY,
    placedAtMs: undefined,
    cancelledAtMs: undefined,
    customerId: undefined,
    isTest: false,
    deletedAtMs: undefined,
    emptiedAtMs: undefined,
    parcels: new Map(),
    events: [],
    promoted: new Set(),
    refunds: new Set(),
  };
  const inOrder = events.length > 1 ? [...events].sort(compareEvents) : events;
  for (const event of inOrder) {
    applyFacts(draft, event);
    draft.emptiedAtMs = isEmpty(draft) ? (draft.emptiedAtMs ?? event.occurredAtMs) : undefined;
    applyParcel(draft, event);
    draft.events.push(event);
    const whole = promote(draft, event);
    if (whole !== undefined) draft.events.push(whole);
  }
  const { factsAtMs: _factsAtMs, promoted: _promoted, refunds: _refunds, ...state } = draft;
  return { id, ...state };
}

function isEmpty({ cancelledAtMs, lines }: Draft): boolean {
  return cancelledAtMs !== undefined || (lines?.every((line) => line.quantityLeft === 0) ?? false);
}

function applyFacts(draft: Draft, event: StoreEvent): void {
  draft.isTest ||= event.test;
  draft.customerId ??= event.customerId;
  if (event.order !== undefined) {
    const isNewer = (event.factsAtMs ?? event.occurredAtMs) >= draft.factsAtMs;
    draft.facts = isNewer ? { ...draft.facts, ...known(event.order) } : { ...known(event.order), ...draft.facts };
    if (isNewer) draft.factsAtMs = event.factsAtMs ?? event.occurredAtMs;
  }
  if (event.eta !== undefined) draft.facts = { ...draft.facts, eta: event.eta };
  draft.placedAtMs ??= event.order?.placedAtMs;
  switch (event.type) {
    case "order.placed":
      draft.placedAtMs ??= event.occurredAtMs;
      draft.lines = readLines(event.items) ?? draft.lines;
      break;
    case "order.cancelled":
      draft.cancelledAtMs ??= event.occurredAtMs;
      break;
    case "order.refunded":
      if (event.refundId !== undefined && draft.refunds.has(event.refundId)) break;
      // A body that names no items may be followed by one of the same refund that does.
      if (event.refundId !== undefined && event.items?.length !== 0) draft.refunds.add(event.refundId);
      draft.lines = refundLines(draft.lines, event.items);
      break;
    case "order.deleted":
      draft.deletedAtMs ??= event.occurredAtMs;
      break;
    default:
      // A shop that never told of the order as it was placed names its items with what it does tell of the whole order.
      if (isOrderLevel(event)) draft.lines ??= readLines(event.items);
      break;
  }
}

function known(facts: OrderFacts): OrderFacts {
  const stated: Record<string, unknown> = {};
  for (const field in facts) {
    const value = facts[field as keyof OrderFacts]; // `field` runs over its own names
    if (value !== undefined) stated[field] = value;
  }
  return stated; // its fields as they were, less those without a value
}

function readLines(items: readonly OrderItem[] | undefined): OrderLine[] | undefined {
  if (items === undefined || items.length === 0) return undefined;
  return items.map((item) => ({ ...item, quantityLeft: item.quantity }));
}

/** `items` missing = everything came back (contract of POST /v1/events); an empty list = money only. */
function refundLines(lines: OrderLine[] | undefined, items: readonly OrderItem[] | undefined): OrderLine[] | undefined {
  if (items === undefined) return (lines ?? []).map((line) => ({ ...line, quantityLeft: 0 }));
  const back = items.map((item) => ({ ...item }));
  const lineIds = new Set(lines?.map((line) => line.lineId));
  return lines?.map((line) => {
    let left = line.quantityLeft;
    for (const item of back) {
      // Two lines may hold one product: a refund that names its line is that line's.
      if (lineIds.has(item.lineId) ? item.lineId !== line.lineId : item.sku !== line.sku) continue;
      const taken = Math.min(left, item.quantity);
      left -= taken;
      item.quantity -= taken;
    }
    return { ...line, quantityLeft: left };
  });
}

function applyParcel(draft: Draft, event: StoreEvent): void {
  if (event.parcel === undefined) return;
  const before = draft.parcels.get(event.parcel.id);
  const facts = Object.fromEntries(Object.entries(event.parcel).filter(([, value]) => value !== undefined));
  draft.parcels.set(event.parcel.id, {
    facts: { ...before?.facts, ...facts, id: event.parcel.id },
    items: event.items ?? before?.items,
    isVoided: (before?.isVoided ?? false) || event.type === "fulfillment.voided",
    isDelivered:
      (before?.isDelivered ?? false) || event.type === "fulfillment.delivered" || event.type === "order.delivered",
  });
}

/**
 * A store tells of parcels one by one. The event that completes the order, with every item that is left in some parcel
 * (and for delivery every parcel delivered), is also the order's own.
 */
function promote(draft: Draft, event: StoreEvent): StoreEvent | undefined {
  const type = wholeOf(event.type);
  if (type === undefined || event.parcel === undefined || draft.promoted.has(type)) return undefined;
  const parcels = [...draft.parcels.values()].filter((parcel) => !parcel.isVoided);
  if (!coversOrder(draft.lines, parcels, event)) return undefined;
  if (type === "order.delivered" && parcels.some((parcel) => !parcel.isDelivered)) return undefined;
  if (type !== "order.delivered" && type !== "order.shipped" && parcels.length > 1) return undefined;
  draft.promoted.add(type);
  return { ...event, id: `${event.id}${WHOLE_MARK}`, type };
}

/**
 * Where items are not named nobody can tell: then a parcel is the whole order for a store with an adapter, whose parcels are all
 * that it has, and one of several for a store that chose to say `fulfillment.`.
 */
function coversOrder(
  lines: readonly OrderLine[] | undefined,
  parcels: readonly ParcelState[],
  event: StoreEvent,
): boolean {
  const isUnnamed = lines === undefined || lines.length === 0 || parcels.some((parcel) => !parcel.items?.length);
  if (isUnnamed) return event.source !== "custom" && event.source !== "api";
  return lines.every((line) => {
    if (line.requiresShipping === false) return true;
    let shipped = 0;
    for (const parcel of parcels) {
      for (const item of parcel.items ?? []) if (item.lineId === line.lineId) shipped += item.quantity;
    }
    return shipped >= line.quantityLeft;
  });
}
