import type { Plan } from "../domain/plan.ts";
import type { StepRow } from "../domain/run.ts";
import type { CustomerStore, OutboxRow } from "./customer-store.ts";

/** R8: the gateway's list is asked 1, 5 and 30 minutes after an attempt of unknown outcome. */
const LOOKUP_AFTER_MS = [60_000, 300_000, 1_800_000];

/** When an unknown attempt is looked up next, after a look-up at `afterMs`; undefined = no more. */
export function nextLookupMs(attemptAtMs: number, afterMs: number): number | undefined {
  return LOOKUP_AFTER_MS.map((delay) => attemptAtMs + delay).find((atMs) => atMs > afterMs);
}

/** Absence counts as proof from here on: the gateway's list has had time to show what it took. */
export function isAbsenceProof(attemptAtMs: number, nowMs: number): boolean {
  return nowMs - attemptAtMs >= 300_000;
}

/**
 * A row still `sending` that nobody in this isolate is sending: its request may or may not have left before the crash.
 * No gateway has an idempotency key, so it becomes `unknown` and is looked up, never simply sent again.
 */
export function recoverCrashedSends(store: CustomerStore, inFlight: ReadonlySet<string>): void {
  for (const row of store.outbox("sending")) {
    if (!inFlight.has(row.messageId)) markUnknown(store, row);
  }
}

export function markUnknown(store: CustomerStore, row: OutboxRow): void {
  store.putOutbox({ ...row, state: "unknown", lookupAtMs: nextLookupMs(row.attemptAtMs, row.attemptAtMs) });
  const step = findRow(store, row);
  if (step !== undefined) {
    store.putRow({ ...step, outcome: "unknown", atMs: row.attemptAtMs, messageId: row.messageId, untilAtMs: undefined });
  }
}

export function findRow(store: CustomerStore, at: { runId: string; path: string }): StepRow | undefined {
  return store.rows().find((row) => row.runId === at.runId && row.path === at.path);
}

/** The earliest of what the plan and the look-ups still need. */
export function earliest(plan: Plan, store: CustomerStore, more: readonly (number | undefined)[]): number | undefined {
  const lookups = store.outbox("unknown").map((row) => row.lookupAtMs);
  const instants = [plan.nextMs, ...lookups, ...more].filter((atMs) => atMs !== undefined);
  return instants.length === 0 ? undefined : Math.min(...instants);
}
