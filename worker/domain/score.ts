import type { Answer } from "./question.ts";
import type { Run } from "./run.ts";
import type { Scope } from "./scope.ts";

/** Fewer steps than five are a choice, not a mark. */
const SMALLEST_SCALE = 5;

export interface Mark {
  readonly score: number;
  readonly atMs: number;
}

/** The last mark that somebody gave a run's order, of ten, in whichever flow they were asked. */
export function lastMark({ orderId }: Run, answers: readonly Answer[]): Mark | undefined {
  if (orderId === undefined) return undefined;
  const last = answers
    .filter((answer) => answer.orderId === orderId && answer.scale >= SMALLEST_SCALE)
    .sort((a, b) => a.atMs - b.atMs)
    .at(-1);
  return last && { score: Math.round((last.value * 10) / last.scale), atMs: last.atMs };
}

/** The scope with `order.score`. */
export function withScore(scope: Scope, run: Run, answers: readonly Answer[]): Scope {
  if (answers.length === 0) return scope;
  const mark = lastMark(run, answers);
  if (mark === undefined || typeof scope.order !== "object" || scope.order === null) return scope;
  return { ...scope, order: { ...scope.order, score: mark.score } };
}
