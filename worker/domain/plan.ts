import type { Flow, SendStep, Step } from "../../shared/contract/flows.ts";
import type { AnyClass } from "../../shared/contract/primitives.ts";
import type { Scheduled } from "./cap.ts";
import { compareEvents } from "./event-order.ts";
import { deriveRuns } from "./entries.ts";
import { findExit } from "./exit.ts";
import { type CustomerState, foldCustomers, profileAt } from "./person-state.ts";
import { type Recipient, recipientZones } from "./recipient-zones.ts";
import type { KnownEvent, Reason, Run, StepRow } from "./run.ts";
import { conditionScope, currentScope, type Shop } from "./scope.ts";
import { endedRow, newRow, type Walk, walkRun } from "./walk.ts";

/** A text that somebody or some rule wants sent once, outside any flow: from the popup, or an answer to HELP. */
export interface SingleText {
  readonly id: string;
  readonly step: SendStep;
  readonly class: AnyClass;
  readonly customerId: string;
  readonly orderId: string | undefined;
  readonly createdAtMs: number;
  readonly dueAtMs: number;
}

export interface Snapshot {
  readonly events: readonly KnownEvent[];
  readonly rows: readonly StepRow[];
  readonly singles: readonly SingleText[];
  /** Undefined in a waiting room: an order or customer whose number is not known yet. */
  readonly phone: string | undefined;
  /** Whose events those are that name no customer. */
  readonly ownCustomerId: string;
  readonly findFlow: (key: string, version: number) => Flow | undefined;
  readonly flowOrder: readonly string[];
  readonly shop: Shop;
  readonly shopZone: string;
}

/** A text whose instant has come; the gate has the next word. */
export interface DueText {
  readonly run: Run;
  readonly step: SendStep;
  readonly row: StepRow;
  readonly dueMs: number;
  readonly customer: CustomerState;
}

export interface Plan {
  /** Every row as it should stand now. A stored row that is missing here is no longer derived and goes. */
  readonly rows: readonly StepRow[];
  /** In the order of R12. */
  readonly due: readonly DueText[];
  readonly waiting: readonly DueText[];
  /** When this person has to be looked at next; undefined = when something happens. */
  readonly nextMs: number | undefined;
}

/** What should be sent, what waits and what ended, from everything known of a person. The object obeys. */
export function planPerson(snapshot: Snapshot, nowMs: number): Plan {
  const stored = groupByRun(snapshot.rows);
  const rows = new Map<string, StepRow>();
  for (const row of snapshot.rows) if (row.isFinal || row.outcome === "unknown") rows.set(rowKey(row), row);
  const texts: DueText[] = [];
  const wakes: number[] = [];
  for (const { run, customer } of allRuns(snapshot, stored, nowMs)) {
    const result = planRun(run, customer, snapshot, stored.get(run.id) ?? new Map(), nowMs);
    for (const row of result.rows) rows.set(rowKey(row), row);
    if (result.text !== undefined) texts.push(result.text);
    if (result.wakeMs !== undefined) wakes.push(result.wakeMs);
  }
  const isDue = (text: DueText): boolean => wakeOf(text) <= nowMs;
  const waiting = texts.filter((text) => !isDue(text));
  wakes.push(...waiting.map(wakeOf));
  return {
    rows: [...rows.values()],
    due: texts.filter(isDue).sort((a, b) => compareTexts(a, b, snapshot.flowOrder)),
    waiting,
    nextMs: wakes.length === 0 ? undefined : Math.min(...wakes),
  };
}

/** The texts that other rules must leave room for (R12, `reserved`). */
export function scheduledTexts(plan: Plan, except: DueText): readonly Scheduled[] {
  return [...plan.due, ...plan.waiting]
    .filter((text) => text.row.runId !== except.row.runId || text.row.path !== except.row.path)
    .map((text) => ({ class: text.row.class, rank: text.run.flow.rank ?? 0, dueMs: wakeOf(text) }));
}

