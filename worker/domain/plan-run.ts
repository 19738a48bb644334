import type { SendStep, Step, TellStep } from "../../shared/contract/flows.ts";
import { conditionScope } from "./condition-scope.ts";
import { currentScope } from "./current-scope.ts";
import type { DueText } from "./due-text.ts";
import { withEngagement } from "./engagement.ts";
import { type Exit, findExit } from "./exit.ts";
import { expiryOf } from "./expiry.ts";
import { listArms, type Placed } from "./flow-steps.ts";
import type { CustomerState, Profile } from "./person-state.ts";
import { longestReviewDelay } from "./product-delay.ts";
import { type Answer, type OpenQuestion, textOfStep } from "./question.ts";
import type { Reason, Run, StepRow } from "./run.ts";
import { withScore } from "./score.ts";
import { withSegments } from "./segment.ts";
import { sentTexts } from "./sent-texts.ts";
import type { Snapshot } from "./snapshot.ts";
import { isSettled, isSingle, newRow } from "./step-row.ts";
import { type Stand, type Walk, walkRun } from "./walk.ts";
import { dueZoneAt } from "./zones-at.ts";

/** A customer as one look sees them. */
export interface Person {
  readonly customer: CustomerState;
  readonly snapshot: Snapshot;
  readonly nowMs: number;
  /** The zone that held at an instant. */
  readonly zoneAt: (atMs: number) => string;
}

export type RowsByPath = ReadonlyMap<string, StepRow>;

export interface RunPlan {
  readonly rows: readonly StepRow[];
  /** The text that is next, due or not. */
  readonly text: DueText | undefined;
  /** When an event or answer that the run awaits is late. */
  readonly wakeMs: number | undefined;
  readonly question: OpenQuestion | undefined;
  /** What other systems are to be told now. */
  readonly tells: readonly Placed<TellStep>[];
  /** The event that it waits for. */
  readonly awaits?: Extract<Stand, { readonly kind: "wait" }> | undefined;
}

export function lookAt(customer: CustomerState, snapshot: Snapshot, nowMs: number): Person {
  const zones = new Map<Profile, string>();
  const zoneAt = (atMs: number): string => {
    const profile = customer.profileAt(atMs);
    let zone = zones.get(profile);
    if (zone === undefined) {
      zone = dueZoneAt(customer, snapshot.phone, snapshot.shopZone, atMs);
      zones.set(profile, zone);
    }
    return zone;
  };
  return { customer, snapshot, nowMs, zoneAt };
}

/** What becomes of one run: rows of what was left out or ended, and the text or event that it stands at. */
export function planRun(run: Run, person: Person, stored: RowsByPath): RunPlan {
  const { nowMs } = person;
  const { stand, passed, tells } = walk(run, person, stored);
  if (run.refusal !== undefined) {
    // Shown by its first text, unless one went before anybody knew.
    const hasBegun = [...stored.values()].some((row) => isSettled(row, nowMs));
    return only(
      endRun(run, hasBegun ? textOf(stand) : firstIn(run.flow.steps, ""), stored, { reason: run.refusal }, nowMs),
    );
  }
  if (stand.kind === "ended")
    return { ...only(passed), tells: findExit(run, person.customer, person.snapshot) === undefined ? tells : [] };
  const ending = findEnding(run, stand, person);
  if (ending !== undefined)
    return only([...passed, ...endRun(run, textOf(stand) ?? firstIn(run.flow.steps, ""), stored, ending, nowMs)]);
  if (stand.kind === "wait") return { ...only(passed), wakeMs: stand.wakeMs, tells, awaits: stand };
  if (stand.kind === "asked") {
    const { step, path, askedAtMs, messageId, wakeMs } = stand;
    return { ...only(passed), wakeMs, question: { run, path, step, askedAtMs, closesAtMs: wakeMs, messageId }, tells };
  }
  const { step, dueMs } = stand;
  const row = asSingle(run, stand.row);
  const expiresAtMs = expiryOf(step, dueMs, person.zoneAt(dueMs), person.snapshot.offers);
  const text = { run, customer: person.customer, step, row, dueMs, expiresAtMs };
  return { rows: [...passed, row], text, wakeMs: undefined, question: undefined, tells };
}

function findEnding(run: Run, stand: Stand, { customer, snapshot }: Person): Ending | undefined {
  const exit = findExit(run, customer, snapshot);
  if (exit !== undefined) {
    return { reason: "exited", rule: exit.why, dueAtMs: stand.kind === "send" ? stand.dueMs : undefined };
  }
  return snapshot.phone === undefined && snapshot.awaitsPhone !== true ? { reason: "no_phone" } : undefined;
}

