import { expect, it } from "vitest";
import { countryOfZone, currencyOfCountry } from "../../worker/domain/shop-defaults.ts";

it.each([
  ["America/New_York", "US", "USD"],
  ["America/Detroit", "US", "USD"],
  ["US/Pacific", "US", "USD"],
  ["America/Toronto", "CA", "CAD"],
  ["Europe/London", "GB", "GBP"],
  ["Europe/Berlin", "DE", "EUR"],
  ["Europe/Zurich", "CH", "CHF"],
  ["Asia/Kolkata", "IN", "INR"],
  ["Asia/Calcutta", "IN", "INR"],
  ["Australia/Perth", "AU", "AUD"],
  ["UTC", "US", "USD"],
])("a shop on %s is in %s and counts in %s unless it says otherwise", (zone, country, currency) => {
  expect(countryOfZone(zone)).toBe(country);
  expect(currencyOfCountry(country)).toBe(currency);
});
