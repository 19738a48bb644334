import * as z from "zod";
import { amount, flag, list, numericId, record, text } from "./body-fields.ts";

// BigCommerce's webhooks and the resources that they point to, only what is read.
// Source: bigcommerce/docs, docs/integrations/webhooks/events; bigcommerce/api-specs, orders.v2 and customers.v3.

export const Webhook = z.object({
  scope: text,
  hash: text,
  /** Seconds since 1970. */
  created_at: z.int().min(0).optional().catch(undefined),
  data: record(
    z.object({
      id: numericId,
      /** Of a shipment's order. */
      orderId: numericId,
      /** Where a channel's own webhook is the sender. */
      order_id: numericId,
      status: record(z.object({ previous_status_id: z.int().optional().catch(undefined) })),
    }),
  ),
});

const Address = z.object({
  first_name: text,
  last_name: text,
  phone: text,
  city: text,
  state: text,
  zip: text,
  country_iso2: text,
});
export type Address = z.infer<typeof Address>;

const id = z.union([z.string().regex(/^\d+$/), z.int().min(0).transform(String)]);

export const Order = z.object({
  id,
  status_id: z.coerce.number().int(),
  customer_id: numericId,
  date_created: text,
  date_modified: text,
  date_shipped: text,
  total_inc_tax: amount,
  currency_code: text,
  /** Of the amounts; `currency_code` is what the shopper saw. */
  default_currency_code: text,
  customer_locale: text,
  order_is_digital: flag,
  is_deleted: flag,
  payment_method: text,
  billing_address: record(Address),
});
export type Order = z.infer<typeof Order>;

export const Products = z.array(
  z.object({
    id,
    product_id: numericId,
    variant_id: numericId,
    sku: text,
    name: text,
    quantity: z.coerce.number().min(0).transform(Math.ceil),
    price_inc_tax: amount,
    type: text,
    wrapping_message: text,
  }),
);

const ShippingAddress = Address.extend({ shipping_method: text });
export const ShippingAddresses = z.array(ShippingAddress);

export const Shipments = z.array(
  z.object({
    id,
    date_created: text,
    tracking_number: text,
    tracking_carrier: text,
    shipping_provider: text,
    shipping_provider_display_name: text,
    tracking_link: text,
    generated_tracking_link: text,
    items: list(
      z.object({
        order_product_id: id,
        product_id: numericId,
        quantity: z.coerce.number().min(0).transform(Math.ceil),
      }),
    ),
  }),
);

export const Refunds = z.object({
  data: z.array(
    z.object({
      id,
      created: text,
      total_amount: amount,
      items: list(z.object({ item_type: text, item_id: numericId, quantity: z.coerce.number().min(0).catch(0) })),
    }),
  ),
});

export const Customers = z.object({
  data: z.array(
    z.object({
      id,
      first_name: text,
      last_name: text,
      phone: text,
      date_created: text,
      date_modified: text,
      addresses: record(
        z.array(z.object({ city: text, state_or_province: text, postal_code: text, country_code: text })),
      ),
    }),
  ),
});

/** An order with all that its webhook leaves to be asked for. */
export interface OrderBundle {
  readonly order: Order;
  readonly products: readonly z.infer<typeof Products>[number][];
  readonly shippingAddresses: readonly z.infer<typeof ShippingAddress>[];
  readonly shipments: readonly z.infer<typeof Shipments>[number][];
  readonly refunds: z.infer<typeof Refunds>["data"];
}
