import { fromDayNumber, toDayNumber } from "./calendar.ts";
import { fulfilmentRank } from "./event-order.ts";
import { parseFieldInstant } from "./field-instant.ts";
import { toIso } from "./iso.ts";
import { fromLocal, toLocal } from "./local-time.ts";
import type { OrderState } from "./order-state.ts";
import type { StoreEvent } from "./store-event.ts";

/** Whose clock a bare date is read on, and by when. */
export interface Moment {
  readonly nowMs: number;
  readonly zone: string;
}

/**
 * Since when nothing was heard of an order that is under way: the carrier's last scan of the parcel that has been quiet
 * longest, else the order's own instant. Undefined once it waits to be picked up, or where nothing has to be shipped.
 */
export function lastScanMs({ events, lines, parcels, placedAtMs }: OrderState): number | undefined {
  if (lines !== undefined && lines.length > 0 && lines.every((line) => line.requiresShipping === false))
    return undefined;
  const scans = events.filter(({ type }) => fulfilmentRank(type) !== undefined);
  if (scans.length === 0) return placedAtMs;
  if (scans.some(({ type }) => type.endsWith(".ready_for_pickup"))) return undefined; // now it waits for the customer
  const open = [...parcels.values()].filter((parcel) => !parcel.isVoided && !parcel.isDelivered);
  const quiet = open.map(({ facts }) =>
    lastOf(scans.filter(({ parcel }) => parcel === undefined || parcel.id === facts.id)),
  );
  const known = quiet.filter((atMs) => atMs !== undefined);
  return known.length === 0 ? lastOf(scans) : Math.min(...known);
}

/**
 * When the day on which the order is expected was moved, or the carrier reported it late: the first time, and only while the
 * day that was promised before is not over.
 */
export function etaMovedMs(order: OrderState, { nowMs, zone }: Moment): number | undefined {
  const promised = new Map<string | undefined, number>(); // by parcel; under undefined of the order as a whole
  for (const event of order.events) {
    const eta = event.eta ?? event.parcel?.eta ?? event.order?.eta;
    const endMs = endOfDay(eta, zone);
    const parcelId = event.parcel?.id;
    const beforeMs = promised.get(parcelId) ?? promised.get(undefined);
    const isMoved = beforeMs !== undefined && endMs !== undefined && endMs > beforeMs;
    const isOver = beforeMs !== undefined && beforeMs <= Math.max(event.occurredAtMs, nowMs);
    if ((event.type === "order.delayed" || isMoved) && !isOver) return event.occurredAtMs;
    if (endMs !== undefined) promised.set(parcelId, endMs);
  }
  return undefined;
}

/** The day on which the order is expected, unless that is over: no text promises what is past. */
export function etaAhead(eta: string | undefined, { nowMs, zone }: Moment): string | undefined {
  const endMs = endOfDay(eta, zone);
  return endMs !== undefined && endMs > nowMs ? eta : undefined;
}

/** When the store or the carrier first said so. */
export function firstOf({ events }: OrderState, type: StoreEvent["type"]): string | undefined {
  const event = events.find((one) => one.type === type);
  return event === undefined ? undefined : toIso(event.occurredAtMs);
}

/** Carriers move the hour at every scan; what was promised is the day. */
function endOfDay(eta: string | undefined, zone: string): number | undefined {
  const atMs = parseFieldInstant(eta, zone);
  if (atMs === undefined) return undefined;
  const { year, month, day } = fromDayNumber(toDayNumber(toLocal(atMs, zone)) + 1);
  return fromLocal({ year, month, day, hour: 0, minute: 0, second: 0, millisecond: 0 }, zone);
}

function lastOf(events: readonly StoreEvent[]): number | undefined {
  return events.at(-1)?.occurredAtMs;
}
