import type { SendStep, Step, WaitStep } from "../../shared/contract/flows.ts";
import { holds, readField } from "./condition.ts";
import { parseDuration } from "./duration.ts";
import { compareEvents } from "./event-order.ts";
import { parseFieldInstant } from "./field-instant.ts";
import { addDuration, nextLocalTime } from "./local-time.ts";
import type { CustomerState } from "./person-state.ts";
import type { Reason, Run, StepRow } from "./run.ts";
import { pickArm, shareOf } from "./share.ts";
import type { StoreEvent } from "./store-event.ts";

export interface WalkContext {
  readonly customer: CustomerState;
  readonly stored: ReadonlyMap<string, StepRow>;
  readonly nowMs: number;
  readonly phone: string;
  /** Template fields as of the run's trigger, plus the events that the run awaited. */
  readonly scopeAt: (run: Run, awaited: readonly StoreEvent[]) => Readonly<Record<string, unknown>>;
  /** The same fields as they are now: a due instant that counts from a field moves with it. */
  readonly scopeNow: (run: Run) => Readonly<Record<string, unknown>>;
  readonly zoneAt: (atMs: number) => string;
}

/** Where a run stands: the text that is next, or the event it awaits, or its end. */
export type Stand =
  | { readonly kind: "send"; readonly step: SendStep; readonly row: StepRow; readonly dueMs: number }
  | { readonly kind: "wait"; readonly path: string; readonly wakeMs: number | undefined; readonly lookedAtMs: number }
  | { readonly kind: "ended"; readonly atMs: number };

export interface Walk {
  readonly stand: Stand;
  /** Rows of texts that an `if` or a missing field left out. They are derived anew until their due instant has passed. */
  readonly passed: readonly StepRow[];
}

/**
 * Goes through a run's steps from the start, over what became of each, to the one that is next. Nothing but the rows of texts
 * is stored, so an event that arrives late changes what has not gone, and only that (R10).
 */
export function walkRun(run: Run, context: WalkContext): Walk {
  const cursor: Cursor = { previousMs: run.trigger.occurredAtMs, awaited: [], passed: [] };
  const stand = walkSteps(run.flow.steps, "", run, context, cursor);
  return { stand: stand ?? { kind: "ended", atMs: cursor.previousMs }, passed: cursor.passed };
}

interface Cursor {
  /** When the step before was sent, suppressed or decided. */
  previousMs: number;
  readonly awaited: StoreEvent[];
  readonly passed: StepRow[];
}

function walkSteps(
  steps: readonly Step[],
  prefix: string,
  run: Run,
  context: WalkContext,
  cursor: Cursor,
): Stand | undefined {
  for (const [index, step] of steps.entries()) {
    const path = `${prefix}${index}`;
    const stand = walkStep(step, path, run, context, cursor);
    if (stand !== undefined) return stand;
  }
  return undefined;
}

function walkStep(step: Step, path: string, run: Run, context: WalkContext, cursor: Cursor): Stand | undefined {
  if ("send" in step) return walkSend(step, path, run, context, cursor);
  if ("waitFor" in step) return walkWait(step, path, run, context, cursor);
  if ("branch" in step) {
    const pinned = step.branch.findIndex((_, index) => hasFinalBelow(context, `${path}.branch.${index}.`));
    const scope = context.scopeAt(run, cursor.awaited);
    const chosen = pinned >= 0 ? pinned : step.branch.findIndex((arm) => holds(arm.if, scope));
    const takesElse = pinned < 0 && hasFinalBelow(context, `${path}.else.`);
    const arm = takesElse ? undefined : step.branch[chosen];
    if (arm !== undefined) return walkSteps(arm.steps, `${path}.branch.${chosen}.`, run, context, cursor);
    return walkSteps(step.else ?? [], `${path}.else.`, run, context, cursor);
  }
  if ("split" in step) {
    const arm = pickArm(step.arms, shareOf(`${run.flow.key}:${step.split}`, context.phone));
    if (arm === undefined) return undefined;
    return walkSteps(arm.steps, `${path}.arms.${step.arms.indexOf(arm)}.`, run, context, cursor);
  }
  return { kind: "ended", atMs: cursor.previousMs };
}

function walkSend(step: SendStep, path: string, run: Run, context: WalkContext, cursor: Cursor): Stand | undefined {
  const stored = context.stored.get(path);
  if (stored?.isFinal || stored?.outcome === "unknown") {
    cursor.previousMs = stored.reason === "condition" ? cursor.previousMs : stored.atMs;
    return undefined;
  }
  const lookedAtMs = stored?.lookedAtMs ?? context.nowMs;
  const dueMs = dueInstant(step, run, context, cursor);
  const holdsIf = step.if === undefined || holds(step.if, context.scopeAt(run, cursor.awaited));
  if (!holdsIf || dueMs === undefined) {
    const dueAtMs = dueMs === undefined ? undefined : Math.max(dueMs, lookedAtMs);
    cursor.passed.push({
      ...newRow(step, path, run, lookedAtMs),
      dueAtMs,
      atMs: stored?.reason === "condition" ? stored.atMs : context.nowMs,
      outcome: "suppressed",
      reason: "condition",
      isFinal: dueAtMs !== undefined && dueAtMs <= context.nowMs,
    });
    return undefined;
  }
  const effectiveMs = Math.max(dueMs, lookedAtMs);
  const kept = stored?.outcome === "waiting" && stored.dueAtMs === effectiveMs ? stored : undefined;
  const row = kept ?? {
    ...newRow(step, path, run, lookedAtMs),
    dueAtMs: effectiveMs,
    atMs: effectiveMs,
    messageId: stored?.messageId,
  };
  return { kind: "send", step, row, dueMs: effectiveMs };
}

