import type { AskStep, ExitStep, SendStep, Step, TellStep, WaitStep } from "../../shared/contract/flows.ts";
import { holds } from "./condition.ts";
import { listArms, type Placed } from "./flow-steps.ts";
import { isAside, type Pin } from "./move-run.ts";
import type { CustomerState } from "./person-state.ts";
import { type Answer, answerIndex, answersByName, asSend, closesMs } from "./question.ts";
import type { Run, StepRow } from "./run.ts";
import { pickArm, shareOf } from "./share.ts";
import { isBehind } from "./step-path.ts";
import { isSettled } from "./step-row.ts";
import type { StoreEvent } from "./store-event.ts";
import { walkSend } from "./walk-send.ts";
import { awaitEvent } from "./walk-wait.ts";

export interface WalkContext {
  readonly customer: CustomerState;
  readonly stored: ReadonlyMap<string, StepRow>;
  readonly nowMs: number;
  /** Of a run that was moved to this version. */
  readonly pin?: Pin | undefined;
  /** When what ends the run happened, if anything did: it goes no further than it was then. */
  readonly exitAtMs: () => number | undefined;
  readonly phone: string;
  /** This run's own, by the path of the question. */
  readonly answers: ReadonlyMap<string, Answer>;
  /** Paths of what this run has told other systems. */
  readonly told: ReadonlySet<string>;
  /** The longest review delay of the run's products, as a duration. */
  readonly reviewDelay: (run: Run) => string | undefined;
  /** Template fields as of the run's trigger, plus what the run awaited and was answered. */
  readonly scopeAt: (
    run: Run,
    awaited: readonly StoreEvent[],
    answers: Readonly<Record<string, number>>,
  ) => Readonly<Record<string, unknown>>;
  /** The same fields as they are now. */
  readonly scopeNow: (run: Run) => Readonly<Record<string, unknown>>;
  /** The zone that held at an instant. */
  readonly zoneAt: (atMs: number) => string;
}

/** Where a run stands: the text that is next, or the event it awaits, or its end. */
export type Stand =
  | { readonly kind: "send"; readonly step: SendStep; readonly row: StepRow; readonly dueMs: number }
  | { readonly kind: "wait"; readonly step: WaitStep; readonly path: string; readonly wakeMs: number | undefined }
  /** A question that went out, and is open until `wakeMs`. */
  | {
      readonly kind: "asked";
      readonly step: AskStep;
      readonly path: string;
      readonly wakeMs: number;
      readonly askedAtMs: number;
      readonly messageId: string | undefined;
    }
  | { readonly kind: "ended"; readonly atMs: number };

export interface Walk {
  readonly stand: Stand;
  /** Rows of texts that an `if` or a missing field left out. They are derived anew until their due instant has passed. */
  readonly passed: readonly StepRow[];
  /** What other systems are to be told now that the run has come this far. */
  readonly tells: readonly Placed<TellStep>[];
}

/**
 * Goes through a run's steps from the start, over what became of each, to the one that is next. Nothing but the rows of texts
 * is stored, so an event that arrives late changes what has not gone, and only that (R10).
 */
export function walkRun(run: Run, context: WalkContext): Walk {
  const settled: string[] = [...context.told];
  for (const [path, row] of context.stored) if (isSettled(row, context.nowMs) && !isAside(path)) settled.push(path);
  if (context.pin?.reached !== undefined) settled.push(context.pin.reached);
  const way: Way = {
    run,
    context,
    settled,
    previousMs: run.trigger.occurredAtMs,
    awaited: [],
    answered: [],
    passed: [],
    tells: [],
  };
  const stand = walkSteps(run.flow.steps, "", way);
  return { stand: stand ?? { kind: "ended", atMs: way.previousMs }, passed: way.passed, tells: way.tells };
}

export interface Way {
  readonly run: Run;
  readonly context: WalkContext;
  /** Paths of the texts and messages to others that nothing changes any more: the way that the run took leads over them. */
  readonly settled: readonly string[];
  /** When the step before was sent, suppressed or decided. */
  previousMs: number;
  readonly awaited: StoreEvent[];
  readonly answered: [AskStep, string, number][];
  readonly passed: StepRow[];
  readonly tells: Placed<TellStep>[];
}

