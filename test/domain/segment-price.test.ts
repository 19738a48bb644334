import { expect, it } from "vitest";
import { listPricesMicros } from "../../worker/domain/data/segment-prices.ts";
import { shippedPolicy } from "../../worker/domain/default-policy.ts";
import { countryOfPhone, findSegmentPrice, priceText, priceTo } from "../../worker/domain/segment-price.ts";

const shop = { country: "US", policy: shippedPolicy };

it.each([
  ["+12125550101", "US"],
  ["+14165550101", "CA"],
  ["+18885550101", "US"], // toll-free: of no place
  ["+447700900123", "GB"],
  ["+491701234567", "DE"],
  ["+33639981234", "FR"],
  ["+8821612345678", undefined], // a satellite network is of no country
])("a text to %s is charged as one to %s", (phone, country) => {
  expect(countryOfPhone(phone)).toBe(country);
});

it("a country that the list does not name has no price, rather than a guessed one", () => {
  expect(findSegmentPrice("AM", shop)).toBeUndefined();
  expect(findSegmentPrice(undefined, shop)).toBeUndefined();
  expect(findSegmentPrice("toString", shop)).toBeUndefined();
  expect(priceText(undefined, 3)).toBeUndefined();
});

it("the merchant's own price holds at home, and every segment counts", () => {
  const segmentPrice = { amountMicros: 6_500, currency: "EUR" };
  const own = { country: "DE", policy: { ...shippedPolicy, segmentPrice } };
  expect(priceText(findSegmentPrice("DE", own), 3)).toEqual({ amountMicros: 19_500, currency: "EUR", source: "own" });
  expect(findSegmentPrice("US", own)).toEqual({ amountMicros: 8_300, currency: "USD", source: "list" });
});

it.each([
  ["+12125550101", 2, 16_600, "USD"],
  ["+18005550101", 1, 8_300, "USD"],
  ["+4915123456789", 2, 13_000, "EUR"],
  ["+33639981234", 1, 79_800, "USD"],
  ["+88161234567", 1, undefined, undefined],
])("segments of a German shop with a price of its own, to %s", (phone, segments, amountMicros, currency) => {
  const segmentPrice = { amountMicros: 6_500, currency: "EUR" };
  const price = priceTo(phone, segments, { country: "DE", policy: { ...shippedPolicy, segmentPrice } });
  expect([price?.amountMicros, price?.currency]).toEqual([amountMicros, currency]);
});

it("the list names some thirty countries, each at a price between a tenth of a cent and half a dollar", () => {
  const prices = Object.entries(listPricesMicros);
  expect(prices.length).toBeGreaterThanOrEqual(30);
  for (const [country, micros] of prices) {
    expect(country).toMatch(/^[A-Z]{2}$/);
    expect(micros).toBeGreaterThan(1_000);
    expect(micros).toBeLessThan(500_000);
  }
});
