import { countriesByCurrency } from "./data/country-currencies.ts";
import { countryZones } from "./data/country-zones.ts";

/**
 * The country whose clock a shop keeps: the one that has this zone first, else any that has it, else the US, of whose zones the
 * table names only one of each clock.
 */
export function countryOfZone(timeZone: string): string {
  const wanted = canonicalZone(timeZone);
  const rows = Object.entries(countryZones).map(([country, zones]) => ({ country, zones: zones.split(" ") }));
  const isSame = (zone: string | undefined): boolean =>
    zone !== undefined && (zone === timeZone || canonicalZone(zone) === wanted);
  const found = rows.find(({ zones }) => isSame(zones[0])) ?? rows.find(({ zones }) => zones.slice(1).some(isSame));
  return found?.country ?? "US";
}

export function currencyOfCountry(country: string): string {
  const found = Object.entries(countriesByCurrency).find(([, countries]) => countries.split(" ").includes(country));
  return found?.[0] ?? "USD";
}

/** One name for a zone and its links, such as Asia/Kolkata and Asia/Calcutta. */
function canonicalZone(zone: string): string {
  return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
}
