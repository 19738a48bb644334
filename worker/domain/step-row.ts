import type { SendStep } from "../../shared/contract/flows.ts";
import type { Run, StepRow } from "./run.ts";

/** A step of a run. */
export interface StepPlace {
  readonly runId: string;
  readonly path: string;
}

export function rowKey(row: StepPlace): string {
  return `${row.runId}\n${row.path}`;
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
    trigger: isSingle(run.flow.key) ? undefined : { event: run.trigger.type, atMs: run.trigger.occurredAtMs },
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

/**
 * Nothing that is heard of later changes it: the text went, or its due instant has passed with a reason. What is heard of at
 * that very instant still does, since events of an instant are taken in before its texts (R12).
 */
export function isSettled(row: StepRow, nowMs: number): boolean {
  if (row.isFinal || row.outcome === "unknown") return true;
  return row.outcome === "suppressed" && row.dueAtMs !== undefined && row.dueAtMs < nowMs;
}

/** Of a text outside any flow: from a person at the shop, an answer of ours, or a test to the merchant's own phone. */
export function isSingle(flowKey: string): boolean {
  return flowKey === "message" || flowKey === "system" || flowKey === "test";
}