/** The text that a run stands at; for a run that awaits an event the first that it may bring, in the place of the wait. */
function textOf(stand: Stand): PlacedText | undefined {
  switch (stand.kind) {
    case "send":
      return { path: stand.row.path, step: stand.step };
    case "wait": {
      const text = firstIn([stand.step], "");
      return text === undefined ? undefined : { ...text, path: stand.path };
    }
    case "asked": // its row is there already, and final
    case "ended":
      return undefined;
  }
}

/** When a run ended, by what happened; undefined while it goes on. */
export function endOf(run: Run, person: Person, stored: RowsByPath): number | undefined {
  const { stand } = walk(run, person, stored);
  const wasExited = [...stored.values()].some((row) => row.reason === "exited");
  const exit: Exit | undefined =
    stand.kind === "ended" && !wasExited ? undefined : findExit(run, person.customer, person.snapshot);
  return exit?.atMs ?? (stand.kind === "ended" ? stand.atMs : undefined);
}

function walk(run: Run, { customer, snapshot, nowMs, zoneAt }: Person, stored: RowsByPath): Walk {
  return walkRun(run, {
    customer,
    stored,
    nowMs,
    pin: snapshot.pins?.get(run.id),
    exitAtMs: () => findExit(run, customer, snapshot)?.atMs,
    phone: snapshot.phone ?? "",
    answers: answersOf(run, snapshot.answers),
    told: toldOf(run, snapshot.told),
    reviewDelay: (own) => longestReviewDelay(own, customer, snapshot.products),
    scopeAt: (own, awaited, answers) => ({
      ...withSegments(
        withEngagement(
          withScore(conditionScope(own, customer, awaited, snapshot.products), own, snapshot.answers),
          snapshot.signs,
          own.trigger.occurredAtMs,
        ),
        snapshot.segments,
      ),
      answers,
      get sent() {
        return sentTexts(own, snapshot.rows);
      },
    }),
    scopeNow: (own) => ({
      ...currentScope(own, customer, {
        nowMs,
        zone: zoneAt(nowMs),
        shop: snapshot.shop,
        products: snapshot.products,
      }),
      get sent() {
        return sentTexts(own, snapshot.rows);
      },
    }),
    zoneAt,
  });
}

// Most people are asked nothing, and of most nobody is told.
const NO_ANSWERS: ReadonlyMap<string, Answer> = new Map();
const NOTHING_TOLD: ReadonlySet<string> = new Set();

function toldOf(run: Run, told: Snapshot["told"]): ReadonlySet<string> {
  if (told.length === 0) return NOTHING_TOLD;
  return new Set(told.filter(({ runId }) => runId === run.id).map(({ path }) => path));
}

function answersOf(run: Run, answers: readonly Answer[]): ReadonlyMap<string, Answer> {
  if (answers.length === 0) return NO_ANSWERS;
  return new Map(answers.filter(({ runId }) => runId === run.id).map((answer) => [answer.path, answer]));
}

/** A single text's message id is its own; an answer of ours, or a test, is of the class that no rule of a flow concerns. */
function asSingle(run: Run, row: StepRow): StepRow {
  if (!isSingle(run.flow.key)) return row;
  return run.flow.key === "message" ? { ...row, messageId: run.id } : { ...row, class: "system", messageId: run.id };
}

function only(rows: readonly StepRow[]): RunPlan {
  return { rows, text: undefined, wakeMs: undefined, question: undefined, tells: [] };
}

interface Ending {
  readonly reason: Reason;
  readonly rule?: string;
  /** From then on nothing revives it; undefined where something may at any time. */
  readonly dueAtMs?: number | undefined;
}

/** The one row of a run that was refused, has no number to go to, or ended: with the instant at which that was first seen. */
function endRun(
  run: Run,
  text: PlacedText | undefined,
  stored: RowsByPath,
  { reason, rule, dueAtMs }: Ending,
  nowMs: number,
): readonly StepRow[] {
  if (text === undefined) return [];
  const { path, step } = text;
  const before = stored.get(path);
  if (before !== undefined && isSettled(before, nowMs)) return [];
  const row = newRow(step, path, run, before?.lookedAtMs ?? nowMs);
  // Which of several events ended it may change with what is heard of, but not since when it is over.
  const ended = [...stored.values()].find((one) => one.reason === reason && !one.isFinal);
  const atMs = ended?.atMs ?? nowMs;
  return [{ ...row, messageId: before?.messageId, dueAtMs, atMs, outcome: "suppressed", reason, rule }];
}

interface PlacedText {
  readonly path: string;
  readonly step: SendStep;
}

function firstIn(
  steps: readonly Step[],
  prefix: string,
): { readonly path: string; readonly step: SendStep } | undefined {
  for (const [index, step] of steps.entries()) {
    const path = `${prefix}${index}`;
    const text = textOfStep(step);
    if (text !== undefined) return { path, step: text };
    for (const arm of listArms(step, path)) {
      const found = firstIn(arm.value, `${arm.path}.`);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
