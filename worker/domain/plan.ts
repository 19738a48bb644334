import type { Flow, SendStep, TellStep } from "../../shared/contract/flows.ts";
import type { AnyClass } from "../../shared/contract/primitives.ts";
import type { Scheduled } from "./cap.ts";
import { conditionScope } from "./condition-scope.ts";
import type { Shop } from "./current-scope.ts";
import { type Signs, withEngagement } from "./engagement.ts";
import type { Enrolment } from "./entries.ts";
import { deriveRuns } from "./entries.ts";
import { type Foreseen, foresee } from "./foreseen.ts";
import type { Pin } from "./move-run.ts";
import type { Offers } from "./offer.ts";
import { type CustomerState, foldCustomer, foldCustomers } from "./person-state.ts";
import { endOf, lookAt, type Person, planRun, type RowsByPath, type RunPlan } from "./plan-run.ts";
import { longestReviewDelay } from "./product-delay.ts";
import type { ProductFacts } from "./product-facts.ts";
import type { Answer, OpenQuestion } from "./question.ts";
import type { BoughtTogether } from "./related.ts";
import type { KnownEvent, Run, StepRow } from "./run.ts";
import type { Scope } from "./scope.ts";
import { type Segments, withSegments } from "./segment.ts";
import { isSettled } from "./step-row.ts";

/** A text that somebody or some rule wants sent once, outside any flow: from the popup, or an answer to HELP. */
export interface SingleText {
  readonly id: string;
  readonly step: SendStep;
  readonly class: AnyClass;
  readonly customerId: string;
  readonly orderId: string | undefined;
  readonly createdAtMs: number;
  readonly dueAtMs: number;
  /** To the merchant's own phone: no rule of texts to customers counts it, or holds it but an opt-out and a stop. */
  readonly isTest?: boolean | undefined;
}

export interface Snapshot {
  readonly events: readonly KnownEvent[];
  readonly rows: readonly StepRow[];
  readonly singles: readonly SingleText[];
  /** Undefined in a waiting room: an order or customer whose number is not known yet. */
  readonly phone: string | undefined;
  /** Looks at runs of a waiting room as they would go on if a number became known now. */
  readonly awaitsPhone?: boolean | undefined;
  /** Whose events those are that name no customer. */
  readonly ownCustomerId: string;
  readonly findFlow: (key: string, version: number) => Flow | undefined;
  readonly flowOrder: readonly string[];
  readonly shop: Shop;
  readonly shopZone: string;
  /** When the merchant disconnected a store. */
  readonly storesEndedAtMs?: Readonly<Record<string, number>> | undefined;
  readonly products: ReadonlyMap<string, ProductFacts>;
  readonly together: BoughtTogether;
  readonly segments: Segments;
  readonly offers: Offers;
  readonly answers: readonly Answer[];
  /** Undefined where nobody is known to have got a text. */
  readonly signs?: Signs | undefined;
  /** What other systems were told, or are about to be. */
  readonly told: readonly StepPlace[];
  /** Runs that were moved to another version, by id. */
  readonly pins?: ReadonlyMap<string, Pin> | undefined;
  /** Past buyers whom the merchant let in. */
  readonly enrolments?: readonly Enrolment[] | undefined;
}

/** A step of a run. */
export interface StepPlace {
  readonly runId: string;
  readonly path: string;
}

/** Something that another system is to be told, of which nothing is written down yet. */
export interface DueTell extends StepPlace {
  readonly run: Run;
  readonly step: TellStep;
  readonly customer: CustomerState;
}

/** A text whose instant has come, or will; the gate has the next word. */
export interface DueText {
  readonly run: Run;
  readonly step: SendStep;
  readonly row: StepRow;
  readonly dueMs: number;
  /** Counted from the due instant, before any deferral. From this instant on the text is `expired`. */
  readonly expiresAtMs: number | undefined;
  readonly customer: CustomerState;
}

