import { foldText } from "../../shared/transliterate.ts";
import { stopPhrases, wrongNumberPhrases } from "./data/stop-phrases.ts";
import {
  clauseWords,
  exactWords,
  helpWords,
  leadIns,
  plainWords,
  politeWords,
  reactionPrefixes,
  signatureStarts,
  startWords,
} from "./data/stop-words.ts";
import { wholeTextWords } from "./data/whole-text-stop-words.ts";

export type Keyword =
  /** `likely`: opted out all the same, and put before a person. */
  | { readonly kind: "stop"; readonly certainty: "sure" | "likely" }
  /** Ends all texts like a stop; beyond that the consent was never this person's. */
  | { readonly kind: "wrong_number" }
  | { readonly kind: "start"; readonly word: (typeof startWords)[number] }
  | { readonly kind: "help" }
  | { readonly kind: "none" };

/**
 * Read what a customer's text asks of us before anything else looks at it.
 *
 * Opting out beats every other reading ("5 STOP", "HELP STOP") and may be put in any reasonable words, but never by a
 * word alone inside another sentence ("stop by the store"), nor where it is negated ("don't stop").
 * Source: 47 CFR 64.1200(a)(10); FCC 24-24 (89 FR 15756).
 */
export function readKeyword(text: string): Keyword {
  if (/^\s*(?:🛑\s*)+$/u.test(text)) return { kind: "stop", certainty: "likely" };
  const folded = foldText(text.slice(0, maximumLength));
  if (reaction.test(folded)) return { kind: "none" };

  const lines = dropQuotesAndSignature(folded);
  const whole = tidy(lines.join(" "));
  const clauses = lines.flatMap((line) => [...new Set([tidy(line), ...line.split(clauseEnd).map(tidy)])]);

  if (clauses.some(isWrongNumber)) return { kind: "wrong_number" };
  if (wholeTexts.has(stripPolite(whole))) return { kind: "stop", certainty: "sure" };
  let isLikely = false;
  for (const clause of clauses) {
    const certainty = readStop(clause);
    if (certainty === "sure") return { kind: "stop", certainty };
    isLikely ||= certainty === "likely";
  }
  if (isLikely) return { kind: "stop", certainty: "likely" };

  const word = startWords.find((start) => start === whole);
  if (word !== undefined) return { kind: "start", word };
  if (helps.has(stripPolite(whole))) return { kind: "help" };
  return { kind: "none" };
}

function readStop(clause: string): "sure" | "likely" | undefined {
  const bare = stripPolite(clause);
  if (bare === "") return undefined;
  const compact = bare.replaceAll(" ", "");
  if (ownClauses.has(bare) || exactCompact.has(compact)) return "sure";
  if (exactCompact.has(compact.replace(/(.)\1{2,}/gu, "$1"))) return "sure"; // STOPPPP
  const answered = bare.replace(leadingAnswers, "");
  if (answered !== bare && (exactCompact.has(answered) || plain.has(answered.replace(/^no /, "")))) return "sure";
  if (plain.has(bare.replace(/^no /, "").replace(trailingAnswers, ""))) return "sure";
  if (misspelt.has(compact)) return "likely";
  if (leadIn.test(bare)) return "likely";
  if (findUnnegated(surePhrases, bare)) return "sure";
  return findUnnegated(likelyPhrases, bare) ? "likely" : undefined;
}

function isWrongNumber(clause: string): boolean {
  for (const match of clause.matchAll(wrongNumbers)) {
    if (!ownMistake.test(clause.slice(0, match.index))) return true;
  }
  return false;
}

/** "I gave you the wrong number", "is this the wrong number?" speak of something else. */
const ownMistake =
  /(?:^| )(?:gave|give|entered|put|typed|used|ordered|wrote|provided|sent|received|is this|do i|did i)(?: |$)/;

function findUnnegated(phrases: RegExp, clause: string): boolean {
  for (const match of clause.matchAll(phrases)) {
    if (!isNegated(clause.slice(0, match.index), match[0])) return true;
  }
  return false;
}

/** Whether a "don't", "never" or "if" reaches the phrase over nothing but words that link the two. */
function isNegated(before: string, phrase: string): boolean {
  const words = before.split(" ");
  let word = words.pop();
  while (word !== undefined && (word === "" || linkWords.has(word))) word = words.pop();
  if (word === undefined) return false;
  // "I can't unsubscribe" wants to; "I can't stop" does not.
  return negators.has(word) || (inabilities.has(word) && !/^ ?(?:unsub|opt)/.test(phrase));
}

