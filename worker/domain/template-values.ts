import { type FieldKind, maximumLengths, templateObjects } from "../../shared/template-fields.ts";
import { transliterateValue } from "../../shared/transliterate.ts";

type Scope = Readonly<Record<string, unknown>>;

/** The objects that a template names, and which of their fields. */
export type Reads = ReadonlyMap<string, ReadonlySet<string> | "all">;

/**
 * What a template reads of the scope, as a text may print it: values of customers and stores are cut to length, in GSM-7 where they
 * can be, without control characters, and hold nothing that a phone would make a link of. What is blank, or a placeholder
 * itself ("[Name]", "null"), is left out, so that a template's default stands in.
 */
export function cleanScope(scope: Scope, reads: Reads): Scope {
  const cleaned: Record<string, unknown> = {};
  for (const [root, fields] of reads) {
    const value = pick(Object.hasOwn(scope, root) ? scope[root] : undefined, fields);
    const clean = root === "link" ? cleanAddress(value) : cleanValue(value, templateObjects[root], root === "shop");
    if (clean !== undefined) cleaned[root] = clean;
  }
  return cleaned;
}

function pick(value: unknown, fields: ReadonlySet<string> | "all"): unknown {
  if (fields === "all" || typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const picked: Record<string, unknown> = {};
  for (const field of fields) if (Object.hasOwn(value, field)) picked[field] = (value as Scope)[field]; // its own field
  return picked;
}

function cleanValue(value: unknown, fields: Readonly<Record<string, FieldKind>> | undefined, isOwn: boolean): unknown {
  if (typeof value === "string") return cleanText(value, maximumLengths.text, isOwn);
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value === "boolean") return value;
  if (Array.isArray(value)) {
    const elements = value.slice(0, maximumElements).map((element) => cleanValue(element, fields, isOwn));
    return elements.filter((element) => element !== undefined);
  }
  if (typeof value !== "object" || value === null) return undefined;
  const entries = Object.entries(value).map(
    ([name, field]) => [name, cleanField(field, fields?.[name], isOwn)] as const,
  );
  return Object.fromEntries(entries.filter(([, field]) => field !== undefined));
}

function cleanField(value: unknown, kind: FieldKind | undefined, isOwn: boolean): unknown {
  if (kind === "address") return cleanAddress(value);
  // Care and help texts are the merchant's own words, as everything of `shop` is: a link in them is meant.
  if (kind === "long") return typeof value === "string" ? cleanText(value, maximumLengths.long, true) : undefined;
  return cleanValue(value, undefined, isOwn);
}

const maximumElements = 50;

function cleanAddress(value: unknown): string | undefined {
  if (typeof value !== "string" || value.length > maximumLengths.address) return undefined;
  return /^[^\s\p{Cc}\p{Cf}]+$/u.test(value) && !/^(?!https?:)[a-z][a-z0-9+.-]*:(?!\d)/i.test(value)
    ? value
    : undefined;
}

function cleanText(value: string, maximumLength: number, isOwn: boolean): string | undefined {
  const oneLine = value
    .replace(/[\s\p{Cc}]+/gu, " ")
    .replace(invisible, "")
    .trim();
  // A shop may write its own name in brackets.
  if (!isOwn && isPlaceholder(oneLine)) return undefined;
  const latin = transliterateValue(oneLine).replace(/[[{]/g, "(").replace(/[\]}]/g, ")");
  const clean = cutText(isOwn ? latin : breakLinks(latin), maximumLength);
  return clean === "" ? undefined : clean;
}

// Format characters but the joiners that emoji and some scripts need.
const invisible = /(?![\u200c\u200d])\p{Cf}/gu;

function isPlaceholder(value: string): boolean {
  return (
    /^[[{<%].*[\]}>%]$/.test(value) ||
    /^(?:null|undefined|none|NaN|n\/a|N\/A)$/.test(value) ||
    /^[!-/:-@[-`{-~\s]*$/.test(value)
  );
}

/** Phones link whatever looks like an address, a name such as "win.example/x" included: a space behind the dot ends that. */
function breakLinks(text: string): string {
  return text
    .replace(/[a-z][a-z0-9+.-]*:\/\/|:\/\//gi, " ")
    .replace(/\b(?:www\.|(?:mailto|tel|sms|javascript):)/gi, "")
    .replace(/(?<=[\p{L}\p{N}-])[.\u3002\uff0e\uff61](?=\p{L}{2})/gu, ". ")
    .replace(/\d{1,3}(?:\.\d{1,3}){3}/g, (address) => address.replaceAll(".", ". "))
    .replace(/ {2,}/g, " ")
    .trim();
}

/** At a word's end where one is near, and never inside a character. */
export function cutText(text: string, maximumLength: number): string {
  if (text.length <= maximumLength) return text;
  const end = /[\ud800-\udbff]$/.test(text.slice(0, maximumLength)) ? maximumLength - 1 : maximumLength;
  const head = text.slice(0, end);
  const lastSpace = text.charAt(end) === " " ? end : head.lastIndexOf(" ");
  return (lastSpace > maximumLength / 2 ? head.slice(0, lastSpace) : head).replace(/[\s,;:-]+$/, "");
}
