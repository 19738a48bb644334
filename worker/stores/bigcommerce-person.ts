import type * as z from "zod";
import { choosePhone, parsePhoneNumber } from "../domain/phone-number.ts";
import type { CustomerFacts } from "../domain/store-event.ts";
import type { Address, Customers, OrderBundle } from "./bigcommerce-shapes.ts";
import { readGift } from "./gift.ts";
import type { ReadingContext } from "./store-adapter.ts";

/** What an order tells about its buyer, who is whom the bill goes to. */
export function buyerFacts({ order, shippingAddresses }: OrderBundle, { shopCountry }: ReadingContext): CustomerFacts {
  const billing = order.billing_address;
  const [shipping] = shippingAddresses;
  const country = shipping?.country_iso2 ?? billing?.country_iso2 ?? shopCountry;
  const chosen = choosePhone({
    shipping: { phone: shipping?.phone, name: fullName(shipping), country },
    billing: { phone: billing?.phone, name: fullName(billing), country: billing?.country_iso2 ?? country },
  });
  const name = [billing, shipping].find((person) => person?.first_name ?? person?.last_name);
  const place = [shipping, billing].find(
    (address) => (address?.country_iso2 ?? address?.city ?? address?.zip) !== undefined,
  );
  return {
    country: place?.country_iso2?.toUpperCase(),
    region: place?.state,
    city: place?.city,
    postalCode: place?.zip,
    phone: chosen.kind === "phone" ? chosen.phone : undefined,
    firstName: name?.first_name,
    lastName: name?.last_name,
    locale: order.customer_locale,
  };
}

export function accountFacts(
  { first_name, last_name, phone, addresses }: z.infer<typeof Customers>["data"][number],
  { shopCountry }: ReadingContext,
): CustomerFacts {
  const [home] = addresses ?? [];
  return {
    country: home?.country_code?.toUpperCase(),
    region: home?.state_or_province,
    city: home?.city,
    postalCode: home?.postal_code,
    phone: parsePhoneNumber(phone, home?.country_code ?? shopCountry),
    firstName: first_name,
    lastName: last_name,
  };
}

/** By names, and by a message that was wrapped with the goods. */
export function isGift({ order, shippingAddresses: [shipping], products }: OrderBundle): boolean | undefined {
  const names = { shipping: { name: fullName(shipping) }, billing: { name: fullName(order.billing_address) } };
  const marks = products.map(({ wrapping_message: value }) => ({ name: "gift message", value }));
  return readGift(names, marks);
}

function fullName(person: Address | undefined): string {
  return [person?.first_name, person?.last_name].filter((part) => part !== undefined).join(" ");
}
