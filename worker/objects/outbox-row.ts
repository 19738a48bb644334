import type { PhoneNumber } from "../../shared/contract/primitives.ts";
import type { StepRow } from "../domain/run.ts";
import type { DeliveryStatus } from "../gateways/gateway.ts";

export type OutboxState = "due" | "sending" | "accepted" | "failed" | "unknown";

/** One text on its way out. Written before the gateway is called, and true ever after (R8). */
export interface OutboxRow {
  /** Our row id: the deterministic (run, step) has exactly one, also over a second attempt. */
  readonly messageId: string;
  readonly runId: string;
  readonly path: string;
  readonly customerId: string;
  /** Where it was sent: a customer who changes their number takes the row along, the number's caps do not go with it. */
  readonly to: PhoneNumber;
  readonly state: OutboxState;
  readonly class: StepRow["class"];
  readonly body: string;
  readonly segments: number;
  readonly orderId: string | undefined;
  /** Business time of the last attempt. */
  readonly attemptAtMs: number;
  readonly attempts: number;
  /** When the gateway's list is asked next; undefined = no more. */
  readonly lookupAtMs: number | undefined;
  readonly gatewayId: string | undefined;
  readonly deliveryStatus: DeliveryStatus | undefined;
  readonly errorCode: string | undefined;
}

/** The short links of a text that is about to go, by name, and its code, kept so that a second attempt prints the same ones. */
export interface Draft {
  readonly messageId: string;
  readonly links: Readonly<Record<string, { readonly domain: string; readonly slug: string }>>;
  readonly offerCode?: string | undefined;
}
