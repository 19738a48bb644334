import { listPricesMicros } from "./data/segment-prices.ts";
import { findPhoneArea } from "./phone-area.ts";

/** What so many segments to a number cost by the gateway's list, in millionths of a US dollar; undefined where it says nothing. */
export function costMicros(phone: string, segments: number): number | undefined {
  const country = countryOf(phone);
  const price =
    country !== undefined && Object.hasOwn(listPricesMicros, country) ? listPricesMicros[country] : undefined;
  return price === undefined ? undefined : price * segments;
}

function countryOf(phone: string): string | undefined {
  const area = findPhoneArea(phone);
  switch (area.kind) {
    case "geographic":
      return area.regions[0]?.slice(0, 2);
    case "country":
      return area.countries[0];
    case "placeless":
    case "unknown_area_code":
      return "US";
    case "worldwide":
      return undefined;
  }
}
