import { countryZones } from "./data/country-zones.ts";
import { postalZones, stateZones } from "./data/state-zones.ts";

/** A postal address as a store gives it: country as ISO 3166 code, region as code or name. */
export interface PostalPlace {
  readonly country?: string | undefined;
  readonly region?: string | undefined;
  readonly postalCode?: string | undefined;
}

/** Where an address lies: its country, its law's region and the zones that it may be in, the usual one first. */
export interface AddressArea {
  readonly country: string;
  readonly region: string;
  readonly zones: readonly string[];
  /** It tells nothing but the country. */
  readonly isCountryAlone: boolean;
}

/** Undefined where the country is missing or unknown, and for the armed forces' addresses, which may be anywhere. */
export function findAddressArea(address: PostalPlace): AddressArea | undefined {
  const name = address.country?.trim().toUpperCase() ?? "";
  const territory = statesByKey.get(`US-${name}`);
  // Puerto Rico and the like come as a country of their own or as a state of the US; the federal law holds in both.
  const isTerritory = territory !== undefined && territories.has(name);
  const country = isTerritory ? "US" : name;
  const countryWide = countryZones[country];
  if (countryWide === undefined) return undefined;

  const regionKey = toKey(address.region ?? "");
  if (country === "US" && armedForces.has(regionKey)) return undefined;
  const state = isTerritory ? territory : findState(country, regionKey);
  const region = state?.region ?? country;
  const postalZone = address.postalCode === undefined ? undefined : findPostalZone(region, address.postalCode);
  return {
    country,
    region,
    zones: postalZone ?? state?.zones ?? countryWide.split(" "),
    isCountryAlone: !isTerritory && regionKey === "" && (address.postalCode ?? "").trim() === "",
  };
}

interface State {
  readonly region: string;
  readonly zones: readonly string[];
}

const territories = new Set(["AS", "GU", "MP", "PR", "VI"]);
const armedForces = new Set(["AA", "AE", "AP", "ARMEDFORCESAMERICAS", "ARMEDFORCESEUROPE", "ARMEDFORCESPACIFIC"]);

// Every state under its code ("US-FL") and its names ("US-FLORIDA").
const statesByKey = new Map<string, State>(
  stateZones.flatMap(([region, names, zones]) => {
    const state = { region, zones: zones.split(" ") };
    const country = region.slice(0, 2);
    return [region, ...names.split("|").map((name) => `${country}-${toKey(name)}`)].map((key) => [key, state] as const);
  }),
);

function findState(country: string, regionKey: string): State | undefined {
  const state = statesByKey.get(`${country}-${regionKey}`);
  // "US-FL", as ISO 3166-2 writes it, loses its hyphen in the key.
  return state ?? (regionKey.startsWith(country) ? statesByKey.get(`${country}-${regionKey.slice(2)}`) : undefined);
}

function findPostalZone(region: string, postalCode: string): readonly string[] | undefined {
  const code = postalCode.toUpperCase().replace(/[^A-Z\d]/g, "");
  for (const [rowRegion, prefixes, zone] of postalZones) {
    if (rowRegion === region && prefixes.split(" ").some((range) => isInRange(code, range))) return [zone];
  }
  return undefined;
}

function isInRange(code: string, range: string): boolean {
  const [from = "", to = from] = range.split("-");
  const prefix = code.slice(0, from.length);
  return prefix.length === from.length && prefix >= from && prefix <= to;
}

function toKey(name: string): string {
  return name
    .normalize("NFD")
    .replace(/[^A-Za-z]/g, "")
    .toUpperCase();
}
