import * as z from "zod";
import { Attributes, ExternalId, Instant } from "./primitives.ts";

const utmValue = z.string().min(1).max(200);

export const UtmInput = z.strictObject({
  source: utmValue.optional(),
  medium: utmValue.optional(),
  campaign: utmValue.optional(),
  term: utmValue.optional(),
  content: utmValue.optional(),
});
export type UtmInput = z.infer<typeof UtmInput>;

// Longer than a target may be: the rules of targets say why one is refused.
const target = z.string().min(1).max(10_000);

/** A cart that opens filled, at one tap. */
const CartInput = z.strictObject({
  platform: z.enum(["shopify", "woocommerce"]),
  /** Host or address of the shop. */
  shop: z.string().min(1).max(500),
  items: z
    .array(
      z.strictObject({
        /** Shopify: a variant; WooCommerce: a product or a variation. */
        id: z.string().min(1).max(64),
        quantity: z.int().min(1).max(1000).optional(),
      }),
    )
    .min(1)
    .max(50),
  discount: z.string().trim().min(1).max(200).optional(),
});

/** Where a product is rated: its reviewUrl, else its page; without a sku the shop's. */
const ReviewInput = z.strictObject({ sku: ExternalId.optional() });

const whereItLeads = {
  url: target.optional(),
  cart: CartInput.optional(),
  review: ReviewInput.optional(),
};
export type LinkTarget = z.infer<z.ZodObject<typeof whereItLeads>>;

const Tags = z.array(z.string().min(1).max(100)).max(50);
const maxClicks = z.int().min(1).max(1_000_000_000);

/** Body of `POST /v1/links`. */
export const LinkInput = z
  .strictObject({
    ...whereItLeads,
    slug: z.string().min(1).max(200).optional(),
    customer: ExternalId.optional(),
    utm: UtmInput.optional(),
    startsAt: Instant.optional(),
    expiresAt: Instant.optional(),
    maxClicks: maxClicks.optional(),
    fallbackUrl: target.optional(),
    ios: target.optional(),
    android: target.optional(),
    tags: Tags.optional(),
    attributes: Attributes.optional(),
  })
  .superRefine((input, context) => {
    const given = Object.keys(whereItLeads).filter((key) => Object.hasOwn(input, key));
    if (given.length === 0) context.addIssue({ code: "custom", path: ["url"], message: "is missing" });
    for (const key of given.slice(1)) {
      context.addIssue({ code: "custom", path: [key], message: `a link leads to one place: there is ${given[0]} too` });
    }
  });
export type LinkInput = z.infer<typeof LinkInput>;

export const mostLinksPerCall = 10_000;

/** Body of `POST /v1/links/bulk`. */
export const BulkLinksInput = z.strictObject({ links: z.array(LinkInput).min(1).max(mostLinksPerCall) });
export type BulkLinksInput = z.infer<typeof BulkLinksInput>;

/** Body of `PATCH /v1/links/{slug}`: what is given replaces, null removes, what is absent stays (RFC 7396 in spirit). */
export const LinkPatch = z.strictObject({
  url: target.optional(),
  utm: UtmInput.nullable().optional(),
  startsAt: Instant.nullable().optional(),
  expiresAt: Instant.nullable().optional(),
  maxClicks: maxClicks.nullable().optional(),
  fallbackUrl: target.nullable().optional(),
  ios: target.nullable().optional(),
  android: target.nullable().optional(),
  tags: Tags.optional(),
  attributes: Attributes.optional(),
  /** False: the link answers the page that says there is none, until it is true again. */
  enabled: z.boolean().optional(),
});
export type LinkPatch = z.infer<typeof LinkPatch>;

/** Query of `GET /v1/links`; `cursor` is the `next` of the page before. */
export const LinksQuery = z.strictObject({
  tag: z.string().min(1).max(100).optional(),
  customer: ExternalId.optional(),
  /** Part of the slug or the target of a link that the merchant made. */
  query: z.string().min(1).max(2_048).optional(),
  /** own: made by the merchant; texts: made for a text. */
  kind: z.enum(["own", "texts"]).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(400).optional(),
});
export type LinksQuery = z.infer<typeof LinksQuery>;

/** Query of `GET /v1/links/{slug}/qr.svg`. */
export const QrQuery = z.strictObject({
  /** Width in pixels. */
  size: z.coerce.number().int().min(64).max(4096).default(512),
  /** Empty modules around it; readers want four (ISO/IEC 18004, 6.3.8). */
  margin: z.coerce.number().int().min(0).max(16).default(4),
  /** How much may be damaged: 7, 15, 25 or 30 %. */
  ecc: z.enum(["L", "M", "Q", "H"]).default("M"),
});
export type QrQuery = z.infer<typeof QrQuery>;

