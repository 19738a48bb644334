import { listPricesMicros } from "./data/segment-prices.ts";
import { countryOfPhone } from "./segment-price.ts";

/** What so many segments to a number cost by the gateway's list, in millionths of a US dollar; undefined where it says nothing. */
export function costMicros(phone: string, segments: number): number | undefined {
  const country = countryOfPhone(phone);
  const price =
    country !== undefined && Object.hasOwn(listPricesMicros, country) ? listPricesMicros[country] : undefined;
  return price === undefined ? undefined : price * segments;
}
