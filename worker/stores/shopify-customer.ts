import { parsePhoneNumber } from "../domain/phone-number.ts";
import { parseInstantMs } from "./instant.ts";
import { placeFacts, readConsent, readTags } from "./shopify-person.ts";
import { findShopifyId, readShape, type TopicReader } from "./shopify-reading.ts";
import { Customer, MarketingConsentUpdate } from "./shopify-shapes.ts";

/** The account's own number only: a number in an address book may be somebody else's. */
export const readCustomer: TopicReader = (body, context) =>
  readShape(Customer, body, (customer) => {
    const customerId = findShopifyId(customer);
    if (customerId === undefined) return NO_CUSTOMER_ID;
    const updatedAtMs = parseInstantMs(customer.updated_at);
    return {
      kind: "events",
      events: [
        {
          type: "customer.updated",
          occurredAtMs: updatedAtMs ?? context.triggeredAtMs,
          test: context.isTest,
          customerId,
          customer: {
            ...placeFacts(customer.default_address),
            phone: parsePhoneNumber(customer.phone, customer.default_address?.country_code ?? context.shopCountry),
            firstName: customer.first_name,
            lastName: customer.last_name,
            tags: readTags(customer.tags),
            consent: readConsent(customer.sms_marketing_consent),
          },
          factsAtMs: updatedAtMs,
        },
      ],
    };
  });

export const readMarketingConsent: TopicReader = (body, context) =>
  readShape(MarketingConsentUpdate, body, (update) => {
    if (update.id === undefined) return NO_CUSTOMER_ID;
    const consent = readConsent(update.sms_marketing_consent, context.triggeredAtMs);
    if (consent === undefined) return { kind: "ignored", why: "the consent state is neither given nor withdrawn" };
    return {
      kind: "events",
      events: [
        {
          type: "customer.updated",
          occurredAtMs: consent.atMs,
          test: context.isTest,
          customerId: update.id,
          customer: { phone: parsePhoneNumber(update.phone, context.shopCountry), consent },
        },
      ],
    };
  });

const NO_CUSTOMER_ID = { kind: "dead_letter", problem: "id: no customer id" } as const;