export const BlockedHostsInput = z.strictObject({
  /** Each with all names below it. */
  hosts: z
    .array(
      z
        .string()
        .trim()
        .toLowerCase()
        .max(253)
        .regex(/^[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+$/, "a host such as example.com"),
    )
    .max(1000),
});
export type BlockedHostsInput = z.infer<typeof BlockedHostsInput>;

/** Query of `GET /v1/links/{slug}/clicks`; `cursor` is the `next` of the page before. */
export const ClicksQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1000).default(200),
  cursor: z.string().max(100).optional(),
});
export type ClicksQuery = z.infer<typeof ClicksQuery>;

export const CreatedLink = z.object({ slug: z.string(), domain: z.string(), shortUrl: z.string() });
export type CreatedLink = z.infer<typeof CreatedLink>;

export const LinkView = CreatedLink.extend({
  url: z.string(),
  customer: z.string().optional(),
  utm: UtmInput,
  startsAt: z.string().optional(),
  expiresAt: z.string().optional(),
  maxClicks: z.number().optional(),
  fallbackUrl: z.string().optional(),
  ios: z.string().optional(),
  android: z.string().optional(),
  tags: z.array(z.string()),
  attributes: Attributes,
  state: z.enum(["live", "disabled", "deleted"]),
  /** People's, where maxClicks is set. */
  usedClicks: z.number().optional(),
  message: z.string().optional(),
  createdAt: z.string(),
});
export type LinkView = z.infer<typeof LinkView>;

export const LinksView = z.object({ items: z.array(LinkView), next: z.string().optional() });
export type LinksView = z.infer<typeof LinksView>;

export const MadeLinks = z.object({
  domain: z.string(),
  /** In the order asked for. */
  items: z.array(z.object({ slug: z.string(), shortUrl: z.string() })),
});
export type MadeLinks = z.infer<typeof MadeLinks>;

export const LinkHistoryView = z.object({
  /** The oldest first; empty where nothing was ever changed. */
  items: z.array(
    z.object({
      at: z.string(),
      /** In the words of `LinkPatch`; undefined = nothing was there, or is. */
      changes: z.array(z.object({ field: z.string(), before: z.unknown().optional(), after: z.unknown().optional() })),
    }),
  ),
});
export type LinkHistoryView = z.infer<typeof LinkHistoryView>;

export const LinkSwitchView = z.object({ stopped: z.boolean() });
export const BlockedHostsView = z.object({
  hosts: z.array(z.string()),
  /** The installation's, which hold for everybody. */
  everywhere: z.array(z.string()),
});

/** `GET /v1/links/imports/{id}` */
export const ImportView = z.object({
  id: z.string(),
  status: z.enum(["running", "done"]),
  total: z.number(),
  done: z.number(),
  failed: z.number(),
  /** Of the rows that failed, the first thousand; row 1 is the first below the header. */
  errors: z.array(z.object({ row: z.number(), errors: z.array(z.object({ path: z.string(), message: z.string() })) })),
});
export type ImportView = z.infer<typeof ImportView>;

export const DomainView = z.object({
  host: z.string(),
  status: z.enum(["pending", "active"]),
  /** Whether new links stand on it. */
  primary: z.boolean(),
  /** What to set in the domain's DNS; it serves once they are found there. */
  records: z.array(z.object({ type: z.string(), name: z.string(), value: z.string() })),
});
export type DomainView = z.infer<typeof DomainView>;
export const DomainsView = z.object({ items: z.array(DomainView) });

export const ClickView = z.object({
  id: z.string(),
  at: z.string(),
  /** "person", or what asked instead, with the reason. */
  class: z.string(),
  reason: z.string().optional(),
  unique: z.boolean(),
  device: z.string().optional(),
  os: z.string().optional(),
  browser: z.string().optional(),
  country: z.string().optional(),
  region: z.string().optional(),
  referrer: z.string().optional(),
  language: z.string().optional(),
});
export type ClickView = z.infer<typeof ClickView>;

export const ClicksView = z.object({
  people: z.number(),
  uniquePeople: z.number(),
  all: z.number(),
  /** Why the others are not people's, the commonest first. */
  reasons: z.array(z.object({ class: z.string(), reason: z.string(), count: z.number() })),
  items: z.array(ClickView),
  next: z.string().optional(),
});
export type ClicksView = z.infer<typeof ClicksView>;
