import * as z from "zod";

// Shopify's bodies as REST resources, only what is read. A field that a flow can do without is absent when it is withheld (null,
// "protected customer data") or of another type than documented; only a broken list makes a body unreadable.
// Source: shopify.dev/docs/api/admin-rest, resources Order, Fulfillment, FulfillmentEvent, Refund, Customer.

const text = z
  .string()
  .nullish()
  .transform((value) => value?.trim() || undefined)
  .catch(undefined);

const flag = z.boolean().optional().catch(undefined);

const amount = z.union([z.string(), z.number()]).optional().catch(undefined);

/** Digits, from a number or, beyond 2^53, from the text that exact-json kept. */
const numericId = z
  .union([z.string().regex(/^\d+$/), z.int().min(0).transform(String)])
  .optional()
  .catch(undefined);

const resource = { id: numericId, admin_graphql_api_id: text };

function list<Schema extends z.ZodType>(item: Schema) {
  return z
    .array(item)
    .nullish()
    .transform((items) => items ?? undefined);
}

function record<Schema extends z.ZodType>(schema: Schema) {
  return schema.optional().catch(undefined);
}

export const Resource = z.object({ ...resource, updated_at: text });
export type Resource = z.infer<typeof Resource>;

const Address = z.object({
  first_name: text,
  last_name: text,
  phone: text,
  city: text,
  zip: text,
  province_code: text,
  country_code: text,
});
export type Address = z.infer<typeof Address>;

const SmsMarketingConsent = z.object({ state: text, consent_updated_at: text });
export type SmsMarketingConsent = z.infer<typeof SmsMarketingConsent>;

export const Customer = z.object({
  ...resource,
  updated_at: text,
  first_name: text,
  last_name: text,
  phone: text,
  tags: z.string().optional().catch(undefined),
  default_address: record(Address),
  sms_marketing_consent: record(SmsMarketingConsent),
});
export type Customer = z.infer<typeof Customer>;

const LineItem = z.object({
  ...resource,
  variant_id: numericId,
  product_id: numericId,
  sku: text,
  title: text,
  quantity: z.int().min(0),
  price: amount,
  requires_shipping: flag,
});
export type LineItem = z.infer<typeof LineItem>;

export const Order = z.object({
  ...resource,
  name: text,
  test: flag,
  currency: text,
  total_price: amount,
  current_total_price: amount,
  order_status_url: text,
  customer_locale: text,
  phone: text,
  cancel_reason: text,
  created_at: text,
  processed_at: text,
  updated_at: text,
  cancelled_at: text,
  customer: record(Customer),
  billing_address: record(Address),
  shipping_address: record(Address),
  line_items: list(LineItem),
});
export type Order = z.infer<typeof Order>;

export const Fulfillment = z.object({
  ...resource,
  order_id: numericId,
  status: text,
  shipment_status: text,
  created_at: text,
  updated_at: text,
  estimated_delivery_at: text,
  tracking_company: text,
  tracking_number: text,
  tracking_numbers: z.array(z.string()).optional().catch(undefined),
  tracking_url: text,
  tracking_urls: z.array(z.string()).optional().catch(undefined),
  line_items: list(LineItem),
});
export type Fulfillment = z.infer<typeof Fulfillment>;

export const FulfillmentEvent = z.object({
  ...resource,
  order_id: numericId,
  fulfillment_id: numericId,
  status: text,
  happened_at: text,
  created_at: text,
  estimated_delivery_at: text,
});

export const Refund = z.object({
  ...resource,
  order_id: numericId,
  created_at: text,
  processed_at: text,
  refund_line_items: list(z.object({ line_item_id: numericId, quantity: z.int().min(0), line_item: record(LineItem) })),
});

export const MarketingConsentUpdate = z.object({
  id: numericId,
  phone: text,
  sms_marketing_consent: record(SmsMarketingConsent),
});
