import type { ComposerMessages } from "./composer-messages.ts";
import type { Draft } from "./drafts.ts";
import type { MessageClass } from "./message-answers.ts";
import type { RecordAnswer } from "./record-answer.ts";
import { findGaps, hasLinkToken, LONGEST_BODY } from "./text-marks.ts";

/** Whom the text goes to. */
export type Recipient =
  | { readonly kind: "loading" | "noPhone" | "noNumber" | "optedOut" | "nobody" }
  | { readonly kind: "known"; readonly phone: string };

/** Why a draft cannot go, as far as that can be told without asking. */
export type Obstacle =
  | {
      readonly kind:
        | "loading"
        | "noPhone"
        | "noNumber"
        | "optedOut"
        | "nobody"
        | "empty"
        | "tooLong"
        | "link"
        | "offline";
    }
  | { readonly kind: "gaps"; readonly count: number };

export interface Situation {
  readonly recipient: Recipient;
  readonly values: Readonly<Record<string, string>>;
  readonly isOffline: boolean;
}

export function findObstacle(draft: Draft, { recipient, values, isOffline }: Situation): Obstacle | undefined {
  const isBlank = draft.body.trim() === "";
  // Who has written nothing yet need not be told what else is missing.
  if (recipient.kind === "noNumber" && isBlank) return { kind: "empty" };
  if (recipient.kind !== "known" && recipient.kind !== "loading") return { kind: recipient.kind };
  if (isBlank) return { kind: "empty" };
  if (draft.body.length > LONGEST_BODY) return { kind: "tooLong" };
  const gaps = findGaps(draft.body, values);
  if (gaps.length > 0) return { kind: "gaps", count: gaps.length };
  if (hasLinkToken(draft.body) && draft.link === undefined) return { kind: "link" };
  if (isOffline) return { kind: "offline" };
  return recipient.kind === "loading" ? { kind: "loading" } : undefined;
}

/** Undefined where there is nothing to say: the obstacle is told, or can be seen, elsewhere. */
export function explainObstacle(obstacle: Obstacle, words: ComposerMessages): string | undefined {
  switch (obstacle.kind) {
    case "noPhone":
      return words.gate.noPhone;
    case "optedOut":
      return words.gate.optedOut;
    case "noNumber":
      return words.gate.noNumber;
    case "link":
      return words.links.missing;
    case "gaps":
      return words.field.gaps(obstacle.count);
    case "loading":
    case "nobody":
    case "empty":
    case "tooLong":
    case "offline":
      return undefined;
  }
}

interface How {
  readonly sendAtMs?: number | undefined;
  readonly undoSeconds?: number;
}

/** Body of `POST /v1/messages`, and without the time of its preview. */
export function writeRequest(
  draft: Draft,
  kind: MessageClass,
  phone: string,
  answer: RecordAnswer | undefined,
  { sendAtMs, undoSeconds = 0 }: How = {},
): string {
  return JSON.stringify({
    to: phone,
    ...writeText(draft, kind, answer),
    ...(sendAtMs === undefined ? {} : { sendAt: new Date(sendAtMs).toISOString() }),
    ...(undoSeconds === 0 ? {} : { undoSeconds }),
  });
}

/** Body of `POST /v1/messages/test`. */
export function writeTestRequest(draft: Draft, kind: MessageClass, answer: RecordAnswer | undefined): string {
  return JSON.stringify(writeText(draft, kind, answer));
}

function writeText({ body, link }: Draft, kind: MessageClass, answer: RecordAnswer | undefined) {
  return {
    body,
    class: kind,
    link: link !== undefined && hasLinkToken(body) ? { url: link.url } : undefined,
    orderId: answer?.order?.id,
    customerId: answer?.customer?.id,
  };
}
