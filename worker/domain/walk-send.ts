import type { SendStep } from "../../shared/contract/flows.ts";
import { holds } from "./condition.ts";
import { dueInstant } from "./due-instant.ts";
import { isAside } from "./move-run.ts";
import { answersByName } from "./question.ts";
import type { Run, StepRow } from "./run.ts";
import { isBehind } from "./step-path.ts";
import { isSettled, newRow } from "./step-row.ts";
import type { Stand, WalkContext, Way } from "./walk.ts";

export function walkSend(step: SendStep, path: string, way: Way): Stand | undefined {
  const { run, context } = way;
  const stored = context.stored.get(path);
  if (stored !== undefined && isSettled(stored, context.nowMs)) {
    if (stored.reason === "exited") return { kind: "ended", atMs: stored.atMs };
    if (!isFalseIf(stored)) way.previousMs = stored.atMs;
    return undefined;
  }
  if (context.pin !== undefined) {
    if (wasSent(step, run, context)) {
      const atMs = stored?.rule === SENT_BEFORE ? stored.atMs : context.nowMs;
      const row = newRow(step, path, run, stored?.lookedAtMs ?? context.nowMs);
      way.passed.push({ ...row, atMs, outcome: "suppressed", reason: "superseded", rule: SENT_BEFORE });
      return undefined;
    }
    // A run that was moved does not come back for what its new version has before its place.
    if (way.settled.some((settled) => isBehind(settled, path))) return undefined;
  }
  const lookedAtMs = stored?.lookedAtMs ?? context.nowMs;
  const computedMs = dueInstant(step, {
    triggerMs: run.trigger.occurredAtMs,
    previousMs: way.previousMs,
    scopeNow: () => context.scopeNow(run),
    reviewDelay: () => context.reviewDelay(run),
    zoneAt: context.zoneAt,
  });
  const dueAtMs = computedMs === undefined ? undefined : Math.max(computedMs, lookedAtMs);
  const isLeftOut =
    step.if !== undefined && !holds(step.if, context.scopeAt(run, way.awaited, answersByName(way.answered)));
  if (isLeftOut || dueAtMs === undefined) {
    const row: StepRow = {
      ...newRow(step, path, run, lookedAtMs),
      dueAtMs,
      atMs: stored?.reason === "condition" ? stored.atMs : context.nowMs,
      outcome: "suppressed",
      reason: "condition",
      rule: isLeftOut ? "if" : "field",
    };
    way.passed.push(row);
    if (!isLeftOut) way.previousMs = row.atMs;
    return undefined;
  }
  const kept = stored?.outcome === "waiting" && stored.dueAtMs === dueAtMs ? stored : undefined;
  const row = kept ?? { ...newRow(step, path, run, lookedAtMs), dueAtMs, atMs: dueAtMs, messageId: stored?.messageId };
  // An attempt as the step's promotional body left its class behind.
  return { kind: "send", step, row: row.class === step.class ? row : { ...row, class: step.class }, dueMs: dueAtMs };
}

const SENT_BEFORE = "sent_before";

/** Under another version of the flow: no text goes twice because its run was moved. */
function wasSent({ send }: SendStep, run: Run, { stored }: WalkContext): boolean {
  return [...stored.values()].some(
    (row) =>
      (row.outcome === "sent" || row.outcome === "unknown") &&
      (row.version !== run.version || isAside(row.path)) &&
      row.template !== undefined &&
      row.template === send.template,
  );
}

/** Then the step took no time: the next one counts from the one before it. */
function isFalseIf(row: StepRow): boolean {
  return row.reason === "condition" && row.rule === "if";
}
