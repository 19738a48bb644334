import { smartReplacements } from "./data/smart-replacements.ts";

export interface Repair {
  readonly text: string;
  /** In order of position, so that their number is what a person reads as "3 characters replaced". */
  readonly replacements: readonly Replacement[];
}

export interface Replacement {
  /** Index into the text as it was, in UTF-16 units. */
  readonly position: number;
  readonly from: string;
  readonly to: string;
}

/**
 * Twilio's Smart Encoding: typographic look-alikes become GSM-7, accents and emoji stay. See `smartReplacements`.
 *
 * A letter and its accent are composed first, so that a decomposed é keeps its accent instead of losing it to the list's
 * combining marks; words of other alphabets keep the order of their marks.
 */
export function repairText(text: string): Repair {
  const replacements: Replacement[] = [];
  const repaired = text.replace(candidates, (from, position: number) => {
    const to = repairCharacter(from, text.charCodeAt(position - 1));
    if (to !== from) replacements.push({ position, from, to });
    return to;
  });
  return { text: repaired, replacements };
}

// Joiners by the run; and all but the printable ASCII that is in GSM-7, each with the marks upon it.
const candidates = /[\u200c\u200d]+|[^\p{M}]\p{M}+|[^\n\f\r -_a-~]/gu;

function repairCharacter(character: string, unitBefore: number): string {
  // At the start of a text or after a letter of Latin script a joiner joins nothing; emoji and other scripts need theirs.
  if (/^[\u200c\u200d]/.test(character)) return unitBefore > 0x24f ? character : "";
  const composed = composable.test(character) ? character.normalize("NFC") : character;
  return composed.replace(listed, (one) => smartMap.get(one) ?? one);
}

const composable = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}]/u;

const smartMap = new Map<string, string>([
  ...smartReplacements.flatMap(([replacement, codePoints]) =>
    codePoints.split(" ").map((hex) => [String.fromCodePoint(Number.parseInt(hex, 16)), replacement] as const),
  ),
  ...listFullWidth(0xff10, "0", 10),
  ...listFullWidth(0xff21, "A", 26),
  ...listFullWidth(0xff41, "a", 26),
]);

function listFullWidth(from: number, first: string, count: number): readonly (readonly [string, string])[] {
  return Array.from({ length: count }, (_, index) => [
    String.fromCodePoint(from + index),
    String.fromCodePoint((first.codePointAt(0) ?? 0) + index),
  ]);
}

// A sign asked to be shown as emoji (U+FE0F) is one and stays.
const listed = /[^\n\f\r -_a-~](?!\ufe0f)/gu;
