import * as z from "zod";
import { amount, flag, list, numericId, record, text } from "./body-fields.ts";

// Shopify's bodies as REST resources, only what is read. Withheld fields ("protected customer data") are null.
// Source: shopify.dev/docs/api/admin-rest, resources Order, Fulfillment, FulfillmentEvent, Refund, Customer, DraftOrder.

const resource = { id: numericId, admin_graphql_api_id: text };

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
  refunds: z.array(z.unknown()).optional().catch(undefined),
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
