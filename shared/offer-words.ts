import { codePattern, offerFields, offerPatterns } from "./data/offer-words.ts";

/**
 * The words that make a service text an advertisement (R1), as they stand in it: in English, Spanish, French and German,
 * whatever language the text is in, and the merge fields of an offer in a template's source. Empty for a pure service text.
 */
export function findOfferWords(text: string): readonly string[] {
  const prose = text.replace(/https?:\/\/\S+/gi, (url) => " ".repeat(url.length)); // a shop's address may be deals.example
  const found = [...prose.matchAll(words), ...prose.matchAll(codes), ...text.matchAll(fields)];
  const inOrder = found
    .sort((a, b) => a.index - b.index)
    .filter((match, index, all) => match.index >= findEnd(all[index - 1])) // "code SAVE10" inside "with code SAVE10"
    .map((match) => match[0]);
  return [...new Map(inOrder.map((word) => [word.toLowerCase(), word])).values()];
}

function findEnd(match: RegExpExecArray | undefined): number {
  return match === undefined ? 0 : match.index + match[0].length;
}

const words = new RegExp(`(?<![\\p{L}\\p{N}_])(?:${offerPatterns.join("|")})(?![\\p{L}\\p{N}_])`, "giu");
// The code itself is told from a word by its capitals.
const codes = new RegExp(`(?<![\\p{L}\\p{N}_])${codePattern}(?![\\p{L}\\p{N}_])`, "gu");
const fields = new RegExp(`(?<![\\w.])(?:${offerFields.join("|").replaceAll(".", "\\.")})(?!\\w)`, "g");
