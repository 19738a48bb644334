import { parseDuration } from "./duration.ts";
import { fulfilmentRank } from "./event-order.ts";
import { parseFieldInstant } from "./field-instant.ts";
import { toIso } from "./iso.ts";
import { addDuration } from "./local-time.ts";
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
  let promisedEndMs: number | undefined;
  for (const event of order.events) {
    const eta = event.eta ?? event.parcel?.eta ?? event.order?.eta;
    const endMs = endOfEta(eta, zone);
    const isLate = event.type === "order.delayed";
    const isMoved = promisedEndMs !== undefined && endMs !== undefined && endMs > promisedEndMs;
    const isOver = promisedEndMs !== undefined && promisedEndMs <= Math.max(event.occurredAtMs, nowMs);
    if ((isLate || isMoved) && !isOver) return event.occurredAtMs;
    promisedEndMs = endMs ?? promisedEndMs;
  }
  return undefined;
}

/** The day on which the order is expected, unless that is over: no text promises what is past. */
export function etaAhead(eta: string | undefined, { nowMs, zone }: Moment): string | undefined {
  const endMs = endOfEta(eta, zone);
  return endMs !== undefined && endMs > nowMs ? eta : undefined;
}

/** When the store or the carrier first said so. */
export function firstOf({ events }: OrderState, type: StoreEvent["type"]): string | undefined {
  const event = events.find((one) => one.type === type);
  return event === undefined ? undefined : toIso(event.occurredAtMs);
}

/** A bare date lasts until the day is over, an instant until it has come. */
function endOfEta(eta: string | undefined, zone: string): number | undefined {
  const atMs = parseFieldInstant(eta, zone);
  const day = eta !== undefined && !eta.includes("T") && eta.trim().length <= 10 ? parseDuration("P1D") : undefined;
  return atMs === undefined || day === undefined ? atMs : addDuration(atMs, day, zone);
}

function lastOf(events: readonly StoreEvent[]): number | undefined {
  return events.at(-1)?.occurredAtMs;
}