/** A row as it is while its text waits for its due instant. */
export function newRow(step: SendStep, path: string, run: Run, lookedAtMs: number): StepRow {
  return {
    runId: run.id,
    path,
    flow: run.flow.key,
    version: run.version,
    template: step.send.template,
    class: step.class,
    customerId: run.customerId,
    orderId: run.orderId,
    trigger: isSingle(run) ? undefined : { event: run.trigger.type, atMs: run.trigger.occurredAtMs },
    lookedAtMs,
    dueAtMs: undefined,
    atMs: lookedAtMs,
    outcome: "waiting",
    reason: undefined,
    rule: undefined,
    untilAtMs: undefined,
    messageId: undefined,
    slotAtMs: undefined,
    isFinal: false,
  };
}

function isSingle(run: Run): boolean {
  return run.flow.key === "message" || run.flow.key === "system";
}

/** A run's single row where it may not enter, or ended before its next text. */
export function endedRow(row: StepRow, reason: Reason, rule: string | undefined, nowMs: number): StepRow {
  return { ...row, atMs: nowMs, outcome: "suppressed", reason, rule, untilAtMs: undefined };
}

/** R4. Undefined where the field that it counts from is missing. */
function dueInstant(step: SendStep, run: Run, context: WalkContext, cursor: Cursor): number | undefined {
  const anchorMs = anchorInstant(step, run, context, cursor);
  if (anchorMs === undefined) return undefined;
  const zone = context.zoneAt(anchorMs);
  const after = step.after === undefined ? undefined : parseDuration(step.after);
  const dueMs = after === undefined ? anchorMs : addDuration(anchorMs, after, zone);
  return step.at === undefined ? dueMs : nextLocalTime(dueMs, step.at.localTime, zone);
}

function anchorInstant(step: SendStep, run: Run, context: WalkContext, cursor: Cursor): number | undefined {
  const from = step.from ?? "trigger";
  if (from === "trigger") return run.trigger.occurredAtMs;
  if (from === "previous") return cursor.previousMs;
  const scope = context.scopeNow(run);
  for (const object of ["", "order.", "parcel.", "event.", "customer.attributes.", "order.attributes."]) {
    const value = readField(scope, `${object}${from.field}`);
    const atMs = parseFieldInstant(value, context.zoneAt(run.trigger.occurredAtMs));
    if (atMs !== undefined) return atMs;
  }
  return undefined;
}

/** Met by an event of that order already known; else by one that happens before the timeout. */
function walkWait(step: WaitStep, path: string, run: Run, context: WalkContext, cursor: Cursor): Stand | undefined {
  const fromMs = cursor.previousMs;
  const timeout = step.waitFor.timeout === undefined ? undefined : parseDuration(step.waitFor.timeout);
  const timeoutMs = timeout === undefined ? undefined : addDuration(fromMs, timeout, context.zoneAt(fromMs));
  const isTimedOut = hasFinalBelow(context, `${path}.onTimeout.`);
  const met = isTimedOut ? undefined : findAwaited(step, run, context, timeoutMs);
  if (met !== undefined) {
    cursor.previousMs = met.occurredAtMs;
    cursor.awaited.push(met);
    return walkSteps(step.then ?? [], `${path}.then.`, run, context, cursor);
  }
  if (!isTimedOut && (timeoutMs === undefined || context.nowMs < timeoutMs)) {
    const lookedAtMs = context.stored.get(path)?.lookedAtMs ?? context.nowMs;
    return { kind: "wait", path, wakeMs: timeoutMs, lookedAtMs };
  }
  cursor.previousMs = timeoutMs ?? fromMs;
  return walkSteps(step.onTimeout ?? [], `${path}.onTimeout.`, run, context, cursor);
}

function findAwaited(
  step: WaitStep,
  run: Run,
  context: WalkContext,
  timeoutMs: number | undefined,
): StoreEvent | undefined {
  const isOurs = (event: StoreEvent): boolean =>
    run.orderId === undefined ? event.orderId === undefined : event.orderId === run.orderId;
  return context.customer.events
    .filter((event) => event.type === step.waitFor.event && isOurs(event) && event.id !== run.trigger.id)
    .filter((event) => timeoutMs === undefined || event.occurredAtMs <= timeoutMs)
    .sort(compareEvents)[0];
}

function hasFinalBelow(context: WalkContext, prefix: string): boolean {
  for (const row of context.stored.values()) if (row.isFinal && row.path.startsWith(prefix)) return true;
  return false;
}
