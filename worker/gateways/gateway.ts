import type { PhoneNumber } from "../../shared/contract/primitives.ts";

/** A company that sends texts. Adapters speak its own API; nothing above them knows which one it is. */
export interface Gateway {
  send(message: OutgoingMessage): Promise<SendOutcome>;
  /** Looks for a text whose send ended `unknown` in the gateway's own list (R8). */
  find(query: LookupQuery): Promise<LookupOutcome>;
  /** True only if the gateway itself made this request. Nothing below reads an unverified webhook. */
  verify(webhook: Webhook): Promise<boolean>;
  /** Undefined when it is no delivery receipt. */
  readReceipt(webhook: Webhook): Receipt | undefined;
  /** Undefined when it is no incoming text. */
  readInbound(webhook: Webhook): InboundMessage | undefined;
}

export interface OutgoingMessage {
  /** Our outbox row. Rides along in `statusCallbackUrl`, since no gateway has an idempotency key (docs/rules.md, section 6). */
  readonly ref: string;
  readonly to: PhoneNumber;
  readonly body: string;
  /** After this the gateway gives up by itself, so that nothing arrives at night. */
  readonly validitySeconds: number;
  readonly statusCallbackUrl: string;
}

/** What is known after one attempt. `refused` is certain: the text did not go and never will from this attempt (R8). */
export type SendOutcome =
  | { readonly kind: "accepted"; readonly gatewayId: string; readonly status: DeliveryStatus }
  | {
      readonly kind: "refused";
      readonly retry: "later";
      /** Not before this long from now (RFC 9110, 10.2.3); undefined = the sender's own back-off. */
      readonly retryAfterMs?: number | undefined;
      readonly code: string;
    }
  | { readonly kind: "refused"; readonly retry: "never"; readonly errorClass: LastingErrorClass; readonly code: string }
  | { readonly kind: "unknown"; readonly why: "timeout" | "broken" | "5xx" | "unreadable" };

/**
 * What an error code of a gateway means for us.
 * recipient_permanent: mark the number. opted_out: an opt-out that we missed, record it. content: this text only, tell
 * the merchant. sender: stop the sender, keep its texts, alert. capped: hold the sender until the cap resets.
 * transient: due again with back-off.
 */
export type ErrorClass = LastingErrorClass | "transient";
export type LastingErrorClass = "recipient_permanent" | "opted_out" | "content" | "sender" | "capped";

export interface LookupQuery {
  readonly to: PhoneNumber;
  readonly body: string;
  readonly ref: string;
  /** Business time around the attempt. */
  readonly fromMs: number;
  readonly untilMs: number;
  /** The gateway's ids of texts that other rows of ours account for: the same words twice are two texts. */
  readonly takenIds?: readonly string[] | undefined;
}

/** `impossible`: this look-up proved nothing; a later one may. */
export type LookupOutcome =
  | { readonly kind: "found"; readonly gatewayId: string; readonly status: DeliveryStatus }
  | { readonly kind: "absent" }
  | { readonly kind: "impossible" };

export interface Webhook {
  /** The public address that the gateway was given, with the query that arrived. */
  readonly url: string;
  readonly headers: Headers;
  readonly rawBody: string;
}

export interface Receipt {
  readonly gatewayId: string;
  readonly status: DeliveryStatus;
  readonly errorCode?: string | undefined;
  readonly errorClass?: ErrorClass | undefined;
  /** How often a text that failed this way may be tried again, and how far apart; undefined = not at all. */
  readonly retry?: RetryLimit | undefined;
}

export interface RetryLimit {
  readonly times: number;
  readonly gapMs: number;
}

export interface InboundMessage {
  readonly gatewayId: string;
  readonly from: PhoneNumber;
  /** One of our senders: a number, a short code or a name. */
  readonly to: string;
  readonly body: string;
  /** The gateway recognised the keyword and answered it by itself: record it, don't answer twice. */
  readonly optOutType?: "STOP" | "START" | "HELP" | undefined;
}

export type DeliveryStatus = "queued" | "sending" | "sent" | "delivered" | "undelivered" | "failed";

const rank: Readonly<Record<DeliveryStatus, number>> = {
  queued: 0,
  sending: 1,
  sent: 2,
  delivered: 3,
  undelivered: 3,
  failed: 3,
};

/** Receipts arrive in any order: one counts only if its status comes after the one that is known (R10). */
export function isLater(status: DeliveryStatus, known: DeliveryStatus): boolean {
  return rank[status] > rank[known];
}
