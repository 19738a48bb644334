import * as z from "zod";
import { parsePhoneNumber } from "../domain/phone-number.ts";
import { numericId, record, text } from "./body-fields.ts";
import type { PrivacyRequest } from "./store-adapter.ts";

/** Source: shopify.dev/docs/apps/build/compliance/privacy-law-compliance, the three mandatory topics. */
const Ask = z.object({
  customer: record(z.object({ id: numericId, phone: text })),
  orders_to_redact: record(z.array(numericId)),
});

export type PrivacyReading =
  | { readonly kind: "privacy"; readonly request: PrivacyRequest }
  | { readonly kind: "ignored"; readonly why: string };

/** Undefined where the topic is another one. */
export function readPrivacyTopic(topic: string, body: unknown, shopCountry: string): PrivacyReading | undefined {
  const { customer, orders_to_redact: orders = [] } = Ask.safeParse(body).data ?? {};
  const customerId = customer?.id;
  const phone = parsePhoneNumber(customer?.phone, shopCountry);
  const orderIds = orders.flatMap((id) => id ?? []);
  switch (topic) {
    case "shop/redact":
      return { kind: "privacy", request: { kind: "erase_store" } };
    case "customers/redact":
      // No e-mail address is kept: who has nothing but that is not known here.
      if (customerId === undefined && phone === undefined && orderIds.length === 0) return NOBODY;
      return { kind: "privacy", request: { kind: "erase_customer", customerId, phone, orderIds } };
    case "customers/data_request":
      return customerId === undefined ? NOBODY : { kind: "privacy", request: { kind: "export_customer", customerId } };
    default:
      return undefined;
  }
}

const NOBODY = { kind: "ignored", why: "names nobody who could be known here" } as const;
