import * as z from "zod";
import { amount, list, numericId, record, text } from "./body-fields.ts";

// WooCommerce's bodies as REST v3 resources, only what is read. What is not there is an empty string.
// Source: woocommerce.github.io/woocommerce-rest-api-docs, v3: Order, Customer, Order refunds.

export const Resource = z.object({ id: numericId, date_modified_gmt: text });
export type Resource = z.infer<typeof Resource>;

const Address = z.object({
  first_name: text,
  last_name: text,
  phone: text,
  city: text,
  state: text,
  postcode: text,
  country: text,
});
export type Address = z.infer<typeof Address>;

/** Plugins let shops sell half a kilogram. */
const quantity = z.number().transform((count) => Math.ceil(Math.abs(count)));

const LineItem = z.object({
  id: numericId,
  name: text,
  product_id: numericId,
  variation_id: numericId,
  quantity,
  sku: text,
  price: amount,
  image: record(z.object({ src: text })),
});
export type LineItem = z.infer<typeof LineItem>;

const MetaData = z.object({ key: text, value: z.unknown() });

export const Order = z.object({
  id: numericId,
  number: text,
  status: text,
  currency: text,
  date_created_gmt: text,
  date_modified_gmt: text,
  date_paid_gmt: text,
  date_completed_gmt: text,
  total: amount,
  customer_id: numericId,
  billing: record(Address),
  shipping: record(Address),
  payment_method: text,
  line_items: list(LineItem),
  shipping_lines: record(z.array(z.object({ method_id: text, method_title: text }))),
  refunds: record(z.array(z.object({ id: numericId, total: amount }))),
  meta_data: record(z.array(MetaData)),
  /** Polylang for WooCommerce adds it. */
  lang: text,
});
export type Order = z.infer<typeof Order>;

/** One of `/orders/<id>/refunds`; in an order's own body a refund has an amount and nothing else. */
export const Refund = z.object({
  id: numericId,
  date_created_gmt: text,
  amount,
  line_items: list(z.object({ id: numericId, sku: text, quantity, meta_data: record(z.array(MetaData)) })),
});

/**
 * `_wc_shipment_tracking_items`, which WooCommerce's Shipment Tracking and the plugins that follow it keep beside an order.
 * Source: woocommerce.com/document/shipment-tracking; wordpress.org/plugins/woo-advanced-shipment-tracking.
 */
export const TrackingItems = z.array(
  z.object({
    tracking_id: text,
    tracking_number: text,
    tracking_provider: text,
    custom_tracking_provider: text,
    custom_tracking_link: text,
    tracking_link: text,
    formatted_tracking_link: text,
    /** Seconds since 1970, as a number or its digits; with most plugins midnight of the day. */
    date_shipped: numericId,
  }),
);

export const Customer = z.object({
  id: numericId,
  date_created_gmt: text,
  date_modified_gmt: text,
  first_name: text,
  last_name: text,
  billing: record(Address),
  shipping: record(Address),
});
export type Customer = z.infer<typeof Customer>;
