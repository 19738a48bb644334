import * as z from "zod";
import { Attributes, Currency, ExternalId, HttpUrl, Instant, TimeZone } from "./primitives.ts";

/** Everything a store can tell. A `fulfillment.` event is about one parcel of several, an `order.` event about the order. */
export const EventType = z.enum([
  "order.placed",
  "order.paid",
  "order.updated",
  "order.cancelled",
  "order.refunded",
  "order.deleted",
  "fulfillment.shipped",
  "fulfillment.out_for_delivery",
  "fulfillment.ready_for_pickup",
  "fulfillment.delivered",
  "fulfillment.voided",
  "order.shipped",
  "order.out_for_delivery",
  "order.ready_for_pickup",
  "order.attempt_failed",
  "order.delivered",
  "order.delayed",
  "order.lost",
  "order.damaged",
  "support.opened",
  "support.closed",
  "review.posted",
  "subscription.started",
  "subscription.renewing",
  "subscription.cancelled",
  "return.opened",
  "checkout.abandoned",
  "customer.updated",
]);
export type EventType = z.infer<typeof EventType>;

const name = z.string().max(200);

const ConsentInput = z.strictObject({
  transactional: z.boolean().nullish(),
  promotional: z.boolean().nullish(),
  source: z.string().min(1).max(64),
  wording: z.string().max(2000).optional(),
  at: Instant.optional(),
});

/** Facts about a person. Absent = unchanged, null = removed. */
export const CustomerFields = z.strictObject({
  phone: z.string().min(3).max(32).nullish(),
  timeZone: TimeZone.nullish(),
  priorOrders: z.int().min(0).max(100_000).nullish(),
  firstName: name.nullish(),
  lastName: name.nullish(),
  locale: z.string().max(20).nullish(),
  country: z.string().length(2).nullish(),
  city: name.nullish(),
  address: z
    .strictObject({
      line1: name.nullish(),
      line2: name.nullish(),
      city: name.nullish(),
      region: name.nullish(),
      postalCode: z.string().max(20).nullish(),
      country: z.string().length(2).nullish(),
    })
    .nullish(),
  tags: z.array(z.string().max(100)).max(100).nullish(),
  consent: ConsentInput.nullish(),
  attributes: Attributes.nullish(),
});
export type CustomerFields = z.infer<typeof CustomerFields>;

const EventCustomer = CustomerFields.extend({ id: ExternalId });

const OrderFields = z.strictObject({
  id: ExternalId,
  name: z.string().max(100).optional(),
  url: HttpUrl.optional(),
  total: z
    .union([
      z.number().min(0),
      z.string().regex(/^\d{1,12}(\.\d{1,3})?$/, "an amount such as 1299.00, without separators"),
    ])
    .optional(),
  currency: Currency.optional(),
  placedAt: Instant.optional(),
  itemCount: z.int().min(0).optional(),
  eta: z.string().max(40).optional(),
  statusUrl: HttpUrl.optional(),
  carrier: name.optional(),
  trackingNumber: z.string().max(100).optional(),
  trackingUrl: HttpUrl.optional(),
  shippingMethod: name.optional(),
  gift: z.boolean().optional(),
  test: z.boolean().optional(),
  attributes: Attributes.optional(),
});

const ItemFields = z.strictObject({
  sku: z.string().min(1).max(128),
  quantity: z.int().min(1).max(100_000),
  unitAmountMinor: z.int().optional(),
  name: name.optional(),
});

const ParcelFields = z.strictObject({
  id: ExternalId.optional(),
  carrier: name.optional(),
  trackingNumber: z.string().max(100).optional(),
  trackingUrl: HttpUrl.optional(),
  shippedAt: Instant.optional(),
  eta: z.string().max(40).optional(),
  window: z.string().max(60).optional(),
  index: z.int().min(1).optional(),
  count: z.int().min(1).optional(),
});

/** Body of `POST /v1/events` and of a custom store's webhook. */
export const EventInput = z.strictObject({
  id: ExternalId,
  type: EventType,
  at: Instant.optional(),
  occurredAt: Instant.optional(),
  live: z.boolean().optional(),
  customer: z.union([ExternalId, EventCustomer]),
  order: z.union([ExternalId, OrderFields]).optional(),
  items: z.array(ItemFields).max(500).optional(),
  parcel: z.union([ExternalId, ParcelFields]).optional(),
  eta: z.string().max(40).optional(),
  reason: z.string().max(200).optional(),
  attributes: Attributes.optional(),
});
export type EventInput = z.infer<typeof EventInput>;
