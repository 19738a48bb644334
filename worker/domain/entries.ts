import type { EventType } from "../../shared/contract/events.ts";
import type { Flow } from "../../shared/contract/flows.ts";
import { holds } from "./condition.ts";
import { parseDuration } from "./duration.ts";
import { compareEvents, isWholeOrder, wholeOf } from "./event-order.ts";
import { addDuration } from "./local-time.ts";
import type { CustomerState } from "./person-state.ts";
import type { KnownEvent, Run } from "./run.ts";

export interface EntryContext {
  readonly findFlow: (key: string, version: number) => Flow | undefined;
  /** The version that a run with stored rows keeps (R9). */
  readonly pinnedVersion: (runId: string) => number | undefined;
  readonly scopeAt: (trigger: KnownEvent, flow: Flow) => Readonly<Record<string, unknown>>;
  /** Past buyers of this customer whom the merchant let in. */
  readonly enrolments?: readonly Enrolment[] | undefined;
  /** When a run ended, by what happened, not by when it was heard of; undefined while it goes on. */
  readonly endOf: (run: Run) => number | undefined;
  readonly zoneAt: (atMs: number) => string;
}

/** R16: a past buyer whom the merchant let in, by an event of theirs, as if it had happened at that moment. */
export interface Enrolment {
  readonly flow: string;
  readonly version: number;
  readonly customerId: string;
  /** The order, or for an event without one the event itself: there is one run of it, ever (R7). */
  readonly key: string;
  readonly eventId: string;
  readonly atMs: number;
}

/** R7, R16: which runs a customer's events started, and which entries were refused. A pure function of the known events. */
export function deriveRuns(customer: CustomerState, context: EntryContext): readonly Run[] {
  const candidates = new Map<string, Candidate[]>();
  for (const event of customer.events as readonly KnownEvent[]) {
    // customers are folded from KnownEvents; promoted events copy `offered` from theirs
    for (const key in event.offered) {
      const version = event.offered[key];
      const flow = version === undefined ? undefined : context.findFlow(key, version);
      if (version === undefined || flow === undefined || !triggers(flow, customer, event, context)) continue;
      addCandidate(candidates, { flow, version, event });
    }
  }
  for (const { flow: key, version, eventId, atMs } of context.enrolments ?? []) {
    const known = (customer.events as readonly KnownEvent[]).find(({ id }) => id === eventId); // as above
    const flow = context.findFlow(key, version);
    if (known === undefined || flow === undefined) continue;
    addCandidate(candidates, { flow, version, event: { ...known, occurredAtMs: atMs, live: true } });
  }
  const runs: Run[] = [];
  for (const list of candidates.values()) {
    const entries = firstOfEach(
      customer,
      list.sort((a, b) => compareEvents(a.event, b.event)),
    );
    const isPerCustomer = list.at(-1)?.flow.per === "customer";
    const entered = isPerCustomer
      ? enterPerCustomer(customer, entries, context)
      : enterPerOrder(customer, entries, context);
    for (const run of entered) runs.push(run);
  }
  return runs;
}

function addCandidate(candidates: Map<string, Candidate[]>, candidate: Candidate): void {
  const list = candidates.get(candidate.flow.key);
  if (list === undefined) candidates.set(candidate.flow.key, [candidate]);
  else list.push(candidate);
}

interface Candidate {
  readonly flow: Flow;
  readonly version: number;
  readonly event: KnownEvent;
}

/** Whether an event is noted with the flow when it comes: it starts it, or its whole order does, or it is foreseen from there. */
export function isOffered(flow: Flow, type: EventType): boolean {
  return startsFlow(flow, type) || startsFlow(flow, wholeOf(type)) || flow.foreseen?.event === type;
}

export function startsFlow({ trigger }: Flow, type: EventType | undefined): boolean {
  return type !== undefined && (trigger.event === type || trigger.or?.includes(type) === true);
}