export interface Plan {
  /** Every row as it should stand now. A stored row that is missing here is no longer derived and goes. */
  readonly rows: readonly StepRow[];
  /** In the order of R12. */
  readonly due: readonly DueText[];
  readonly waiting: readonly DueText[];
  /** Texts of flows that have not begun yet, and keep their place. */
  readonly foreseen: readonly Foreseen[];
  /** The newest first. */
  readonly questions: readonly OpenQuestion[];
  readonly tells: readonly DueTell[];
  /** When this person has to be looked at next; undefined = when something happens. */
  readonly nextMs: number | undefined;
}

/** What should be sent, what waits and what ended, from everything known of a person. The object obeys. */
export function planPerson(snapshot: Snapshot, nowMs: number): Plan {
  const stored = groupByRun(snapshot.rows);
  const rows: StepRow[] = [];
  for (const row of snapshot.rows) {
    if (isSettled(row, nowMs)) rows.push(row.isFinal || row.outcome === "unknown" ? row : { ...row, isFinal: true });
  }
  const due: DueText[] = [];
  const waiting: DueText[] = [];
  const questions: OpenQuestion[] = [];
  const tells: DueTell[] = [];
  const wakes: number[] = [];
  const { runs, foreseen } = allRuns(snapshot, stored, nowMs);
  for (const { run, person } of runs) {
    const { rows: own, text, wakeMs, question, tells: told } = planRun(run, person, stored.get(run.id) ?? NO_ROWS);
    rows.push(...own); // none of a step that is settled
    if (wakeMs !== undefined) wakes.push(wakeMs);
    if (question !== undefined) questions.push(question);
    for (const { value: step, path } of told) {
      tells.push({ runId: run.id, path, run, step, customer: person.customer });
    }
    if (text === undefined) continue;
    const atMs = wakeOf(text);
    if (atMs <= nowMs) due.push(text);
    else {
      waiting.push(text);
      wakes.push(atMs);
    }
  }
  return {
    rows,
    due: due.length < 2 ? due : sortTexts(due, snapshot.flowOrder),
    waiting,
    foreseen,
    questions: questions.reverse().sort((a, b) => b.askedAtMs - a.askedAtMs),
    tells,
    nextMs: wakes.reduce<number | undefined>((least, atMs) => Math.min(least ?? atMs, atMs), undefined),
  };
}

const NO_ROWS: RowsByPath = new Map();

/** A run with what it stands at. */
export interface PlannedRun extends RunPlan {
  readonly run: Run;
  readonly customer: CustomerState;
}

/** Every run of a person, the ended and refused ones too. */
export function listRuns(snapshot: Snapshot, nowMs: number): readonly PlannedRun[] {
  const stored = groupByRun(snapshot.rows);
  return allRuns(snapshot, stored, nowMs).runs.map(({ run, person }) => ({
    run,
    customer: person.customer,
    ...planRun(run, person, stored.get(run.id) ?? NO_ROWS),
  }));
}

/** The texts that others must leave room for (R12, `reserved`). Nobody knows when one that the merchant holds would go. */
export function scheduledTexts(
  { due, waiting, foreseen }: Plan,
  except: DueText,
  isHeld: (text: Pick<StepRow, "class" | "flow">) => boolean,
): readonly Scheduled[] {
  const others = [...due, ...waiting].filter(({ row }) => rowKey(row) !== rowKey(except.row) && !isHeld(row));
  return [
    ...others.map((text) => ({ class: text.row.class, rank: text.run.flow.rank ?? 0, dueMs: wakeOf(text) })),
    ...foreseen.filter((text) => !isHeld(text)),
  ];
}

export function rowKey(row: { readonly runId: string; readonly path: string }): string {
  return `${row.runId}\n${row.path}`;
}

/** What decides over an entry: as of its trigger. */
export function entryScope(trigger: KnownEvent, flow: Flow, customer: CustomerState, snapshot: Snapshot): Scope {
  const scope = conditionScope(bareRun(trigger, flow, customer.id), customer, [], snapshot.products);
  return withSegments(withEngagement(scope, snapshot.signs, trigger.occurredAtMs), snapshot.segments);
}

