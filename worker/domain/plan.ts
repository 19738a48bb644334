import type { TellStep } from "../../shared/contract/flows.ts";
import type { Scheduled } from "./cap.ts";
import { type DueText, sortTexts, wakeOf } from "./due-text.ts";
import type { Foreseen } from "./foreseen.ts";
import { allRuns, groupByRun, NO_ROWS } from "./person-runs.ts";
import type { CustomerState } from "./person-state.ts";
import { planRun } from "./plan-run.ts";
import type { OpenQuestion } from "./question.ts";
import type { Run, StepRow } from "./run.ts";
import type { Snapshot } from "./snapshot.ts";
import { isSettled, rowKey, type StepPlace } from "./step-row.ts";

/** Something that another system is to be told, of which nothing is written down yet. */
export interface DueTell extends StepPlace {
  readonly run: Run;
  readonly step: TellStep;
  readonly customer: CustomerState;
}

export interface Plan {
  /** Every row as it should stand now. A stored row that is missing here is no longer derived and goes. */
  readonly rows: readonly StepRow[];
  /** In the order of R12. */
  readonly due: readonly DueText[];
  readonly waiting: readonly DueText[];
  /** Texts of flows that have not begun yet, and keep their place. */
  readonly foreseen: readonly Foreseen[];
  /** The newest first. */
  readonly questions: readonly OpenQuestion[];
  readonly tells: readonly DueTell[];
  /** When this person has to be looked at next; undefined = when something happens. */
  readonly nextMs: number | undefined;
}

/** What should be sent, what waits and what ended, from everything known of a person. The object obeys. */
export function planPerson(snapshot: Snapshot, nowMs: number): Plan {
  const stored = groupByRun(snapshot.rows);
  const rows: StepRow[] = [];
  for (const row of snapshot.rows) {
    if (isSettled(row, nowMs)) rows.push(row.isFinal || row.outcome === "unknown" ? row : { ...row, isFinal: true });
  }
  const due: DueText[] = [];
  const waiting: DueText[] = [];
  const questions: OpenQuestion[] = [];
  const tells: DueTell[] = [];
  const wakes: number[] = [];
  const { runs, foreseen } = allRuns(snapshot, stored, nowMs);
  for (const { run, person } of runs) {
    const { rows: own, text, wakeMs, question, tells: told } = planRun(run, person, stored.get(run.id) ?? NO_ROWS);
    rows.push(...own); // none of a step that is settled
    if (wakeMs !== undefined) wakes.push(wakeMs);
    if (question !== undefined) questions.push(question);
    for (const { value: step, path } of told) {
      tells.push({ runId: run.id, path, run, step, customer: person.customer });
    }
    if (text === undefined) continue;
    const atMs = wakeOf(text);
    if (atMs <= nowMs) due.push(text);
    else {
      waiting.push(text);
      wakes.push(atMs);
    }
  }
  return {
    rows,
    due: due.length < 2 ? due : sortTexts(due, snapshot.flowOrder),
    waiting,
    foreseen,
    questions: questions.reverse().sort((a, b) => b.askedAtMs - a.askedAtMs),
    tells,
    nextMs: wakes.reduce<number | undefined>((least, atMs) => Math.min(least ?? atMs, atMs), undefined),
  };
}

/** The texts that others must leave room for (R12, `reserved`). Nobody knows when one that the merchant holds would go. */
export function scheduledTexts(
  { due, waiting, foreseen }: Plan,
  except: DueText,
  isHeld: (text: Pick<StepRow, "class" | "flow">) => boolean,
): readonly Scheduled[] {
  const others = [...due, ...waiting].filter(({ row }) => rowKey(row) !== rowKey(except.row) && !isHeld(row));
  return [
    ...others.map((text) => ({ class: text.row.class, rank: text.run.flow.rank ?? 0, dueMs: wakeOf(text) })),
    ...foreseen.filter((text) => !isHeld(text)),
  ];
}
