import { isGsm7 } from "../../shared/segments.ts";
import { cyrillicLetters, greekLetters, latinLetters, signs, smartReplacements } from "./data/transliterations.ts";

/**
 * Write a merge field's value in GSM-7: Zoë → Zoe, Łukasz → Lukasz, Дмитрий → Dmitrii.
 *
 * All or nothing: where a character has no Latin form (Japanese, emoji) the text goes as UCS-2 anyway and the value
 * keeps its own spelling.
 */
export function transliterateValue(value: string): string {
  if (isGsm7(value)) return value;
  const composed = smartEncode(value);
  if (isGsm7(composed)) return composed;
  const latin = composed.replace(words, writeLatinWord).replace(outsideAscii, writeLatinCharacter);
  return isGsm7(latin) ? latin : value.normalize("NFC");
}

/** Twilio's Smart Encoding: typographic look-alikes become GSM-7, accents and emoji stay. See `smartReplacements`. */
export function smartEncode(text: string): string {
  // Composed first, so that a decomposed é keeps its accent instead of losing it to the list's combining marks.
  return text.normalize("NFC").replace(listed, (character) => smartMap.get(character) ?? "");
}

/** One spelling for comparing words and names: NFKC, no case, no accents, no invisible characters. */
export function foldText(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .normalize("NFD")
    .replace(ignorable, "")
    .normalize("NFC")
    .replace(/[łøđðıßœæþ]/g, (letter) => foldedLetters[letter] ?? letter);
}

const foldedLetters: Readonly<Record<string, string>> = { ...latinLetters, ø: "o", ß: "ss", æ: "ae" };

// Accents, Arabic vowel signs, hamza and tatweel, variation selectors, and every format character (zero width, bidi).
const ignorable = /[\u0300-\u036f\u064b-\u0655\u0670]|[\ufe00-\ufe0f]|\u0640|\p{Cf}/gu;

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

// A sign asked to be shown as emoji (U+FE0F) is one and stays; a joiner after a letter of Latin script or at the start joins nothing.
const listed = new RegExp(
  `[${[...smartMap.keys()].map(escapeForClass).join("")}](?!\\ufe0f)|(?<![^\\u0000-\\u024f])[\\u200c\\u200d]`,
  "gu",
);

function escapeForClass(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

const words = /[\p{L}\p{M}]+/gu;
const outsideAscii = /[^\n\r\f -~]/gu;

const letters: Readonly<Record<string, string>> = { ...latinLetters, ...cyrillicLetters };
const greekGroups = new RegExp(Object.keys(greekLetters).join("|"), "giu");

/** Word by word, since ΔΦΓ… are GSM-7 but a name half in Greek letters is no name, and since Ж is Zh in Жанна, ZH in ЖАННА. */
function writeLatinWord(word: string): string {
  const isCapitals = word.length > 1 && word === word.toUpperCase();
  const withCase = (original: string, latin: string) => {
    if (original === original.toLowerCase()) return latin;
    return isCapitals ? latin.toUpperCase() : latin.charAt(0).toUpperCase() + latin.slice(1);
  };
  const greekDone = /\p{Script=Greek}/u.test(word)
    ? stripAccents(word).replace(greekGroups, (group) => withCase(group, greekLetters[group.toLowerCase()] ?? group))
    : word;
  return greekDone.replace(outsideAscii, (letter) => {
    const latin = letters[letter] ?? letters[letter.toLowerCase()];
    return latin === undefined ? letter : withCase(letter, latin);
  });
}

function writeLatinCharacter(character: string): string {
  if (isGsm7(character)) return character;
  const sign = signs[character];
  if (sign !== undefined) return sign;
  const base = stripAccents(character.normalize("NFKD"));
  return isGsm7(base) ? base : character;
}

function stripAccents(text: string): string {
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "");
}
