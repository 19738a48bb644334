import type { AskStep, SendStep, Step } from "../../shared/contract/flows.ts";
import { parseDuration } from "./duration.ts";
import { addDuration } from "./local-time.ts";
import type { Run } from "./run.ts";

/** What somebody answered to one question of one run. The first answer chooses the steps; a later one changes the score. */
export interface Answer {
  readonly runId: string;
  readonly path: string;
  readonly customerId: string;
  readonly orderId: string | undefined;
  /** The products that were rated; missing where the answer is older than this was kept. */
  readonly skus?: readonly string[] | undefined;
  /** What the score was at first: the run went its way by it. */
  readonly firstValue: number;
  readonly value: number;
  /** False where it was read from words ("love it"): good for the way, and no score in any statistics. */
  readonly isStated: boolean;
  /** A second answer may change the score until then. */
  readonly closesAtMs: number;
  readonly scale: number;
  readonly atMs: number;
  /** Granted with the first answer, and never again. */
  readonly points: number;
}

/** A question that was asked and not answered yet, and is open: the newest one owns a bare answer. */
export interface OpenQuestion {
  readonly run: Run;
  readonly path: string;
  readonly step: AskStep;
  readonly askedAtMs: number;
  readonly closesAtMs: number;
  readonly messageId: string | undefined;
}

/** A question goes out as a text like any other. */
export function asSend({ ask, ...timing }: AskStep): SendStep {
  const { template, body, translations } = ask;
  return { ...timing, send: { body, ...(template && { template }), ...(translations && { translations }) } };
}

/** The text that a step sends; undefined for a step that sends none. */
export function textOfStep(step: Step): SendStep | undefined {
  if ("send" in step) return step;
  return "ask" in step ? asSend(step) : undefined;
}

/** Until when the question is open. */
export function closesMs({ ask }: AskStep, askedAtMs: number, zone: string): number {
  const timeout = parseDuration(ask.timeout ?? LONGEST_OPEN);
  if (timeout === undefined) throw new Error(`not a duration: ${ask.timeout}`);
  return addDuration(askedAtMs, timeout, zone);
}

const LONGEST_OPEN = "P7D";

/** Which of the step's answers a number falls under: its index among them; undefined = none. */
export function answerIndex({ ask }: AskStep, value: number): number | undefined {
  const index = Object.keys(ask.answers).findIndex((range) => {
    const { from, to } = parseAnswerRange(range);
    return value >= from && value <= to;
  });
  return index < 0 ? undefined : index;
}

/** `9-10` or `7`, both ends counted. */
export function parseAnswerRange(range: string): { readonly from: number; readonly to: number } {
  const [from, to] = range.split("-").map(Number);
  return { from: from ?? 0, to: to ?? from ?? 0 };
}

/** The largest number that the question knows: what "all the stars" and "9/10" are measured by. */
export function scaleOf({ ask }: AskStep): number {
  return Math.max(...Object.keys(ask.answers).map((range) => parseAnswerRange(range).to));
}

/** As conditions read them: `answers.nps`, by the question's template, else by its path. */
export function answersByName(answers: Iterable<readonly [AskStep, string, number]>): Record<string, number> {
  return Object.fromEntries([...answers].map(([step, path, value]) => [step.ask.template ?? path, value]));
}
