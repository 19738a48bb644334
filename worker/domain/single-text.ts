import type { Flow, SendStep } from "../../shared/contract/flows.ts";
import type { AnyClass } from "../../shared/contract/primitives.ts";
import type { Run } from "./run.ts";

/** A text that somebody or some rule wants sent once, outside any flow: from the popup, or an answer to HELP. */
export interface SingleText {
  readonly id: string;
  readonly step: SendStep;
  readonly class: AnyClass;
  readonly customerId: string;
  readonly orderId: string | undefined;
  readonly createdAtMs: number;
  readonly dueAtMs: number;
  /** To the merchant's own phone: no rule of texts to customers counts it, or holds it but an opt-out and a stop. */
  readonly isTest?: boolean | undefined;
}

/** A single text goes the way of every text: as a run of one step. */
export function singleRun(single: SingleText): Run {
  const flow: Flow = {
    key: single.isTest === true ? "test" : single.class === "system" ? "system" : "message",
    name: "Single text",
    trigger: { event: "customer.updated" },
    steps: [single.step],
  };
  const trigger = {
    id: single.id,
    source: "api",
    type: "customer.updated",
    occurredAtMs: single.dueAtMs,
    live: true,
    test: false,
  } as const;
  const { customerId, orderId } = single;
  return { id: single.id, flow, version: 1, customerId, orderId, trigger, refusal: undefined, replacedBy: undefined };
}
