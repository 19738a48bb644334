import type { Answer } from "./question.ts";
import type { Run } from "./run.ts";
import type { Scope } from "./scope.ts";

/** Fewer steps than five are a choice, not a mark. */
const SMALLEST_SCALE = 5;

/** The scope with `order.score`: the last mark that somebody gave this order, of ten, in whichever flow they were asked. */
export function withScore(scope: Scope, run: Run, answers: readonly Answer[]): Scope {
  if (answers.length === 0) return scope;
  const marks = answers
    .filter(({ orderId, scale }) => orderId !== undefined && orderId === run.orderId && scale >= SMALLEST_SCALE)
    .sort((a, b) => a.atMs - b.atMs);
  const last = marks.at(-1);
  if (last === undefined || typeof scope.order !== "object" || scope.order === null) return scope;
  return { ...scope, order: { ...scope.order, score: Math.round((last.value * 10) / last.scale) } };
}
