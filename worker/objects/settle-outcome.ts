import { clock } from "../clock.ts";
import type { DueText } from "../domain/due-text.ts";
import type { Reason } from "../domain/run.ts";
import {
  type DeliveryStatus,
  isLater,
  type LastingErrorClass,
  type Receipt,
  type SendOutcome,
} from "../gateways/gateway.ts";
import { linkStore } from "../links/link-store.ts";
import { logError } from "../log.ts";
import { markUnknown } from "./crash-recovery.ts";
import type { CustomerStore } from "./customer-store.ts";
import type { OutboxRow } from "./outbox-row.ts";
import type { Sender, Step } from "./send-text.ts";

/** Writes down what became of one attempt (R8). */
export function settleOutcome(
  { env, store, telling }: Sender,
  text: DueText,
  messageId: string,
  outcome: SendOutcome,
): Step {
  const row = store.findOutbox(messageId);
  if (row === undefined) throw new Error("the outbox row of an attempt is missing");
  // A status callback may have overtaken the answer and proved the send already.
  if (row.state !== "sending") return "ended";
  switch (outcome.kind) {
    case "accepted": {
      markAccepted(store, row, outcome.gatewayId, outcome.status);
      if (store.findDraft(text.row) !== undefined) telling.push(tellLinks(env, store, messageId));
      return "ended";
    }
    case "unknown":
      markUnknown(store, row);
      return "ended";
    case "refused":
      if (outcome.retry === "later") {
        return waitForRetry(store, text, row, outcome.retryAfterMs ?? 0, undefined, outcome.code);
      }
      return settleRefusal(store, text, row, outcome.errorClass, outcome.code);
  }
}

/** So that a program that follows the text at once is known as one. The text has gone, whether this is noted or not. */
async function tellLinks(env: Env, store: CustomerStore, messageId: string): Promise<void> {
  const merchantId = store.getMeta("merchant_id") ?? "";
  try {
    await linkStore(env).markAccepted(merchantId, messageId, clock.machineNowMs());
  } catch (cause) {
    logError("links not told of their text", { merchantId, messageId }, cause);
  }
}

export function markAccepted(store: CustomerStore, row: OutboxRow, gatewayId: string, status: DeliveryStatus): void {
  store.putOutbox({ ...row, state: "accepted", gatewayId, deliveryStatus: status, lookupAtMs: undefined });
  store.forgetCode(row.messageId);
  const step = store.findRow(row);
  if (step === undefined) return;
  store.putRow({
    ...step,
    atMs: row.attemptAtMs,
    outcome: "sent",
    reason: undefined,
    untilAtMs: undefined,
    messageId: row.messageId,
    isFinal: true,
  });
  // Whoever wrote has their answer now: a text from a person at the shop, not one of a flow.
  if (step.flow === "message") store.answerReply(row.attemptAtMs);
}

/** Our row id in a callback proves a send whose answer was lost. False where nothing but the receipt itself is news. */
export function settleReceipt(store: CustomerStore, row: OutboxRow, receipt: Receipt): boolean {
  const { messageId } = row;
  const isProof = row.state !== "accepted";
  if (isProof) markAccepted(store, row, receipt.gatewayId, receipt.status);
  const now = store.findOutbox(messageId) ?? row;
  if (now.deliveryStatus === undefined || isLater(receipt.status, now.deliveryStatus)) {
    store.putOutbox({ ...now, deliveryStatus: receipt.status, errorCode: receipt.errorCode });
  }
  const hasFailed = receipt.status === "failed" || receipt.status === "undelivered";
  if (hasFailed && now.deliveryStatus !== receipt.status) store.addFault("failure", row, clock.nowMs());
  // What an error says of a number, it says of the one that the text went to.
  const isOurNumber = row.to === store.phone();
  if (receipt.errorClass !== undefined && isOurNumber) learnFromError(store, receipt.errorClass);
  return isProof || receipt.errorClass !== undefined;
}

/** Marks the number where an error says something lasting about it. */
function learnFromError(store: CustomerStore, errorClass: string): void {
  const nowMs = clock.nowMs();
  if (errorClass === "opted_out" && store.optOut() === undefined) {
    store.addOptOutFault(nowMs);
    store.setOptOut({ scope: "all", atMs: nowMs, source: "gateway" }, nowMs, "gateway");
  }
  if (errorClass === "recipient_permanent") store.setMeta("unreachable", String(nowMs));
}

const REASON: Record<"opted_out" | "recipient_permanent" | "content", Reason> = {
  opted_out: "opted_out",
  recipient_permanent: "unreachable",
  content: "gateway_rejected",
};

function settleRefusal(
  store: CustomerStore,
  text: DueText,
  row: OutboxRow,
  errorClass: LastingErrorClass,
  code: string,
): Step {
  // The sender is in trouble, not the text: it keeps its texts and tries again later.
  if (errorClass === "sender" || errorClass === "capped") {
    return waitForRetry(store, text, row, SENDER_TROUBLE_MS, "brake", code);
  }
  learnFromError(store, errorClass);
  store.addFault(errorClass === "content" ? "content" : "failure", row, row.attemptAtMs);
  store.putOutbox({ ...row, state: "failed", errorCode: code });
  store.forgetCode(row.messageId);
  store.putRow({
    ...text.row,
    atMs: row.attemptAtMs,
    outcome: "failed",
    reason: REASON[errorClass],
    rule: `gateway:${code}`,
    messageId: row.messageId,
    untilAtMs: undefined,
    isFinal: true,
  });
  return "ended";
}

const SENDER_TROUBLE_MS = 900_000;
const FIRST_BACKOFF_MS = 30_000;
const LONGEST_BACKOFF_MS = 3_600_000;

/** Certainly not sent: due again, never before what the gateway asked for (RFC 9110, 10.2.3). */
function waitForRetry(
  store: CustomerStore,
  text: DueText,
  row: OutboxRow,
  atLeastMs: number,
  reason: Reason | undefined,
  code: string,
): Step {
  const backoffMs = Math.min(FIRST_BACKOFF_MS * 2 ** (row.attempts - 1), LONGEST_BACKOFF_MS);
  const untilAtMs = clock.nowMs() + Math.max(backoffMs, atLeastMs);
  store.putOutbox({ ...row, state: "due", errorCode: code });
  store.putRow({
    ...text.row,
    outcome: "waiting",
    reason,
    rule: `gateway:${code}`,
    untilAtMs,
    messageId: row.messageId,
    slotAtMs: undefined,
  });
  return "held";
}
