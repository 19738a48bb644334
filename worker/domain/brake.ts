import type { Brake } from "./merchant-rules.ts";

/** What became of a flow's latest texts. */
export interface FlowRecord {
  /** That went or failed, of the latest texts that are looked at. */
  readonly texts: number;
  readonly optOuts: number;
  readonly failures: number;
  /** Refusals for what a text says, with no text between them that went. */
  readonly contentInRow: number;
}

/** Of fewer texts no share says anything (R17). */
export const FEWEST_TEXTS = 50;

/** How many of a flow's latest texts are looked at. */
export const RECENT_TEXTS = 500;

/**
 * R17: a flow holds by itself once over 3 % of its last 50 or more texts brought an opt-out, over 10 % failed, or five in a
 * row were refused for what they say.
 */
export function decideBrake({ texts, optOuts, failures, contentInRow }: FlowRecord): Brake["kind"] | undefined {
  if (contentInRow >= 5) return "content";
  if (texts < FEWEST_TEXTS) return undefined;
  if (optOuts > texts * 0.03) return "opt_outs";
  return failures > texts * 0.1 ? "failures" : undefined;
}

/**
 * R17: five times the usual hour. An hour of few texts says nothing, nor does a flow that is new. Texts about an order are as
 * many as the orders: they are not held for being many.
 */
export function isSurge({
  thisHour,
  hours,
  before,
}: {
  readonly thisHour: number;
  readonly hours: number;
  readonly before: number;
}): boolean {
  return thisHour >= FEWEST_TEXTS && hours >= 24 && thisHour > (5 * before) / hours;
}
