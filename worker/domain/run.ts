import type { EventType } from "../../shared/contract/events.ts";
import type { Flow } from "../../shared/contract/flows.ts";
import type { AnyClass } from "../../shared/contract/primitives.ts";
import type { StoreEvent } from "./store-event.ts";

/** R11: every text that did not go, or waits, says why. */
export type Reason =
  | "opted_out"
  | "no_consent"
  | "holdout"
  | "exited"
  | "superseded"
  | "condition"
  | "missing_field"
  | "content"
  | "expired"
  | "reserved"
  | "no_entry"
  | "test_order"
  | "no_phone"
  | "taken_back"
  | "dead_link"
  | "unreachable"
  | "gateway_rejected"
  | "stopped"
  | "brake"
  | "paused"
  | "budget"
  | "pace"
  | "quiet_hours"
  | "cap";

export type Outcome = "sent" | "waiting" | "suppressed" | "failed" | "unknown";

/** An event as an object keeps it: with the flow versions that were live for it when it arrived, so that a flow published later never enters past buyers (R16). */
export interface KnownEvent extends StoreEvent {
  readonly offered: Readonly<Record<string, number>>;
}

/** One entry of a customer or order into one version of a flow. Derived from the events at every look, never stored. */
export interface Run {
  readonly id: string;
  readonly flow: Flow;
  readonly version: number;
  readonly customerId: string;
  readonly orderId: string | undefined;
  readonly trigger: StoreEvent;
  /** Set where the entry is refused: the run has one row with this reason and nothing else. */
  readonly refusal: "no_entry" | "test_order" | undefined;
  /** Set where a later entry of the same customer took over (`reentry: "restart"`). */
  readonly replacedBy: StoreEvent | undefined;
}

/** What became of one text of a run: one row, changed in place. */
export interface StepRow {
  readonly runId: string;
  /** The step's place in its flow, such as `2.then.0`. */
  readonly path: string;
  readonly flow: string;
  readonly version: number;
  readonly template: string | undefined;
  readonly class: AnyClass;
  readonly customerId: string;
  readonly orderId: string | undefined;
  /** What started the run, and when that happened. */
  readonly trigger: { readonly event: EventType; readonly atMs: number } | undefined;
  /** When the run first reached the step: a due instant is never before it (R4). */
  readonly lookedAtMs: number;
  readonly dueAtMs: number | undefined;
  /** When it went or ended, else its due instant. */
  readonly atMs: number;
  readonly outcome: Outcome;
  readonly reason: Reason | undefined;
  /** The rule that holds, refused or, for a text that went, last held it back. */
  readonly rule: string | undefined;
  readonly untilAtMs: number | undefined;
  readonly messageId: string | undefined;
  /** The instant that the sender's pace gave to this text. */
  readonly slotAtMs: number | undefined;
  /** A final row is never derived again: the text went, or its due instant passed with a reason. */
  readonly isFinal: boolean;
}