/** Zones, due zone and law regions of a customer as known at an instant (R5). */
export function zonesAt(
  customer: CustomerState | undefined,
  phone: string | undefined,
  shopZone: string,
  atMs: number,
): ReturnType<typeof recipientZones> {
  const profile = customer === undefined ? {} : profileAt(customer.events, atMs);
  if (phone === undefined) return { zones: [shopZone], dueZone: shopZone, regions: [] };
  const recipient: Recipient = {
    explicitZone: profile.timeZone ?? undefined,
    address: {
      country: profile.country ?? undefined,
      region: profile.region ?? undefined,
      postalCode: profile.postalCode ?? undefined,
    },
    phone,
    shopZone,
  };
  return recipientZones(recipient);
}

export function rowKey(row: { readonly runId: string; readonly path: string }): string {
  return `${row.runId}\n${row.path}`;
}

interface OwnRun {
  readonly run: Run;
  readonly customer: CustomerState;
}

function allRuns(snapshot: Snapshot, stored: StoredRows, nowMs: number): readonly OwnRun[] {
  const customers = foldCustomers(snapshot.events, snapshot.ownCustomerId);
  const found: OwnRun[] = [];
  for (const customer of customers.values()) {
    const runs = deriveRuns(customer, {
      findFlow: snapshot.findFlow,
      pinnedVersion: (runId) => stored.get(runId)?.values().next().value?.version,
      scopeAt: (_, trigger, flow) => conditionScope(bareRun(trigger, flow, customer.id), customer, []),
      endOf: (run) => endOf(run, walk(run, customer, snapshot, stored.get(run.id) ?? new Map(), nowMs), customer, nowMs),
      zoneAt: (_, atMs) => zonesAt(customer, snapshot.phone, snapshot.shopZone, atMs).dueZone,
    });
    found.push(...runs.map((run) => ({ run, customer })));
  }
  for (const single of snapshot.singles) {
    const customer = customers.get(single.customerId) ?? { id: single.customerId, events: [], orders: new Map() };
    found.push({ run: singleRun(single), customer });
  }
  return found;
}

/** A single text goes the way of every text: as a run of one step. */
function singleRun(single: SingleText): Run {
  const flow: Flow = {
    key: single.class === "system" ? "system" : "message",
    name: "Single text",
    trigger: { event: "customer.updated" },
    steps: [single.step],
  };
  const trigger = {
    id: single.id,
    source: "api",
    type: "customer.updated",
    occurredAtMs: single.dueAtMs,
    live: true,
    test: false,
  } as const;
  const { customerId, orderId } = single;
  return { id: single.id, flow, version: 1, customerId, orderId, trigger, refusal: undefined, replacedBy: undefined };
}

function bareRun(trigger: KnownEvent, flow: Flow, customerId: string): Run {
  const { orderId } = trigger;
  return { id: "", flow, version: 0, customerId, orderId, trigger, refusal: undefined, replacedBy: undefined };
}

type StoredRows = ReadonlyMap<string, ReadonlyMap<string, StepRow>>;

function groupByRun(rows: readonly StepRow[]): StoredRows {
  const grouped = new Map<string, Map<string, StepRow>>();
  for (const row of rows) {
    const own = grouped.get(row.runId) ?? new Map<string, StepRow>();
    own.set(row.path, row);
    grouped.set(row.runId, own);
  }
  return grouped;
}

interface RunPlan {
  readonly rows: readonly StepRow[];
  readonly text: DueText | undefined;
  readonly wakeMs: number | undefined;
}

function planRun(
  run: Run,
  customer: CustomerState,
  snapshot: Snapshot,
  stored: ReadonlyMap<string, StepRow>,
  nowMs: number,
): RunPlan {
  const first = firstSend(run.flow.steps, "");
  if (run.refusal !== undefined) return only(endRun(run, first, stored, run.refusal, undefined, nowMs));
  if (snapshot.phone === undefined) return only(endRun(run, first, stored, "no_phone", undefined, nowMs));
  const { stand, passed } = walk(run, customer, snapshot, stored, nowMs);
  const exit = stand.kind === "ended" ? undefined : findExit(run, customer);
  switch (stand.kind) {
    case "ended":
      return { rows: passed, text: undefined, wakeMs: undefined };
    case "wait": {
      if (exit === undefined) return { rows: passed, text: undefined, wakeMs: stand.wakeMs };
      const awaited = { path: stand.path, step: first?.step };
      return { rows: [...passed, ...endRun(run, awaited, stored, "exited", exit.why, nowMs)], text: undefined, wakeMs: undefined };
    }
    case "send": {
      if (exit === undefined) {
        const row = asSingle(run, stand.row);
        return { rows: [...passed, row], text: { run, customer, step: stand.step, row, dueMs: stand.dueMs }, wakeMs: undefined };
      }
      const next = { path: stand.row.path, step: stand.step };
      const ended = endRun(run, next, stored, "exited", exit.why, nowMs);
      const isFinal = stand.dueMs <= nowMs;
      const rows = ended.map((row) => ({ ...row, dueAtMs: stand.dueMs, isFinal }));
      return { rows: [...passed, ...rows], text: undefined, wakeMs: undefined };
    }
  }
}