function walkSteps(steps: readonly Step[], prefix: string, way: Way): Stand | undefined {
  for (const [index, step] of steps.entries()) {
    const path = `${prefix}${index}`;
    const stand = walkStep(step, path, way);
    if (stand !== undefined) return stand;
  }
  return undefined;
}

function walkStep(step: Step, path: string, way: Way): Stand | undefined {
  if ("send" in step) return walkSend(step, path, way);
  if ("ask" in step) return walkAsk(step, path, way);
  if ("tell" in step) return walkTell(step, path, way);
  return walkBlock(step, path, way);
}

/** Told once, when the run first comes here; the run goes on at once, however long the other side takes. */
function walkTell(step: TellStep, path: string, way: Way): undefined {
  const isPast = way.settled.some((settled) => isBehind(settled, path));
  if (!way.context.told.has(path) && !isPast) way.tells.push({ value: step, path });
}

/** First the text; once it went, its answer, until the question closes. Unanswered, the run goes on behind it. */
function walkAsk(step: AskStep, path: string, way: Way): Stand | undefined {
  const { context } = way;
  const stand = walkSend(asSend(step), path, way);
  const asked = context.stored.get(path);
  const hasGone = asked?.outcome === "sent" || asked?.outcome === "unknown";
  if (stand !== undefined || asked === undefined || !hasGone) return stand;
  const answer = context.answers.get(path);
  if (answer !== undefined) {
    way.previousMs = answer.atMs;
    way.answered.push([step, path, answer.value]);
    const index = answerIndex(step, answer.firstValue);
    const arm = index === undefined ? undefined : listArms(step, path)[index];
    return arm === undefined ? undefined : walkSteps(arm.value, `${arm.path}.`, way);
  }
  const wakeMs = closesMs(step, asked.atMs, context.zoneAt(asked.atMs));
  if (context.nowMs < wakeMs || hasEndedOpen(path, wakeMs, context)) {
    return { kind: "asked", step, path, wakeMs, askedAtMs: asked.atMs, messageId: asked.messageId };
  }
  way.previousMs = wakeMs;
  return undefined;
}

/** Whether the run ended while its question was open: then nothing behind it was ever looked at. */
function hasEndedOpen(path: string, closesAtMs: number, { stored, exitAtMs }: WalkContext): boolean {
  for (const other of stored.keys()) if (isBehind(other, path)) return false;
  return (exitAtMs() ?? closesAtMs) < closesAtMs;
}

type Block = Exclude<Step, SendStep | AskStep | TellStep | ExitStep>;
export type Arm = Placed<readonly Step[]>;

function walkBlock(step: Block | ExitStep, path: string, way: Way): Stand | undefined {
  if ("exit" in step) return { kind: "ended", atMs: way.previousMs };
  const arms = listArms(step, path);
  const taken = arms.find((arm) => way.settled.some((settled) => settled.startsWith(`${arm.path}.`)));
  // A run that has gone past a block does not come back for the texts of an arm that it would take by now.
  const isPast = taken === undefined && way.settled.some((settled) => isBehind(settled, path));
  const chosen = "waitFor" in step ? awaitEvent(step, path, arms, taken, way) : (taken ?? chooseArm(step, arms, way));
  if (chosen === undefined || isPast) return undefined;
  return "kind" in chosen ? chosen : walkSteps(chosen.value, `${chosen.path}.`, way);
}

function chooseArm(
  step: Exclude<Block, WaitStep>,
  arms: readonly Arm[],
  { run, context, awaited, answered }: Way,
): Arm | undefined {
  if ("split" in step) {
    const arm = pickArm(step.arms, shareOf(`${run.flow.key}:${step.split}`, context.phone));
    return arm === undefined ? undefined : arms[step.arms.indexOf(arm)];
  }
  const scope = context.scopeAt(run, awaited, answersByName(answered));
  const index = step.branch.findIndex((arm) => holds(arm.if, scope));
  return index < 0 ? arms.at(-1) : arms[index];
}
