import type { Flow } from "../../shared/contract/flows.ts";
import { type Enrolment, keyOf, triggers } from "../domain/entries.ts";
import { toIso } from "../domain/iso.ts";
import { entryScope, listRuns, type PlannedRun } from "../domain/person-runs.ts";
import { type CustomerState, foldCustomers } from "../domain/person-state.ts";
import type { KnownEvent } from "../domain/run.ts";
import type { Scope } from "../domain/scope.ts";
import { priceTo, type SegmentPrice } from "../domain/segment-price.ts";
import { simulate } from "../domain/simulate.ts";
import type { Snapshot } from "../domain/snapshot.ts";
import { type Context, readPerson, takeSnapshot } from "./customer-context.ts";
import type { CustomerStore } from "./customer-store.ts";
import { sampleLink } from "./dry-runs.ts";

export interface EnrolAsk {
  readonly flow: string;
  readonly version: number;
  readonly segment: string;
  readonly dryRun: boolean;
}

/** A customer in the segment, and what comes of them. */
export interface Enrolled {
  readonly customer: string;
  readonly order?: string | undefined;
  readonly outcome: "enters" | "already_in" | "without_order" | "refused";
  readonly texts: number;
  readonly segments: number;
  /** Undefined where nobody knows. */
  readonly price: SegmentPrice | undefined;
  readonly firstTextAt?: string | undefined;
}

const HORIZON_MS = 400 * 86_400_000;

/**
 * R16: lets in this object's customers who are in the segment, each by the newest event of theirs that starts the flow, as if
 * it had happened now. Synchronous.
 */
export function enrol(store: CustomerStore, context: Context, ask: EnrolAsk, nowMs: number): readonly Enrolled[] {
  const snapshot = takeSnapshot(store, context);
  const flow = snapshot.findFlow(ask.flow, ask.version);
  if (flow === undefined) return [];
  const found: Enrolled[] = [];
  for (const customer of foldCustomers(snapshot.events, snapshot.ownCustomerId).values()) {
    const event = findEntry(customer, snapshot, flow, nowMs);
    if (!isInSegment(ask.segment, entryScope(event ?? nothingAt(nowMs), flow, customer, snapshot))) continue;
    const enrolment = event && {
      flow: ask.flow,
      version: ask.version,
      customerId: customer.id,
      key: keyOf({ flow, event }),
      eventId: event.id,
      atMs: nowMs,
    };
    if (enrolment === undefined) {
      found.push({ customer: customer.id, outcome: "without_order", ...NOTHING });
      continue;
    }
    const { entered, ...result } = tryOut(store, context, snapshot, enrolment, nowMs);
    found.push({ customer: customer.id, ...result });
    if (entered && !ask.dryRun) store.addEnrolment(enrolment);
  }
  return found;
}

const NOTHING = { texts: 0, segments: 0, price: undefined } as const;

/** The newest event of an order that still stands by which the flow could have begun, as if it had happened now. */
function findEntry(customer: CustomerState, snapshot: Snapshot, flow: Flow, nowMs: number): KnownEvent | undefined {
  // customers are folded from KnownEvents
  const events = (customer.events as readonly KnownEvent[]).map((event) => ({ ...event, occurredAtMs: nowMs }));
  return events.findLast((event) => {
    const order = event.orderId === undefined ? undefined : customer.orders.get(event.orderId);
    const isGone =
      event.test || order?.isTest || order?.cancelledAtMs !== undefined || order?.deletedAtMs !== undefined;
    const scopeAt = (): Scope => entryScope(event, flow, customer, snapshot);
    return !isGone && triggers(flow, customer, event, { scopeAt });
  });
}

function isInSegment(segment: string, { customer }: Scope): boolean {
  const isKnown = typeof customer === "object" && customer !== null && "segments" in customer;
  return isKnown && Array.isArray(customer.segments) && customer.segments.includes(segment);
}

/** Of somebody whom no event of theirs lets in: to know whether they are in the segment. */
function nothingAt(nowMs: number): KnownEvent {
  return { id: "", source: "api", type: "customer.updated", occurredAtMs: nowMs, live: true, test: false, offered: {} };
}

/** With everything else that this person has to come: what the run would send, and when. */
function tryOut(
  store: CustomerStore,
  { merchant }: Context,
  snapshot: Snapshot,
  enrolment: Enrolment,
  nowMs: number,
): Omit<Enrolled, "customer"> & { readonly entered: boolean } {
  const isOurs = ({ run }: PlannedRun): boolean =>
    run.flow.key === enrolment.flow && run.customerId === enrolment.customerId && run.trigger.id === enrolment.eventId;
  const before = listRuns(snapshot, nowMs);
  const withEntry = { ...snapshot, enrolments: [...(snapshot.enrolments ?? []), enrolment] };
  const run = listRuns(withEntry, nowMs).find(
    (one) => isOurs(one) && one.run.trigger.occurredAtMs === enrolment.atMs && one.run.trigger.live,
  )?.run;
  const order = run?.orderId ?? orderOf(snapshot, enrolment);
  if (run === undefined || before.some((one) => one.run.id === run.id && one.run.refusal === undefined)) {
    return { order, outcome: "already_in", entered: false, ...NOTHING };
  }
  if (run.refusal !== undefined) return { order, outcome: "refused", entered: false, ...NOTHING };
  const phone = store.phone();
  if (phone === undefined) return { order, outcome: "enters", entered: true, ...NOTHING };
  const person = readPerson(store, phone);
  const untilMs = nowMs + HORIZON_MS;
  const texts = simulate({ snapshot: withEntry, person, merchant, startMs: nowMs, untilMs, sampleLink }).filter(
    ({ row }) => row.runId === run.id && row.outcome === "sent",
  );
  const segments = texts.reduce((sum, text) => sum + (text.segments ?? 0), 0);
  const [first] = texts;
  return {
    order,
    outcome: "enters",
    entered: true,
    texts: texts.length,
    segments,
    price: priceTo(phone, segments, merchant),
    ...(first !== undefined && { firstTextAt: toIso(first.row.atMs) }),
  };
}

function orderOf({ events }: Snapshot, { eventId }: Enrolment): string | undefined {
  return events.find(({ id }) => id === eventId || eventId.startsWith(`${id}#`))?.orderId;
}
