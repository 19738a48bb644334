import type { AnyClass } from "../../shared/contract/primitives.ts";
import { toIso } from "./iso.ts";
import type { Run, StepRow } from "./run.ts";

/** By template: the last text that went about this run's order, in any flow, or in this run. What it went as, and when. */
export function sentTexts(
  run: Run,
  rows: readonly StepRow[],
): Readonly<Record<string, { readonly at: string; readonly class: AnyClass }>> {
  const own = rows
    .filter(({ runId, orderId }) => runId === run.id || (orderId !== undefined && orderId === run.orderId))
    .filter(({ outcome }) => outcome === "sent" || outcome === "unknown")
    .sort((a, b) => a.atMs - b.atMs);
  return Object.fromEntries(
    own.flatMap((row) =>
      row.template === undefined ? [] : [[row.template, { at: toIso(row.atMs), class: row.class }]],
    ),
  );
}
