import { isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/mobile";
import { PhoneNumber } from "../../shared/contract/primitives.ts";
import { foldText } from "../../shared/transliterate.ts";

/**
 * A number that can receive texts, as E.164; undefined for anything else: a landline where mobile numbers can be told
 * apart, an extension, letters ("555-555-SHIP"), two numbers in one field.
 * `defaultCountry` (ISO 3166-1 alpha-2) is that of the address at hand; without it only a number with its plus is read.
 */
export function parsePhoneNumber(raw: unknown, defaultCountry?: string): PhoneNumber | undefined {
  if (typeof raw !== "string" || raw.length > maximumLength) return undefined;
  const text = raw
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "")
    .replace(/^\s*tel:/i, "");
  if (/[\p{L}/,;#]/u.test(text)) return undefined;
  const country = defaultCountry?.toUpperCase() ?? "";
  const parsed = parsePhoneNumberFromString(text, {
    extract: false,
    ...(isSupportedCountry(country) ? { defaultCountry: country } : {}),
  });
  if (parsed === undefined || parsed.ext !== undefined || !parsed.isPossible()) return undefined;
  const number: string = parsed.number;
  const canBeTexted =
    parsed.countryCallingCode === "1"
      ? nanp.test(number)
      : parsed.isValid() || fictional.some((range) => range.test(number));
  return canBeTexted ? PhoneNumber.parse(number) : undefined;
}

export interface PhoneCandidate {
  readonly phone?: unknown;
  /** Of the person at this address. */
  readonly name?: string | undefined;
  readonly country?: string | undefined;
}

export interface PhoneCandidates {
  readonly order?: PhoneCandidate | undefined;
  readonly shipping?: PhoneCandidate | undefined;
  readonly customer?: PhoneCandidate | undefined;
  readonly billing?: PhoneCandidate | undefined;
}

export type ChosenPhone =
  | { readonly kind: "phone"; readonly phone: PhoneNumber; readonly from: keyof PhoneCandidates }
  | { readonly kind: "none"; readonly reason: "no_phone" };

/**
 * The buyer's number: the order's, else the shipping address's, the customer's, the billing address's. A gift's receiver
 * has consented to nothing, so the shipping number counts only under the buyer's name, or where only one name is known.
 */
export function choosePhone(candidates: PhoneCandidates): ChosenPhone {
  for (const from of ["order", "shipping", "customer", "billing"] as const) {
    if (from === "shipping" && !isForBuyer(candidates)) continue;
    const candidate = candidates[from];
    const phone = parsePhoneNumber(candidate?.phone, findCountry(candidates, from));
    if (phone !== undefined) return { kind: "phone", phone, from };
  }
  return { kind: "none", reason: "no_phone" };
}

/** Whether the receiver bears the buyer's name (billing, else customer), or only one name is known. */
export function isForBuyer({ shipping, billing, customer }: PhoneCandidates): boolean {
  const receiver = foldName(shipping?.name);
  const buyer = foldName(billing?.name) || foldName(customer?.name);
  return receiver === "" || buyer === "" || receiver === buyer;
}

/** Its own country; an order's number has none, so that of the nearest address. */
function findCountry(candidates: PhoneCandidates, from: keyof PhoneCandidates): string | undefined {
  const { shipping, billing, customer } = candidates;
  return [candidates[from], shipping, billing, customer].map((one) => one?.country).find((country) => country);
}

/** "Dr. José A. García" and "GARCIA, Jose" are one person; "John Smith" and "John Smith Jr" may be two. */
function foldName(name: string | undefined): string {
  const words = foldText(name ?? "")
    .replace(/['’]/g, "")
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== "" && !titles.has(word));
  const full = words.filter((word) => word.length > 1 || /[^a-z]/.test(word));
  return (full.length > 1 ? full : words).sort().join(" ");
}

const titles = new Set("mr mrs ms miss mx dr prof herr frau m mme mlle sr sra srta don dona".split(" "));

const maximumLength = 40;

// In the North American plan mobile numbers look like any other, so the pattern decides: area and exchange from 2 on, no
// service codes, nothing toll-free or premium. Unassigned ones (555) stay: samples and tests use them.
// Source: NANPA, "About the North American Numbering Plan".
const nanp = /^\+1(?!.11)(?!8(?:00|22|33|44|55|66|77|88)|900)[2-9]\d{2}[2-9]\d{6}$/;

// Mobile ranges for drama and samples, which metadata calls invalid. Source: Ofcom, "Telephone numbers for use in TV and
// radio drama programmes"; ARCEP, decision 2018-0881.
const fictional: readonly RegExp[] = [/^\+447700900\d{3}$/, /^\+3363998\d{4}$/];
