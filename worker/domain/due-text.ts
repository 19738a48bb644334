import type { SendStep } from "../../shared/contract/flows.ts";
import type { AnyClass } from "../../shared/contract/primitives.ts";
import type { CustomerState } from "./person-state.ts";
import type { Run, StepRow } from "./run.ts";

/** A text whose instant has come, or will; the gate has the next word. */
export interface DueText {
  readonly run: Run;
  readonly step: SendStep;
  readonly row: StepRow;
  readonly dueMs: number;
  /** Counted from the due instant, before any deferral. From this instant on the text is `expired`. */
  readonly expiresAtMs: number | undefined;
  readonly customer: CustomerState;
}

/** When a waiting text is looked at again: its hold's end, else its due instant. Held without an end: each time anybody looks. */
export function wakeOf(text: DueText): number {
  return text.row.untilAtMs ?? text.dueMs;
}

export function sortTexts(due: DueText[], flows: readonly string[]): readonly DueText[] {
  const flowOrder = new Map(flows.map((key, index) => [key, index]));
  return due.sort((a, b) => compareTexts(a, b, flowOrder));
}

const CLASS_ORDER: Record<AnyClass, number> = { system: 0, transactional: 1, relationship: 2, promotional: 3 };

/** R12: which text goes first at one instant. */
function compareTexts(a: DueText, b: DueText, flowOrder: ReadonlyMap<string, number>): number {
  const placeOf = ({ run }: DueText): number => flowOrder.get(run.flow.key) ?? -1;
  return (
    CLASS_ORDER[a.row.class] - CLASS_ORDER[b.row.class] ||
    (b.run.flow.rank ?? 0) - (a.run.flow.rank ?? 0) ||
    placeOf(a) - placeOf(b) ||
    a.dueMs - b.dueMs ||
    a.run.trigger.occurredAtMs - b.run.trigger.occurredAtMs ||
    (a.run.trigger.id < b.run.trigger.id ? -1 : 1)
  );
}
