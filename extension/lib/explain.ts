import type { AdminRecord } from "../../shared/admin-page.ts";
import type { Failure } from "./api.ts";
import { isLoopback } from "./connection.ts";
import type { Formats } from "./formats.ts";
import type { Explanation, Messages } from "./messages.ts";
import type { CustomerText } from "./record-answer.ts";

/** What went wrong with this server, in the merchant's words, and what to do about it. */
export function explainFailure(messages: Messages, failure: Failure, base: string): Explanation {
  const { failures } = messages;
  const { host } = new URL(base);
  switch (failure.kind) {
    case "offline":
      // This computer needs no network to reach itself.
      return isLoopback(base) ? failures.unreachableHere(host) : failures.offline;
    case "unreachable":
      return isLoopback(base) ? failures.unreachableHere(host) : failures.unreachable(host);
    case "wrongKey":
      return failures.wrongKey;
    case "busy":
      return failures.busy;
    case "broken":
      return failures.broken(failure.status);
    case "refused":
      return failures.refused(failure.status);
    case "notFound":
    case "foreign":
      return failures.foreign(host);
  }
}

export function explainUnknown(messages: Messages, record: AdminRecord): Explanation {
  switch (record.kind) {
    case "order":
    case "draft_order":
      return messages.unknown.order;
    case "customer":
      return messages.unknown.customer;
    case "post":
      return messages.unknown.post;
  }
}

/** Where a text stands: "Delivered", "Waiting until Tue 10:00: quiet hours", "Not sent: the customer opted out". */
export function describeStatus(
  { messages, formats }: { messages: Messages; formats: Formats },
  text: Pick<CustomerText, "status" | "untilAt" | "reason" | "rule">,
): string {
  const { status } = messages;
  switch (text.status) {
    case "waiting":
      return withReason(
        messages,
        text.untilAt === undefined ? status.waiting : status.waitingUntil(formats.dayAndTime(text.untilAt)),
        text,
      );
    case "suppressed":
    case "failed":
      return withReason(messages, status[text.status], text);
    case "sending":
    case "sent":
    case "delivered":
    case "received":
    case "unknown":
      return status[text.status];
  }
}

function withReason(
  messages: Messages,
  status: string,
  { reason, rule }: Pick<CustomerText, "reason" | "rule">,
): string {
  const written = reason ?? rule;
  return written === undefined ? status : messages.status.because(status, nameWord(messages.reasons, written));
}

/** Our word for a reason or a parcel's state; one that this version does not know yet is shown as the server wrote it. */
export function nameWord(words: Readonly<Record<string, string>>, written: string): string {
  const known = Object.hasOwn(words, written) ? words[written] : undefined;
  return known ?? written.replaceAll("_", " ");
}