/** A single text's message id is its own; an answer of ours is of the class that no rule of a flow concerns. */
function asSingle(run: Run, row: StepRow): StepRow {
  if (run.flow.key === "system") return { ...row, class: "system", messageId: run.id };
  return run.flow.key === "message" ? { ...row, messageId: run.id } : row;
}

function walk(
  run: Run,
  customer: CustomerState,
  snapshot: Snapshot,
  stored: ReadonlyMap<string, StepRow>,
  nowMs: number,
): Walk {
  return walkRun(run, {
    customer,
    stored,
    nowMs,
    phone: snapshot.phone ?? "",
    scopeAt: (own, awaited) => conditionScope(own, customer, awaited),
    scopeNow: (own) => currentScope(own, customer, { nowMs, shop: snapshot.shop, products: new Map() }),
    zoneAt: (atMs) => zonesAt(customer, snapshot.phone, snapshot.shopZone, atMs).dueZone,
  });
}

function only(rows: readonly StepRow[]): RunPlan {
  return { rows, text: undefined, wakeMs: undefined };
}

/** The one row of a run that was refused, has no number to go to, or ended: with the instant at which that was first seen. */
function endRun(
  run: Run,
  at: { readonly path: string; readonly step: SendStep | undefined } | undefined,
  stored: ReadonlyMap<string, StepRow>,
  reason: Reason,
  rule: string | undefined,
  nowMs: number,
): readonly StepRow[] {
  if (at?.step === undefined) return [];
  const before = stored.get(at.path);
  if (before?.isFinal) return [];
  if (before?.reason === reason) return [before];
  const lookedAtMs = before?.lookedAtMs ?? nowMs;
  return [endedRow({ ...newRow(at.step, at.path, run, lookedAtMs), messageId: before?.messageId }, reason, rule, nowMs)];
}

function endOf(run: Run, { stand }: Walk, customer: CustomerState, nowMs: number): number | undefined {
  if (stand.kind === "ended") return stand.atMs;
  return findExit(run, customer) === undefined ? undefined : nowMs;
}

function firstSend(steps: readonly Step[], prefix: string): { path: string; step: SendStep } | undefined {
  for (const [index, step] of steps.entries()) {
    const path = `${prefix}${index}`;
    const found = "send" in step ? { path, step } : firstInside(step, path);
    if (found !== undefined) return found;
  }
  return undefined;
}

function firstInside(step: Exclude<Step, SendStep>, path: string): { path: string; step: SendStep } | undefined {
  if ("waitFor" in step) return firstSend(step.then ?? step.onTimeout ?? [], `${path}.then.`);
  if ("branch" in step) return firstSend(step.branch[0]?.steps ?? [], `${path}.branch.0.`);
  if ("split" in step) return firstSend(step.arms[0]?.steps ?? [], `${path}.arms.0.`);
  return undefined;
}

/** When a waiting text is looked at again: its hold's end, else its due instant. Held without an end: each time anybody looks. */
function wakeOf(text: DueText): number {
  return text.row.untilAtMs ?? text.dueMs;
}

const CLASS_ORDER: Record<AnyClass, number> = { system: 0, transactional: 1, relationship: 2, promotional: 3 };

/** R12: which text goes first at one instant. */
function compareTexts(a: DueText, b: DueText, flowOrder: readonly string[]): number {
  return (
    CLASS_ORDER[a.row.class] - CLASS_ORDER[b.row.class] ||
    (b.run.flow.rank ?? 0) - (a.run.flow.rank ?? 0) ||
    flowOrder.indexOf(a.run.flow.key) - flowOrder.indexOf(b.run.flow.key) ||
    a.dueMs - b.dueMs ||
    compareEvents(a.run.trigger, b.run.trigger)
  );
}
