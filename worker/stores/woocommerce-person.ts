import { choosePhone, parsePhoneNumber } from "../domain/phone-number.ts";
import type { CustomerFacts } from "../domain/store-event.ts";
import { readGift } from "./gift.ts";
import type { ReadingContext } from "./store-adapter.ts";
import type { Address, Customer, Order } from "./woocommerce-shapes.ts";

/** What an order tells about its buyer, who is whom the bill goes to. */
export function buyerFacts(order: Order, { shopCountry }: ReadingContext): CustomerFacts {
  const { billing, shipping } = order;
  const country = shipping?.country ?? billing?.country ?? shopCountry;
  const chosen = choosePhone({
    shipping: { phone: shipping?.phone, name: fullName(shipping), country },
    billing: { phone: billing?.phone, name: fullName(billing), country: billing?.country ?? country },
  });
  const name = [billing, shipping].find((person) => person?.first_name ?? person?.last_name);
  return {
    ...placeFacts([shipping, billing].find(isPlace)),
    phone: chosen.kind === "phone" ? chosen.phone : undefined,
    firstName: name?.first_name,
    lastName: name?.last_name,
    locale: readLocale(order),
  };
}

/** An account's number is its billing address's: WooCommerce has no other, and a shipping address may be somebody else's. */
export function accountFacts(
  { first_name, last_name, billing, shipping }: Pick<Customer, "first_name" | "last_name" | "billing" | "shipping">,
  { shopCountry }: ReadingContext,
): CustomerFacts {
  return {
    ...placeFacts([billing, shipping].find(isPlace)),
    phone: parsePhoneNumber(billing?.phone, billing?.country ?? shopCountry),
    firstName: first_name ?? billing?.first_name,
    lastName: last_name ?? billing?.last_name,
  };
}

/** By names, and by what a plugin asked at the checkout. */
export function isGift({ billing, shipping, meta_data: meta }: Order): boolean | undefined {
  const names = { shipping: { name: fullName(shipping) }, billing: { name: fullName(billing) } };
  return readGift(names, meta?.map(({ key, value }) => ({ name: key, value })) ?? []);
}

function fullName(person: Address | undefined): string {
  return [person?.first_name, person?.last_name].filter((part) => part !== undefined).join(" ");
}

function placeFacts(address: Address | undefined): CustomerFacts {
  return {
    country: address?.country?.toUpperCase(),
    region: address?.state,
    city: address?.city,
    postalCode: address?.postcode,
  };
}

function isPlace(address: Address | undefined): boolean {
  return (address?.country ?? address?.city ?? address?.postcode) !== undefined;
}

/** WooCommerce itself keeps no language; the two plugins that make a shop multilingual do, Polylang in a field of its own. */
function readLocale({ lang, meta_data: meta }: Order): string | undefined {
  const wpml = meta?.find(({ key }) => key === "wpml_language")?.value;
  const locale = lang ?? (typeof wpml === "string" ? wpml : undefined);
  return locale !== undefined && /^[a-z]{2,3}([-_][A-Za-z]{2,4})*$/.test(locale)
    ? locale.replaceAll("_", "-")
    : undefined;
}