/** Whether this very event lets a customer in: its kind, its products, and what is so then. */
export function triggers(
  flow: Flow,
  customer: CustomerState,
  event: KnownEvent,
  context: Pick<EntryContext, "scopeAt">,
): boolean {
  if (!startsFlow(flow, event.type)) return false;
  const { skus, where } = flow.trigger;
  if (skus !== undefined) {
    const order = event.orderId === undefined ? undefined : customer.orders.get(event.orderId);
    // A parcel or a refund is about its own items; what an order's parcels add up to, about the order's.
    const isOfAll = isWholeOrder(event) && event.type !== "order.refunded";
    const items = (isOfAll ? (order?.lines ?? event.items) : (event.items ?? order?.lines)) ?? [];
    if (!items.some((item) => skus.includes(item.sku))) return false;
  }
  return where === undefined || holds(where, context.scopeAt(event, flow));
}

type Refusal = Run["refusal"];

function refusalOf(customer: CustomerState, event: KnownEvent): Refusal {
  const isTest = event.test || (event.orderId !== undefined && customer.orders.get(event.orderId)?.isTest === true);
  if (isTest) return "test_order";
  return event.live ? undefined : "no_entry";
}

interface Entry extends Candidate {
  /** The order, for an event without one the event itself; or the parcel, or the event. */
  readonly key: string;
  readonly refusal: Refusal;
}

/** One entry per order (parcel, event), ever: its first live trigger, else its first one, in the order of events. */
function firstOfEach(customer: CustomerState, list: readonly Candidate[]): readonly Entry[] {
  const byKey = new Map<string, Entry>();
  for (const candidate of list) {
    const key = keyOf(candidate);
    const earlier = byKey.get(key);
    if (earlier !== undefined && earlier.refusal === undefined) continue;
    const refusal = refusalOf(customer, candidate.event);
    if (earlier !== undefined && refusal !== undefined) continue;
    byKey.delete(key); // so that its place is that of the trigger that counts
    byKey.set(key, { ...candidate, key, refusal });
  }
  return [...byKey.values()];
}

/** There is one entry of each key, ever (R7). A store may tell of one refund in several events. */
export function keyOf({ flow, event: { id, orderId, parcel, refundId } }: Pick<Candidate, "flow" | "event">): string {
  if (orderId === undefined || flow.per === "event") return refundId === undefined ? id : `refund:${refundId}`;
  return flow.per === "parcel" && parcel !== undefined ? `${orderId}/${parcel.id}` : orderId;
}

function enterPerOrder(customer: CustomerState, entries: readonly Entry[], context: EntryContext): readonly Run[] {
  return entries.map((entry) => newRun(customer, entry, `${entry.flow.key}:${entry.key}`, entry.refusal, context));
}

function enterPerCustomer(customer: CustomerState, entries: readonly Entry[], context: EntryContext): readonly Run[] {
  const runs: Run[] = [];
  let last: { readonly index: number; readonly run: Run } | undefined;
  for (const entry of entries) {
    const id = `${entry.flow.key}:${customer.id}:${entry.key}`;
    const refusal = entry.refusal ?? (admits(entry, last?.run, context) ? undefined : "no_entry");
    const run = newRun(customer, entry, id, refusal, context);
    if (refusal === undefined) {
      if (last !== undefined) runs[last.index] = { ...last.run, replacedBy: run.trigger };
      last = { index: runs.length, run };
    }
    runs.push(run);
  }
  return runs;
}

/** At most one run of a customer at a time; `after` counts from the last entry. */
function admits({ flow, event }: Entry, last: Run | undefined, context: EntryContext): boolean {
  const reentry = flow.reentry ?? "never";
  if (last === undefined || reentry === "restart") return true;
  if (reentry === "never") return false;
  const after = parseDuration(reentry.after);
  const enteredAtMs = last.trigger.occurredAtMs;
  if (after === undefined || event.occurredAtMs < addDuration(enteredAtMs, after, context.zoneAt(enteredAtMs)))
    return false;
  const endedAtMs = context.endOf(last);
  return endedAtMs !== undefined && endedAtMs <= event.occurredAtMs;
}

function newRun(
  customer: CustomerState,
  { flow, version, event }: Candidate,
  id: string,
  refusal: Refusal,
  context: EntryContext,
): Run {
  const pinned = context.pinnedVersion(id);
  const kept = pinned === undefined || pinned === version ? undefined : context.findFlow(flow.key, pinned);
  return {
    id,
    flow: kept ?? flow,
    version: kept === undefined ? version : (pinned ?? version),
    customerId: customer.id,
    orderId: event.orderId,
    trigger: event,
    refusal,
    replacedBy: undefined,
  };
}
