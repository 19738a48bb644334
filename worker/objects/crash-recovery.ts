import type { Plan } from "../domain/plan.ts";
import type { CustomerStore } from "./customer-store.ts";
import type { OutboxRow } from "./outbox-row.ts";

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
  for (const row of store.outboxIn("sending")) {
    if (!inFlight.has(row.messageId)) markUnknown(store, row);
  }
}

export function markUnknown(store: CustomerStore, row: OutboxRow): void {
  store.putOutbox({ ...row, state: "unknown", lookupAtMs: nextLookupMs(row.attemptAtMs, row.attemptAtMs) });
  const step = store.findRow(row);
  if (step !== undefined) {
    store.putRow({
      ...step,
      outcome: "unknown",
      atMs: row.attemptAtMs,
      messageId: row.messageId,
      untilAtMs: undefined,
    });
  }
}

/** The earliest of what the plan and the look-ups still need. Of a text in flight nobody knows yet: should this be its end, it is overdue. */
export function earliest(plan: Plan, store: CustomerStore, more: readonly (number | undefined)[]): number | undefined {
  const lookups = store.outboxIn("unknown").map((row) => row.lookupAtMs);
  const inFlight = store.outboxIn("sending").map((row) => row.attemptAtMs);
  const instants = [plan.nextMs, ...lookups, ...inFlight, ...more].filter((atMs) => atMs !== undefined);
  return instants.length === 0 ? undefined : Math.min(...instants);
}
