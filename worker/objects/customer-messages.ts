import type { AnyClass, PhoneNumber } from "../../shared/contract/primitives.ts";
import type { RecordLink } from "../../shared/contract/records.ts";
import type { ExplainedConsent } from "../domain/consent-reason.ts";
import type { Enrolment } from "../domain/entries.ts";
import type { Verdict } from "../domain/judge.ts";
import type { Pin } from "../domain/move-run.ts";
import type { Answer } from "../domain/question.ts";
import type { KnownEvent, StepRow } from "../domain/run.ts";
import type { SingleText } from "../domain/single-text.ts";
import type { StoreEvent } from "../domain/store-event.ts";
import type { DeliveryKey } from "../tables/store-events.ts";
import type { OutboxRow } from "./outbox-row.ts";
import type { TellRow } from "./run-notes-store.ts";

/** What the Worker and a customer object say to each other. Plain data: it crosses an RPC boundary. */
export interface Address {
  readonly merchantId: string;
  /** The object's own name, for the due index and status callbacks. */
  readonly owner: string;
  /** Undefined for a waiting room. */
  readonly phone: PhoneNumber | undefined;
}

export interface EventBatch extends Address {
  readonly customerId: string;
  readonly events: readonly StoreEvent[];
  /** Whose events these are all of: applied as soon as they are taken in. */
  readonly delivery?: DeliveryKey | undefined;
}

export type ReceiveResult =
  | { readonly kind: "received"; readonly runs: readonly string[]; readonly notes: readonly string[] }
  /** The customer's number changed: everything about them lives there now. */
  | { readonly kind: "moved"; readonly to: string };

/** Everything about one customer that goes along to a new number: not opt-out, consent and caps, which are the number's. */
export interface CustomerBundle {
  readonly events: readonly KnownEvent[];
  readonly rows: readonly StepRow[];
  readonly singles: readonly SingleText[];
  /** What went to the former number, or may have: the new owner finds out what became of it. */
  readonly outbox: readonly OutboxRow[];
  readonly answers: readonly Answer[];
  readonly tells: readonly TellRow[];
  readonly pins: readonly Pin[];
  readonly enrolments: readonly Enrolment[];
  /** From a waiting room alone: consent given before any number was known goes to the first one. */
  readonly consentEvents: readonly StoreEvent[];
}

/** A change of owner. A later one of the same customer has a higher epoch, and overtakes it wherever they meet. */
export interface Handover {
  readonly customerId: string;
  readonly epoch: number;
}

export type ReceiptResult =
  | { readonly kind: "settled" }
  /** A text of another merchant or of nobody. */
  | { readonly kind: "unknown" }
  /** Settled here, and to be told there: the customer has moved. */
  | { readonly kind: "moved"; readonly to: string };

export interface IncomingText extends Address {
  readonly gatewayId: string;
  readonly body: string;
  readonly atMs: number;
  readonly isAnsweredByGateway: boolean;
  readonly optOutType: "STOP" | "START" | "HELP" | undefined;
}

export interface DecisionView {
  readonly flow: string;
  readonly version: number;
  readonly run: string;
  readonly step: string;
  readonly template?: string | undefined;
  readonly class: AnyClass;
  readonly customer: string;
  readonly order?: string | undefined;
  readonly at: string;
  readonly outcome: StepRow["outcome"];
  readonly reason?: string | undefined;
  readonly rule?: string | undefined;
  readonly untilAt?: string | undefined;
  readonly messageId?: string | undefined;
  readonly trigger?: { readonly event: string; readonly at: string } | undefined;
}

export interface TextView {
  readonly id: string;
  readonly direction: "in" | "out";
  readonly body: string;
  readonly atMs: number;
  readonly status: "sending" | "sent" | "delivered" | "received" | "waiting" | "suppressed" | "failed" | "unknown";
  readonly segments?: number | undefined;
  readonly flow?: string | undefined;
  readonly orderId?: string | undefined;
  readonly reason?: string | undefined;
  readonly rule?: string | undefined;
  readonly untilAtMs?: number | undefined;
}

/** What a person at the shop sees of one text of theirs. */
export interface SingleView {
  readonly row: DecisionView;
  readonly status: TextView["status"];
  readonly segments: number | undefined;
}

/** How a text would read and what the gate would say of it. */
export interface Preview {
  readonly verdict: Verdict;
  /** What it would say of the same text as one about an order; undefined where it is none, or is of that class. */
  readonly asTransactional: Verdict | undefined;
}

export interface PersonView {
  readonly phone: PhoneNumber | undefined;
  readonly optedOut: boolean;
  readonly consent: ExplainedConsent;
  readonly timeZone: string;
  readonly language: string | undefined;
  readonly customer: {
    readonly id: string;
    readonly firstName?: string | undefined;
    readonly lastName?: string | undefined;
  };
  readonly order:
    | {
        readonly id: string;
        readonly name?: string | undefined;
        readonly totalMinor?: number | undefined;
        readonly currency?: string | undefined;
        readonly placedAtMs?: number | undefined;
        readonly cancelledAtMs?: number | undefined;
        readonly items: readonly {
          readonly sku: string;
          readonly name: string;
          readonly quantity: number;
          readonly discreet?: boolean | undefined;
        }[];
        readonly parcels: readonly {
          readonly state: "shipped" | "delivered";
          readonly carrier?: string | undefined;
          readonly trackingNumber?: string | undefined;
          readonly trackingUrl?: string | undefined;
          readonly shippedAtMs?: number | undefined;
          readonly eta?: string | undefined;
        }[];
      }
    | undefined;
  readonly texts: readonly TextView[];
}

export interface ConnectedStore {
  readonly platform: string;
  readonly shop: string;
}

/** Whose record is asked for: an order's, a customer's, or the newest of the number. */
export interface RecordAbout {
  readonly customerId: string | undefined;
  readonly orderId: string | undefined;
  readonly stores: readonly ConnectedStore[];
  readonly ownDomains: ReadonlySet<string>;
}

/** A person as the composer shows them. */
export interface RecordParts {
  readonly person: PersonView;
  readonly place: RecordPlace | undefined;
  readonly links: readonly RecordLink[];
  readonly fields: Readonly<Record<string, string>>;
  readonly footerText: string;
}

/** Where a store's admin shows a record. */
export interface RecordPlace {
  readonly platform: "shopify" | "woocommerce" | "bigcommerce";
  readonly shop: string;
  readonly kind: "order" | "customer";
  readonly id: string;
}

/** The last word of somebody who has not been answered. */
export interface WaitingReply {
  readonly id: string;
  readonly customerId: string;
  readonly name: string | undefined;
  readonly phone: PhoneNumber | undefined;
  readonly body: string;
  readonly atMs: number;
  readonly place: RecordPlace | undefined;
}
