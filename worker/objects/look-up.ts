import { clock } from "../clock.ts";
import type { LookupOutcome } from "../gateways/gateway.ts";
import { openGateway } from "../merchants/open-gateway.ts";
import { isAbsenceProof, nextLookupMs } from "./crash-recovery.ts";
import type { OutboxRow } from "./outbox-row.ts";
import type { Sender } from "./send-text.ts";
import { markAccepted } from "./settle-outcome.ts";

const CLOCK_SKEW_MS = 120_000;

/** Asks the gateway's own list for texts of unknown outcome whose look-up is due: found, provably absent, or still unknown. */
export async function lookUpUnknown(sender: Sender, merchantId: string): Promise<void> {
  const nowMs = clock.nowMs();
  const due = sender.store.outboxIn("unknown").filter((row) => row.lookupAtMs !== undefined && row.lookupAtMs <= nowMs);
  if (due.length === 0) return;
  const gateway = await openGateway(sender.env, merchantId);
  for (const row of due) {
    // Without an account at a gateway nothing is proved now; it may be back at the next look.
    const outcome = await gateway?.find({
      to: row.to,
      body: row.body,
      ref: row.messageId,
      fromMs: row.attemptAtMs - CLOCK_SKEW_MS,
      untilMs: nowMs + CLOCK_SKEW_MS,
      takenIds: sender.store.outbox().flatMap((one) => one.gatewayId ?? []),
    });
    settleLookup(sender, row.messageId, outcome ?? { kind: "impossible" }, nowMs);
  }
}

function settleLookup({ store }: Sender, messageId: string, outcome: LookupOutcome, nowMs: number): void {
  const row = store.findOutbox(messageId);
  if (row?.state !== "unknown") return;
  if (outcome.kind === "found") markAccepted(store, row, outcome.gatewayId, outcome.status);
  else if (outcome.kind === "absent" && isAbsenceProof(row.attemptAtMs, nowMs)) makeDueAgain(store, row);
  else store.putOutbox({ ...row, lookupAtMs: nextLookupMs(row.attemptAtMs, nowMs) });
}

function makeDueAgain(store: Sender["store"], row: OutboxRow): void {
  store.putOutbox({ ...row, state: "due", lookupAtMs: undefined });
  const step = store.findRow(row);
  store.releaseHolds(({ reason }) => reason === "cap"); // what did not go fills no cap
  if (step === undefined) return;
  store.putRow({ ...step, outcome: "waiting", atMs: step.dueAtMs ?? step.atMs, messageId: row.messageId });
}
