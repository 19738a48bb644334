/** One space between words, at most one empty line, nothing around the text. */
export function tidyText(raw: string): string {
  return raw
    .replace(/\r\n?/g, "\n")
    .replace(/[ \t]+/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .replace(/ ,/g, ",") // "Hi {{ name | default: '' }}," without a name
    .trim();
}

/** Why a finished text may not go out, or undefined. */
export function findContentProblem(text: string, scope: Readonly<Record<string, unknown>>): string | undefined {
  if (text === "") return "The text is empty";
  if (text.length > maximumLength) return `The text has ${text.length} characters; ${maximumLength} is the most`;
  const leftover = findLeftover(text, scope.shop);
  return leftover === undefined ? undefined : `${leftover} would be printed as it stands`;
}

/** A placeholder that nobody filled in: "[Name]", "{name}", empty braces. A shop may write its own name in brackets. */
export function findLeftover(text: string, shop?: unknown): string | undefined {
  const prose = text.replace(/https?:\/\/\S+/gi, " ");
  const found = leftover.exec(prose)?.[0];
  if (found === undefined || typeof shop !== "object" || shop === null || !("name" in shop)) return found;
  return found === `[${String(shop.name)}]` ? findLeftover(prose.replaceAll(found, " "), shop) : found;
}

const placeholderWords =
  "name|first ?name|last ?name|customer|order|number|product|item|link|url|code|date|shop|store|brand|company|discount|" +
  "tracking|amount|price|city|email|phone|insert|your|here|day|time|carrier|object|nombre|pr(?:é|e)nom|nom|vorname|nachname|kunde|produkt";
const leftover = new RegExp(
  `\\{[^{}]*\\}|\\{\\{|\\}\\}|\\{%|%\\}|\\[\\s*\\]|\\(\\s*\\)|` +
    `\\[(?:[^[\\]]*[^\\p{L}[\\]])?(?:${placeholderWords})(?:[^\\p{L}[\\]][^[\\]]*)?\\]|` +
    `<(?:\\w+[ _])?(?:${placeholderWords})>|%(?:\\w+_)?(?:${placeholderWords})%|(?<![\\p{L}\\p{N}])(?:undefined|NaN)(?![\\p{L}\\p{N}])`,
  "iu",
);

// Ten concatenated parts, the gateways' common limit (Twilio, Message resource, `Body`).
const maximumLength = 1_600;
