import * as z from "zod";
import { Clicks, Price } from "./messages.ts";

const Platform = z.enum(["shopify", "woocommerce", "bigcommerce"]);
const RecordKind = z.enum(["order", "draft_order", "customer", "post"]);
const RecordId = z.string().regex(/^[1-9]\d{0,19}$/, "the record's own number, up to 20 digits");
const Shop = z.string().min(1).max(255);

/** A record as its store's admin names it: body of `POST /v1/records/fetch`. */
export const RecordInput = z.strictObject({ platform: Platform, shop: Shop, kind: RecordKind, id: RecordId });
export type RecordInput = z.infer<typeof RecordInput>;

/** Query of `GET /v1/records`: a record as its store's admin names it, or the newest one of a number. */
export const RecordQuery = RecordInput.partial()
  .extend({ phone: z.string().min(3).max(40).optional() })
  .refine(
    ({ phone, platform, shop, kind, id }) => {
      const named = [platform, shop, kind, id].filter((part) => part !== undefined).length;
      return phone === undefined ? named === 4 : named === 0;
    },
    { path: ["id"], message: "either platform, shop, kind and id, or phone alone" },
  );

const Money = z.object({ amountMinor: z.int(), currency: z.string() });

const OrderView = z.object({
  id: z.string(),
  name: z.string(),
  total: Money.optional(),
  placedAt: z.string().optional(),
  cancelledAt: z.string().optional(),
  items: z.array(
    z.object({
      sku: z.string(),
      /** "your order" for a product that no text may name. */
      name: z.string(),
      quantity: z.int(),
      discreet: z.boolean().optional(),
    }),
  ),
  parcels: z.array(
    z.object({
      state: z.enum(["shipped", "delivered"]),
      carrier: z.string().optional(),
      trackingNumber: z.string().optional(),
      trackingUrl: z.string().optional(),
      shippedAt: z.string().optional(),
      eta: z.string().optional(),
    }),
  ),
});

const ConsentReason = z.object({
  code: z.enum([
    "opted_out",
    "refused",
    "no_opt_in",
    "record_required",
    "opted_in",
    "number_with_order",
    "unreachable",
    "no_phone",
  ]),
  /** In English. */
  words: z.string(),
});
export type ConsentReason = z.infer<typeof ConsentReason>;

const CustomerView = z.object({
  id: z.string(),
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  phone: z.string().optional(),
  optedOut: z.boolean(),
  /** IANA; whose clock sets the instants of this person's texts. */
  timeZone: z.string(),
  /** Wall-clock time there, without an offset. */
  localTime: z.string(),
  /** A locale such as `es-MX`, where one is known. */
  language: z.string().optional(),
  segmentPrice: Price.optional(),
  consent: z.object({
    transactional: z.boolean(),
    promotional: z.boolean(),
    /** Why, for each of the two; relationship texts go by the promotional one. */
    reasons: z.object({ transactional: ConsentReason, promotional: ConsentReason }),
  }),
});

const TextView = z.object({
  id: z.string(),
  direction: z.enum(["in", "out"]),
  body: z.string().optional(),
  at: z.string(),
  status: z.enum(["sending", "sent", "delivered", "received", "waiting", "suppressed", "failed", "unknown"]),
  segments: z.int().optional(),
  /** The flow's name; single texts have none. */
  flow: z.string().optional(),
  order: z.string().optional(),
  reason: z.string().optional(),
  rule: z.string().optional(),
  untilAt: z.string().optional(),
  /** On what went out. */
  clicks: Clicks.optional(),
});

export const LinkKind = z.enum(["orderStatus", "review", "product", "cart", "tracking"]);

/** Where a text about this record can lead. */
const RecordLink = z.object({ kind: LinkKind, label: z.string(), url: z.string(), sku: z.string().optional() });
export type RecordLink = z.infer<typeof RecordLink>;

export const RecordView = z.object({
  /** Where its store's admin shows it; missing where no such store is connected. */
  record: RecordInput.optional(),
  order: OrderView.optional(),
  customer: CustomerView,
  /** Oldest first. */
  texts: z.array(TextView),
  links: z.array(RecordLink),
  /** Every template field that has a value, as a text prints it. */
  fields: z.record(z.string(), z.string()),
  /** What the engine adds to a relationship or promotional text; "" = nothing. */
  footerText: z.string(),
});
export type RecordView = z.infer<typeof RecordView>;
