import type { WaitStep } from "../../shared/contract/flows.ts";
import { parseDuration } from "./duration.ts";
import { addDuration } from "./local-time.ts";
import type { CustomerState } from "./person-state.ts";
import type { Run } from "./run.ts";
import type { StoreEvent } from "./store-event.ts";
import type { Arm, Stand, Way } from "./walk.ts";

/** Met by an event of that order already known, else by one that happens by the timeout. */
export function awaitEvent(
  step: WaitStep,
  path: string,
  [onEvent, onTimeout]: readonly Arm[],
  taken: Arm | undefined,
  way: Way,
): Arm | Stand | undefined {
  const { run, context, previousMs } = way;
  const timeout = step.waitFor.timeout === undefined ? undefined : parseDuration(step.waitFor.timeout);
  const timeoutMs = timeout === undefined ? undefined : addDuration(previousMs, timeout, context.zoneAt(previousMs));
  const isTimedOut = taken !== undefined && taken === onTimeout;
  // What happened after the run had ended meets nothing any more, whenever it is heard of.
  const endMs = taken === undefined ? context.exitAtMs() : undefined;
  const met = isTimedOut ? undefined : findAwaited(step, run, context.customer, leastOf(timeoutMs, endMs));
  if (met !== undefined) {
    way.previousMs = met.occurredAtMs;
    way.awaited.push(met);
    return onEvent;
  }
  const hasEnded = endMs !== undefined && context.stored.get(path)?.reason === "exited";
  const isAwaited = !isTimedOut && (timeoutMs === undefined || context.nowMs < timeoutMs || hasEnded);
  if (isAwaited) return { kind: "wait", step, path, wakeMs: timeoutMs };
  way.previousMs = timeoutMs ?? previousMs;
  return onTimeout;
}

function findAwaited(
  { waitFor }: WaitStep,
  { orderId, trigger }: Run,
  customer: CustomerState,
  byMs: number,
): StoreEvent | undefined {
  const events = orderId === undefined ? customer.events : (customer.orders.get(orderId)?.events ?? []);
  // A run of no order awaits what its customer does next, an order too: "abandoned, unless they buy within four hours".
  const isNext = (event: StoreEvent): boolean => !event.test && event.occurredAtMs > trigger.occurredAtMs;
  return events.find(
    (event) =>
      event.type === waitFor.event &&
      (event.orderId === orderId || isNext(event)) &&
      event.id !== trigger.id &&
      event.occurredAtMs <= byMs,
  );
}

function leastOf(...instants: readonly (number | undefined)[]): number {
  return Math.min(...instants.map((atMs) => atMs ?? Number.POSITIVE_INFINITY));
}