const negators = new Set(
  "dont not never wont wouldnt didnt doesnt isnt arent shouldnt unless if without did hasnt havent nobody".split(" "),
);
const inabilities = new Set("cant cannot couldnt".split(" "));
const linkWords = new Set(
  (
    "you u want wanted to wish ever need have had even really like me i them they it we us think of about dare plan " +
    "planning going gonna ask asked asking try trying mean meant intend just would also please be the reply text send"
  ).split(" "),
);

/** Lines below "Sent from my iPhone" and lines that quote us are not the customer's words. */
function dropQuotesAndSignature(folded: string): readonly string[] {
  const lines = folded.split(/[\r\n\u2028\u2029]+/).filter((line) => line.trim() !== "");
  const end = lines.findIndex((line, index) => index > 0 && (/^\s*--\s*$/.test(line) || signature.test(tidy(line))));
  const own = end === -1 ? lines : lines.slice(0, end);
  const unquoted = own.filter((line) => !/^\s*>/.test(line));
  return unquoted.length > 0 ? unquoted : own;
}

/** Words and single spaces: no punctuation, emoji, apostrophes or repeated words. */
function tidy(text: string): string {
  return text
    .replace(/['’‘ʼ`´]/g, "")
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim()
    .replace(/(?<!\S)(\S{2,})(?: \1)+(?!\S)/gu, "$1"); // "stop stop stop"
}

function stripPolite(clause: string): string {
  return clause.replace(politeStart, "").replace(politeEnd, "");
}

// Ten concatenated texts: the most that a gateway hands over.
const maximumLength = 1_600;

const clauseEnd = /[.!?;:,/|–—、。؟،؛।]+|\s-+|-+\s/;

const readWord = (word: string) => tidy(foldText(word));
const readWords = (words: readonly string[]) => words.map(readWord);

const exact = readWords(exactWords);
const exactCompact = new Set(exact.map((word) => word.replaceAll(" ", "")));
const ownClauses = new Set([...exact, ...readWords(clauseWords)]);
const wholeTexts = new Set(readWords(wholeTextWords));
const plain = new Set(readWords(plainWords));
const helps = new Set(readWords(helpWords));

const polite = readWords(politeWords)
  .sort((a, b) => b.length - a.length)
  .join("|");
const politeStart = new RegExp(`^(?:(?:${polite})(?: |$))+`, "u");
const politeEnd = new RegExp(`(?:(?:^| )(?:${polite}))+$`, "u");

const answers = `(?:\\d{1,2}(?: (?:stars?|points?|out of \\d+|\\d{1,2}))?|yes|start|${readWords(helpWords).join("|")})`;
const leadingAnswers = new RegExp(`^(?:${answers}(?: and)? )+`);
const trailingAnswers = new RegExp(`(?: ${answers})+$`);

const leadIn = new RegExp(
  `^(?:(?:${politeWords.slice(0, 4).join("|")}) )?(?:${leadIns.join("|")})(?: please)? (?:stop|quit it|stop it|stop this)$`,
);
const surePhrases = toClausePattern(stopPhrases.sure);
const likelyPhrases = toClausePattern(stopPhrases.likely);
const wrongNumbers = toClausePattern(wrongNumberPhrases);
const signature = new RegExp(`^(?:${readWords(signatureStarts).join("|")})(?: |$)`);
const reaction = new RegExp(`^\\s*(?:${reactionPrefixes.join("|")}) ?["“„«][^]*["”“»]\\s*$`, "u");

function toClausePattern(patterns: readonly string[]): RegExp {
  return new RegExp(`(?:^| )(?:${patterns.join("|")})(?= |$)`, "g");
}

/** An exact word with one letter doubled or two neighbours swapped, where that makes no other word. */
const misspelt = new Set(
  [...exactCompact].flatMap((word) =>
    [...word].flatMap((letter, index) => {
      const doubled = word.slice(0, index) + letter + word.slice(index);
      const swapped = word.slice(0, index) + (word[index + 1] ?? "") + letter + word.slice(index + 2);
      return word.length < 3 ? [doubled] : [doubled, swapped];
    }),
  ),
);
misspelt.delete("ned");
