import { type AreaCodeRow, areaCodes, brazilianAreaCodes } from "./data/area-codes.ts";
import { callingCodes } from "./data/calling-codes.ts";
import { countryZones } from "./data/country-zones.ts";

/** What a phone number in E.164 says about where its owner is. */
export type PhoneArea =
  /** An area code: a place within the country. */
  | { readonly kind: "geographic"; readonly regions: readonly string[]; readonly zones: readonly string[] }
  /** Somewhere in these countries; the zones are those of the first. */
  | { readonly kind: "country"; readonly countries: readonly string[]; readonly zones: readonly string[] }
  /** Country code 1 without a place: toll-free, personal, premium. */
  | { readonly kind: "placeless" }
  /** Country code 1 with an area code that the table doesn't know. */
  | { readonly kind: "unknown_area_code" }
  /** Satellite and other networks of no country. */
  | { readonly kind: "worldwide" };

export function findPhoneArea(phone: string): PhoneArea {
  const digits = phone.slice(1);
  if (digits.startsWith("1")) {
    const code = digits.slice(1, 4);
    return geographicAreas.get(code) ?? { kind: placelessCodes.test(code) ? "placeless" : "unknown_area_code" };
  }
  if (digits.startsWith("55")) {
    const area = brazilianAreas.get(digits.slice(2, 4));
    if (area !== undefined) return area;
  }
  for (let length = LONGEST_CALLING_CODE; length > 0; length -= 1) {
    const countries = callingCodes[digits.slice(0, length)]?.split(" ");
    const zones = countryZones[countries?.[0] ?? ""];
    if (countries !== undefined && zones !== undefined) return { kind: "country", countries, zones: zones.split(" ") };
  }
  return { kind: "worldwide" };
}

/** Countries and territories of country code 1. */
export const nanpCountries: ReadonlySet<string> = new Set(
  areaCodes.flatMap(([regions]) => regions.split(" ").map((region) => region.slice(0, 2))),
);

const LONGEST_CALLING_CODE = Math.max(...Object.keys(callingCodes).map((code) => code.length));

// Toll-free 800 and 822–889 with equal or reserved digits, personal 5xx, Canada's 6xx, 700, 710, premium 900. Source: NANPA,
// non-geographic NPA codes; libphonenumber, PhoneNumberMetadata.xml.
const placelessCodes =
  /^(?:8(?:00|22|33|44|55|66|77|8\d)|5(?:00|2[1-9]|3[2358]|4[2-79]|5[02-68]|6[69]|7[78]|8[89])|6(?:00|22|33|44|55|77|88)|700|710|900)$/;

const geographicAreas = indexAreaCodes(areaCodes);
const brazilianAreas = indexAreaCodes(brazilianAreaCodes);

function indexAreaCodes(rows: readonly AreaCodeRow[]): ReadonlyMap<string, PhoneArea> {
  return new Map(
    rows.flatMap(([regions, zones, codes]) => {
      const area: PhoneArea = { kind: "geographic", regions: regions.split(" "), zones: zones.split(" ") };
      return codes.split(" ").map((code) => [code, area] as const);
    }),
  );
}
