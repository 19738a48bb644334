import { readAnswer } from "./answer.ts";
import { type Answer, answerIndex, type OpenQuestion, parseAnswerRange, scaleOf } from "./question.ts";
import type { Run } from "./run.ts";

/** What becomes of a customer's text while questions are, or were, open. */
export type Taken =
  /** `needsPerson`: so low a score that somebody should look. */
  | { readonly kind: "answered"; readonly answer: Answer; readonly needsPerson: boolean }
  /** A number that fits no answer: the question is put again, once. */
  | { readonly kind: "ask_again"; readonly question: OpenQuestion; readonly from: number; readonly to: number }
  /** A person reads it. */
  | { readonly kind: "inbox" };

/**
 * The newest open question owns a bare answer; a second answer may change the score and grants nothing. Anything that is no
 * answer goes to the inbox, as does a number when nothing is asked (docs/rules.md, section 3, "Answers").
 */
export function takeAnswer(
  text: string,
  {
    questions,
    answers,
    wasAskedAgain,
    skusOf,
    nowMs,
  }: {
    /** The newest first. */
    readonly questions: readonly OpenQuestion[];
    readonly answers: readonly Answer[];
    readonly wasAskedAgain: (question: OpenQuestion) => boolean;
    readonly skusOf: (run: Run) => readonly string[];
    readonly nowMs: number;
  },
): Taken {
  const [question] = questions;
  if (question === undefined) return correctAnswer(text, answers, nowMs);
  const { run, path, step } = question;
  const scale = scaleOf(step);
  const reading = readAnswer(text, scale);
  if (reading.kind === "none") return { kind: "inbox" };
  const ranges = Object.keys(step.ask.answers).map(parseAnswerRange);
  const lowest = Math.min(...ranges.map(({ from }) => from));
  const value = reading.kind === "number" ? reading.value : reading.kind === "pleased" ? scale : lowest;
  const index = answerIndex(step, value);
  if (index === undefined) {
    return wasAskedAgain(question) ? { kind: "inbox" } : { kind: "ask_again", question, from: lowest, to: scale };
  }
  const answer: Answer = {
    runId: run.id,
    path,
    customerId: run.customerId,
    orderId: run.orderId,
    skus: skusOf(run),
    firstValue: value,
    value,
    isStated: reading.kind === "number",
    closesAtMs: question.closesAtMs,
    scale,
    atMs: nowMs,
    points: step.ask.points ?? 0,
  };
  return { kind: "answered", answer, needsPerson: isLow(value, scale) };
}

/** Of ten up to six, of five up to three: whoever answers that is not won yet. */
function isLow(value: number, scale: number): boolean {
  return scale >= 5 && value <= scale * 0.6;
}

function correctAnswer(text: string, answers: readonly Answer[], nowMs: number): Taken {
  const [last] = answers.filter(({ closesAtMs }) => nowMs < closesAtMs).sort((a, b) => b.atMs - a.atMs);
  const reading = last === undefined ? undefined : readAnswer(text, last.scale);
  const isScore = reading?.kind === "number" && reading.value <= (last?.scale ?? 0);
  if (last === undefined || reading?.kind !== "number" || !isScore) return { kind: "inbox" };
  const answer = { ...last, value: reading.value, isStated: true };
  return { kind: "answered", answer, needsPerson: isLow(reading.value, last.scale) };
}
