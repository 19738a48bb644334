import { foldText } from "../../shared/transliterate.ts";
import {
  displeasure,
  negations,
  notBeforeScore,
  numberWords,
  praise,
  questionStarts,
  starWords,
} from "./data/answer-words.ts";

/** What somebody's text says to a question that asks for a number. */
export type AnswerReading =
  | { readonly kind: "number"; readonly value: number }
  /** No number, but plainly pleased or not. */
  | { readonly kind: "pleased" | "displeased" }
  /** A question of their own, or anything else: a person reads it. */
  | { readonly kind: "none" };

/**
 * A bare answer is a number: digits of any width, a number word, n/scale, n stars, a run of stars, alone, opening a text
 * before a dash or comma, or closing a short one; "n of ..." is none (docs/rules.md, section 3, "Answers").
 */
export function readAnswer(text: string, scale: number): AnswerReading {
  const stars = countStars(text);
  if (stars !== undefined) return { kind: "number", value: stars };
  const folded = foldText(text.slice(0, LONGEST_READ)).trim();
  const bare = folded.replace(/^[\s"'«“”‘’(¡!.]+|[\s"'»“”‘’).!…]+$/gu, "");
  if (isQuestion(folded)) return { kind: "none" };
  const value = readBare(bare, scale) ?? readOpening(bare, scale) ?? readClosing(bare, scale);
  if (value !== undefined) return { kind: "number", value };
  return readSentiment(bare);
}

const LONGEST_READ = 1_000;

/** A run of stars alone, each counted, whatever dresses it (U+FE0F). */
function countStars(text: string): number | undefined {
  const marks = text.replaceAll(/\s|\u{fe0f}|\u{200d}/gu, "");
  return /^(?:[★⭐🌟]+|\*+)$/u.test(marks) ? [...marks].length : undefined;
}

const word = `(?:\\d{1,3}|${Object.keys(numberWords).join("|")})`;
const bareForm = new RegExp(
  `^(?:(?<alone>${word})|(?<score>${word})\\s?(?:/|out of|von|sur|de|su|van)\\s?(?<scale>${word})|(?<stars>${word})\\s?(?:${starWords.join("|")}|[★⭐*]))$`,
  "u",
);

function readBare(text: string, scale: number): number | undefined {
  const found = bareForm.exec(text)?.groups;
  if (found === undefined) return undefined;
  if (found.scale !== undefined && toNumber(found.scale) !== scale) return undefined;
  return toNumber(found.alone ?? found.score ?? found.stars);
}

/** "9 - love it", "9, thanks". A minus sign or a decimal comma is no dash and no comma. */
function readOpening(text: string, scale: number): number | undefined {
  const [, opening, rest] = /^(.{1,24}?)\s*(?:\s[-–—]\s?|[–—]|,(?!\d)|:\s)\s*(.+)$/u.exec(text) ?? [];
  return opening === undefined || rest === undefined ? undefined : readBare(opening.trim(), scale);
}

/** "I'd give it a 9", "definitely a ten". */
function readClosing(text: string, scale: number): number | undefined {
  const words = text.split(/\s+/);
  if (words.length < 2 || words.length > MOST_WORDS) return undefined;
  for (const taken of [1, 2, 3]) {
    const before = words.slice(0, -taken);
    const value = readBare(words.slice(-taken).join(" "), scale);
    if (value === undefined || before.length === 0) continue;
    const last = (before.at(-1) ?? "").replaceAll(/[^\p{L}#]/gu, "");
    const isOther = notBeforeScore.has(last) || before.some((one) => /\d/.test(one) || one.endsWith("#"));
    return isOther ? undefined : value;
  }
  return undefined;
}

const MOST_WORDS = 7;

function toNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return /^\d+$/.test(text) ? Number(text) : numberWords[text];
}

function isQuestion(folded: string): boolean {
  if (/[?¿？؟]/u.test(folded)) return true;
  const [first = ""] = folded.split(/[^\p{L}]+/u).filter((one) => one !== "");
  return questionStarts.includes(first) && !(first in numberWords);
}

/** Only what is plainly one or the other, and says so in words of its own. */
function readSentiment(folded: string): AnswerReading {
  const words = folded.replaceAll(/['’]/gu, "").split(/[^\p{L}]+/u);
  let good = 0;
  let bad = 0;
  for (const [index, one] of words.entries()) {
    const isNegated = words.slice(Math.max(0, index - 3), index).some((before) => negations.includes(before));
    if (isPraise.has(one) && !isNegated) good += 1;
    else if (isPraise.has(one) || (isDispleasure.has(one) && !isNegated)) bad += 1;
  }
  if (good > 0 && bad === 0) return { kind: "pleased" };
  return bad > 0 && good === 0 ? { kind: "displeased" } : { kind: "none" };
}

const isPraise = new Set(praise.split(" "));
const isDispleasure = new Set(displeasure.split(" "));
