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

/** Body of `POST /v1/links`. */
export const LinkInput = z.strictObject({
  url: target,
  slug: z.string().min(1).max(200).optional(),
  customer: ExternalId.optional(),
  utm: UtmInput.optional(),
  startsAt: Instant.optional(),
  expiresAt: Instant.optional(),
  maxClicks: z.int().min(1).max(1_000_000_000).optional(),
  fallbackUrl: target.optional(),
  ios: target.optional(),
  android: target.optional(),
  tags: z.array(z.string().min(1).max(100)).max(50).optional(),
  attributes: Attributes.optional(),
});
export type LinkInput = z.infer<typeof LinkInput>;

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
  createdAt: z.string(),
});
export type LinkView = z.infer<typeof LinkView>;

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
  items: z.array(ClickView),
  next: z.string().optional(),
});
export type ClicksView = z.infer<typeof ClicksView>;
