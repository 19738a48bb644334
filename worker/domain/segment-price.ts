import type { Policy } from "../../shared/contract/policy.ts";
import { listPricesMicros } from "./data/segment-prices.ts";
import { findPhoneArea } from "./phone-area.ts";

/** In millionths of the currency's unit. */
export interface SegmentPrice {
  readonly amountMicros: number;
  readonly currency: string;
  readonly source: "list" | "own";
}

interface PricedMerchant {
  readonly country: string;
  readonly policy: Policy;
}

/** What a segment to this country costs: the merchant's own price at home, else the gateway's list; undefined where neither says. */
export function findSegmentPrice(
  country: string | undefined,
  { policy, ...own }: PricedMerchant,
): SegmentPrice | undefined {
  if (country === undefined) return undefined;
  if (policy.segmentPrice !== undefined && country === own.country) return { ...policy.segmentPrice, source: "own" };
  const amountMicros = Object.hasOwn(listPricesMicros, country) ? listPricesMicros[country] : undefined;
  return amountMicros === undefined ? undefined : { amountMicros, currency: "USD", source: "list" };
}

export function priceText(price: SegmentPrice | undefined, segments: number): SegmentPrice | undefined {
  return price && { ...price, amountMicros: price.amountMicros * segments };
}

/** What so many segments to a number cost. */
export function priceTo(phone: string, segments: number, merchant: PricedMerchant): SegmentPrice | undefined {
  return priceText(findSegmentPrice(countryOfPhone(phone), merchant), segments);
}

/** Of several countries that share a calling code the largest; for country code 1 without a place the US. */
export function countryOfPhone(phone: string): string | undefined {
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
