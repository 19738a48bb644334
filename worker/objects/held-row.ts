import type { StepRow } from "../domain/run.ts";

/** Without an end, a text waits for the merchant's word, or for what is heard of this person. */
export function isHeld(row: StepRow): boolean {
  return isHeldByNews(row) || (row.untilAtMs !== undefined && row.reason !== undefined && row.reason !== "pace");
}

/** Until something is heard of this person: an order, a reply, a ticket closed. */
export function isHeldByNews({ rule }: StepRow): boolean {
  return rule === "open_exception" || rule === "cap_doubled";
}
