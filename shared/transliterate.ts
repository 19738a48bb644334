import { cyrillicLetters, greekLetters, latinLetters, signs } from "./data/transliterations.ts";
import { isGsm7 } from "./segments.ts";
import { repairText } from "./smart-encoding.ts";

/**
 * Write a text, or a merge field's value, in GSM-7: Zoë → Zoe, Łukasz → Lukasz, Дмитрий → Dmitrii.
 *
 * All or nothing: where a character has no Latin form (Japanese, emoji) the text goes as UCS-2 anyway and all of it
 * keeps its own spelling.
 */
export function transliterateValue(value: string): string {
  if (isGsm7(value)) return value;
  const composed = repairText(value).text;
  if (isGsm7(composed)) return composed;
  const latin = composed.replace(words, writeLatinWord).replace(outsideAscii, writeLatinCharacter);
  return isGsm7(latin) ? latin : value.normalize("NFC");
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
