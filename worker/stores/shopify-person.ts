import type { PhoneNumber } from "../../shared/contract/primitives.ts";
import { choosePhone, type PhoneCandidate, parsePhoneNumber } from "../domain/phone-number.ts";
import type { ConsentFacts, CustomerFacts } from "../domain/store-event.ts";
import { readGift } from "./gift.ts";
import { parseInstantMs } from "./instant.ts";
import type { ShopifyContext } from "./shopify-reading.ts";
import type { Address, Customer, Order, SmsMarketingConsent } from "./shopify-shapes.ts";

/** What an order tells about its buyer. Withheld fields stay absent: Shopify sends null for what it may not show. */
export function buyerFacts(order: Order, context: ShopifyContext): CustomerFacts {
  const { customer, billing_address: billing, shipping_address: shipping } = order;
  const name = [customer, billing, shipping].find((person) => person?.first_name ?? person?.last_name);
  const { phone, isAccounts } = findPhones(order, context.shopCountry);
  return {
    ...placeFacts([shipping, billing, customer?.default_address].find(isPlace)),
    phone,
    firstName: name?.first_name,
    lastName: name?.last_name,
    locale: order.customer_locale,
    tags: readTags(customer?.tags),
    // R3: the account's consent is for the account's number, and does not travel to another one given with this order.
    consent: isAccounts ? readConsent(customer?.sms_marketing_consent) : undefined,
  };
}

function findPhones(
  { phone, customer, billing_address: billing, shipping_address: shipping }: Order,
  shopCountry: string,
): { readonly phone: PhoneNumber | undefined; readonly isAccounts: boolean } {
  const home = customer?.default_address;
  const country = shipping?.country_code ?? billing?.country_code ?? home?.country_code ?? shopCountry;
  const ownCountry = home?.country_code ?? billing?.country_code ?? country;
  const account = { phone: customer?.phone, name: fullName(customer), country: ownCountry };
  const accountPhone = parsePhoneNumber(account.phone, account.country);
  const chosen = choosePhone({
    order: { phone, country },
    shipping: candidate(shipping, country),
    customer: accountPhone === undefined ? { ...account, phone: findHomePhone(account, home, country) } : account,
    billing: candidate(billing, country),
  });
  if (chosen.kind === "none") return { phone: undefined, isAccounts: false };
  return { phone: chosen.phone, isAccounts: chosen.phone === accountPhone };
}

/** An account's default address may be that of a gift's receiver, so the rule for shipping addresses holds for it, too. */
function findHomePhone(account: PhoneCandidate, home: Address | undefined, country: string): PhoneNumber | undefined {
  const chosen = choosePhone({ shipping: candidate(home, country), customer: { name: account.name } });
  return chosen.kind === "phone" ? chosen.phone : undefined;
}

function candidate(address: Address | undefined, country: string): PhoneCandidate {
  return { phone: address?.phone, name: fullName(address), country: address?.country_code ?? country };
}

/** By names, and by what the cart page asked. */
export function isGift({ customer, billing_address, shipping_address, note_attributes, line_items }: Order) {
  const names = {
    shipping: { name: fullName(shipping_address) },
    billing: { name: fullName(billing_address) },
    customer: { name: fullName(customer) },
  };
  return readGift(names, [
    ...(note_attributes ?? []),
    ...(line_items ?? []).flatMap(({ properties = [] }) => properties),
  ]);
}

function fullName(person: Address | Customer | undefined): string {
  return [person?.first_name, person?.last_name].filter((part) => part !== undefined).join(" ");
}

export function placeFacts(address: Address | undefined): CustomerFacts {
  return {
    country: address?.country_code?.toUpperCase(),
    region: address?.province_code,
    city: address?.city,
    postalCode: address?.zip,
  };
}

function isPlace(address: Address | undefined): boolean {
  return (address?.country_code ?? address?.city ?? address?.zip) !== undefined;
}

/** One comma-separated text; withheld since API version 2025-01, and then nothing is known. */
export function readTags(tags: string | undefined): string[] | undefined {
  return tags
    ?.split(",")
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
}

/**
 * Shopify's own states: subscribed is an opt-in, unsubscribed takes it back, and pending, not subscribed or withheld say
 * nothing. Undated, it counts only where the delivery itself is about consent: repeated with every record, it would outlive a
 * later withdrawal. The neighbouring `buyer_accepts_marketing` and `email_marketing_consent` are about e-mail and never read.
 * Source: shopify.dev, CustomerSmsMarketingState.
 */
export function readConsent(consent: SmsMarketingConsent | undefined, undatedAtMs?: number): ConsentFacts | undefined {
  const state = consent?.state?.toLowerCase();
  if (state !== "subscribed" && state !== "unsubscribed") return undefined;
  const atMs = parseInstantMs(consent?.consent_updated_at) ?? undatedAtMs;
  return atMs === undefined ? undefined : { promotional: state === "subscribed", source: "shopify", atMs };
}
