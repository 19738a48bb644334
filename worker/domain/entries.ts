import type { Flow } from "../../shared/contract/flows.ts";
import { holds } from "./condition.ts";
import { parseDuration } from "./duration.ts";
import { compareEvents } from "./event-order.ts";
import { addDuration } from "./local-time.ts";
import type { CustomerState } from "./person-state.ts";
import type { KnownEvent, Run } from "./run.ts";

export interface EntryContext {
  readonly findFlow: (key: string, version: number) => Flow | undefined;
  /** The version that a run with stored rows keeps (R9). */
  readonly pinnedVersion: (runId: string) => number | undefined;
  readonly scopeAt: (customer: CustomerState, trigger: KnownEvent, flow: Flow) => Readonly<Record<string, unknown>>;
  /** When a run ended, as far as is known; undefined while it goes on. */
  readonly endOf: (run: Run) => number | undefined;
  readonly zoneAt: (customer: CustomerState, atMs: number) => string;
}

/** R7, R16: which runs a customer's events started, and which entries were refused. A pure function of the known events. */
export function deriveRuns(customer: CustomerState, context: EntryContext): readonly Run[] {
  const candidates = new Map<string, { readonly flow: Flow; readonly version: number; readonly event: KnownEvent }[]>();
  for (const event of customer.events as readonly KnownEvent[]) {
    // customers are folded from KnownEvents; promoted events copy `offered` from theirs
    for (const [key, version] of Object.entries(event.offered)) {
      const flow = context.findFlow(key, version);
      if (flow === undefined || !triggers(flow, customer, event, context)) continue;
      const list = candidates.get(key) ?? [];
      list.push({ flow, version, event });
      candidates.set(key, list);
    }
  }
  const runs: Run[] = [];
  for (const list of candidates.values()) {
    list.sort((a, b) => compareEvents(a.event, b.event));
    const newest = list.at(-1);
    if (newest === undefined) continue;
    const perCustomer = newest.flow.per === "customer";
    runs.push(...(perCustomer ? enterPerCustomer(customer, list, context) : enterPerOrder(customer, list, context)));
  }
  return runs;
}

type Candidate = { readonly flow: Flow; readonly version: number; readonly event: KnownEvent };

function triggers(flow: Flow, customer: CustomerState, event: KnownEvent, context: EntryContext): boolean {
  if (event.type !== flow.trigger.event) return false;
  const skus = flow.trigger.skus;
  if (skus !== undefined) {
    const order = event.orderId === undefined ? undefined : customer.orders.get(event.orderId);
    const items = order?.lines ?? event.items ?? [];
    if (!items.some((item) => skus.includes(item.sku))) return false;
  }
  return flow.trigger.where === undefined || holds(flow.trigger.where, context.scopeAt(customer, event, flow));
}

function refusalOf(customer: CustomerState, event: KnownEvent): Run["refusal"] {
  const isTest = event.test || (event.orderId !== undefined && customer.orders.get(event.orderId)?.isTest === true);
  if (isTest) return "test_order";
  return event.live ? undefined : "no_entry";
}

/** One run per (flow, order), ever: the order's first live trigger. An event without an order stands for itself. */
function enterPerOrder(customer: CustomerState, list: readonly Candidate[], context: EntryContext): readonly Run[] {
  const byKey = new Map<string, Run>();
  for (const candidate of list) {
    const key = candidate.event.orderId ?? candidate.event.id;
    const refusal = refusalOf(customer, candidate.event);
    const earlier = byKey.get(key);
    if (earlier !== undefined && (earlier.refusal === undefined || refusal !== undefined)) continue;
    byKey.set(key, newRun(customer, candidate, `${candidate.flow.key}:${key}`, refusal, context));
  }
  return [...byKey.values()];
}

function enterPerCustomer(customer: CustomerState, list: readonly Candidate[], context: EntryContext): readonly Run[] {
  const runs: Run[] = [];
  const seen = new Set<string>();
  let last: Run | undefined;
  for (const candidate of list) {
    const key = candidate.event.orderId ?? candidate.event.id;
    if (seen.has(key)) continue;
    const id = `${candidate.flow.key}:${customer.id}:${key}`;
    const refusal =
      refusalOf(customer, candidate.event) ?? (admits(customer, candidate, last, context) ? undefined : "no_entry");
    const run = newRun(customer, candidate, id, refusal, context);
    if (refusal === undefined) {
      seen.add(key);
      if (last !== undefined) runs[runs.indexOf(last)] = { ...last, replacedBy: run.trigger };
      last = run;
    }
    runs.push(run);
  }
  return runs;
}

/** At most one run of a customer at a time; `after` counts from the last entry. */
function admits(customer: CustomerState, candidate: Candidate, last: Run | undefined, context: EntryContext): boolean {
  if (last === undefined) return true;
  const reentry = candidate.flow.reentry ?? "never";
  if (reentry === "never") return false;
  if (reentry === "restart") return true;
  const after = parseDuration(reentry.after);
  if (after === undefined) return false;
  const zone = context.zoneAt(customer, last.trigger.occurredAtMs);
  if (candidate.event.occurredAtMs < addDuration(last.trigger.occurredAtMs, after, zone)) return false;
  const endedAtMs = context.endOf(last);
  return endedAtMs !== undefined && endedAtMs <= candidate.event.occurredAtMs;
}

function newRun(
  customer: CustomerState,
  { flow, version, event }: Candidate,
  id: string,
  refusal: Run["refusal"],
  context: EntryContext,
): Run {
  const pinned = context.pinnedVersion(id);
  const kept = pinned === undefined ? undefined : context.findFlow(flow.key, pinned);
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