interface OwnRun {
  readonly run: Run;
  readonly person: Person;
}

type StoredRows = ReadonlyMap<string, RowsByPath>;

function allRuns(
  snapshot: Snapshot,
  stored: StoredRows,
  nowMs: number,
): { readonly runs: readonly OwnRun[]; readonly foreseen: readonly Foreseen[] } {
  const customers = foldCustomers(snapshot.events, snapshot.ownCustomerId);
  const found: OwnRun[] = [];
  const foreseen: Foreseen[] = [];
  for (const customer of customers.values()) {
    const person = lookAt(customer, snapshot, nowMs);
    const runs = deriveRuns(customer, {
      findFlow: snapshot.findFlow,
      pinnedVersion: (runId) => snapshot.pins?.get(runId)?.version ?? stored.get(runId)?.values().next().value?.version,
      enrolments: snapshot.enrolments?.filter(({ customerId }) => customerId === customer.id),
      scopeAt: (trigger, flow) => entryScope(trigger, flow, customer, snapshot),
      endOf: (run) => endOf(run, person, stored.get(run.id) ?? NO_ROWS),
      zoneAt: person.zoneAt,
    });
    for (const run of runs) found.push({ run, person });
    const reviewDelay = (run: Run): string | undefined => longestReviewDelay(run, customer, snapshot.products);
    const { findFlow } = snapshot;
    foreseen.push(...foresee(customer, runs, { findFlow, zoneAt: person.zoneAt, reviewDelay, nowMs }));
  }
  for (const single of snapshot.singles) {
    const customer = customers.get(single.customerId) ?? foldCustomer(single.customerId, []);
    found.push({ run: singleRun(single), person: lookAt(customer, snapshot, nowMs) });
  }
  return { runs: found, foreseen };
}

/** A single text goes the way of every text: as a run of one step. */
function singleRun(single: SingleText): Run {
  const flow: Flow = {
    key: single.isTest === true ? "test" : single.class === "system" ? "system" : "message",
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

/** The same list is grouped once: a text takes several looks, and between them no row has changed. */
function groupByRun(rows: readonly StepRow[]): StoredRows {
  const before = groupedRows.get(rows);
  if (before !== undefined) return before;
  const grouped = new Map<string, Map<string, StepRow>>();
  for (const row of rows) {
    const own = grouped.get(row.runId) ?? new Map<string, StepRow>();
    own.set(row.path, row);
    grouped.set(row.runId, own);
  }
  groupedRows.set(rows, grouped);
  return grouped;
}

// It lives and goes with the list that it was grouped from.
const groupedRows = new WeakMap<readonly StepRow[], StoredRows>();

/** When a waiting text is looked at again: its hold's end, else its due instant. Held without an end: each time anybody looks. */
function wakeOf(text: DueText): number {
  return text.row.untilAtMs ?? text.dueMs;
}

const CLASS_ORDER: Record<AnyClass, number> = { system: 0, transactional: 1, relationship: 2, promotional: 3 };

function sortTexts(due: DueText[], flows: readonly string[]): readonly DueText[] {
  const flowOrder = new Map(flows.map((key, index) => [key, index]));
  return due.sort((a, b) => compareTexts(a, b, flowOrder));
}

/** R12: which text goes first at one instant. */
function compareTexts(a: DueText, b: DueText, flowOrder: ReadonlyMap<string, number>): number {
  const placeOf = ({ run }: DueText): number => flowOrder.get(run.flow.key) ?? -1;
  return (
    CLASS_ORDER[a.row.class] - CLASS_ORDER[b.row.class] ||
    (b.run.flow.rank ?? 0) - (a.run.flow.rank ?? 0) ||
    placeOf(a) - placeOf(b) ||
    a.dueMs - b.dueMs ||
    a.run.trigger.occurredAtMs - b.run.trigger.occurredAtMs ||
    (a.run.trigger.id < b.run.trigger.id ? -1 : 1)
  );
}
