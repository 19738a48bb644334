import type { LinkInput, LinkTarget } from "../../shared/contract/links.ts";
import { type CartRefusal, cartUrl } from "../domain/cart-link.ts";
import { checkTarget, targetRefusals } from "../domain/link-target.ts";
import { checkNamedSlug, type NamedSlugCheck, type Slug } from "../domain/slug.ts";
import { findProducts } from "../tables/products.ts";
import { findTargetRules } from "./link-facts.ts";
import type { NewLink } from "./link-store.ts";
import { linkDomain } from "./short-url.ts";

export interface LinkError {
  readonly path: string;
  readonly message: string;
}

export interface CheckContext {
  readonly env: Pick<Env, "DB" | "BASE_URL">;
  readonly merchantId: string;
  readonly merchant: { readonly shortDomain?: string | undefined; readonly siteUrl?: string | undefined };
  readonly nowMs: number;
}

export type LinkCheck =
  | { readonly kind: "ok"; readonly link: NewLink; readonly slug: Slug | undefined }
  | { readonly kind: "refused"; readonly errors: readonly LinkError[] };

/** Looks up once what any number of links is then checked against. */
export async function linkChecker(
  inputs: readonly LinkInput[],
  context: CheckContext,
): Promise<(input: LinkInput) => LinkCheck> {
  const { env, merchantId, merchant, nowMs } = context;
  const rules = await findTargetRules(env, merchantId);
  const skus = [...new Set(inputs.flatMap(({ review }) => (review?.sku === undefined ? [] : [review.sku])))];
  const products = skus.length === 0 ? new Map() : await findProducts(env.DB, merchantId, skus);
  const reviewUrlOf = (sku: string | undefined): string | undefined => {
    if (sku === undefined) return merchant.siteUrl;
    const product = products.get(sku);
    return product?.reviewUrl ?? product?.url;
  };
  const domain = ownLinkDomain(merchant, env.BASE_URL);
  return (input) => {
    const errors: LinkError[] = [];
    const target = (path: string, text: string | undefined) =>
      text === undefined ? undefined : readTarget(path, text, rules, errors);
    const targetUrl = findTargetUrl(input, reviewUrlOf, target, errors);
    const fallbackUrl = target("fallbackUrl", input.fallbackUrl);
    const iosUrl = target("ios", input.ios);
    const androidUrl = target("android", input.android);
    const startsAtMs = instantMs(input.startsAt);
    const expiresAtMs = instantMs(input.expiresAt);
    if (expiresAtMs !== undefined && expiresAtMs <= nowMs) {
      errors.push({ path: "expiresAt", message: "must lie ahead" });
    } else if (expiresAtMs !== undefined && startsAtMs !== undefined && expiresAtMs <= startsAtMs) {
      errors.push({ path: "expiresAt", message: "must lie after startsAt" });
    }
    const slug = input.slug === undefined ? undefined : checkNamedSlug(input.slug);
    if (slug?.kind === "refused") errors.push({ path: "slug", message: slugRefusals[slug.why] });
    if (errors.length > 0 || targetUrl === undefined || slug?.kind === "refused") return { kind: "refused", errors };
    const { customer: customerId, utm, maxClicks, tags, attributes } = input;
    const terms = {
      targetUrl,
      fallbackUrl,
      iosUrl,
      androidUrl,
      startsAtMs,
      expiresAtMs,
      utm,
      maxClicks,
      tags,
      attributes,
    };
    return { kind: "ok", link: { domain, merchantId, createdAtMs: nowMs, customerId, ...terms }, slug: slug?.slug };
  };
}

export type TargetRules = Awaited<ReturnType<typeof findTargetRules>>;

/** The address as it is stored; what is wrong with it is added to `errors`. */
export function readTarget(path: string, text: string, rules: TargetRules, errors: LinkError[]): string | undefined {
  const check = checkTarget(text, rules);
  if (check.kind === "ok") return check.url;
  errors.push({ path, message: targetRefusals[check.why] });
  return undefined;
}

/** Where a merchant's new links stand. */
export function ownLinkDomain({ shortDomain }: CheckContext["merchant"], baseUrl: string): string {
  return shortDomain === undefined ? "" : linkDomain(shortDomain, baseUrl);
}

export function instantMs(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Date.parse(text);
}

type ReadTarget = (path: string, text: string | undefined) => string | undefined;

function findTargetUrl(
  { url, cart, review }: LinkTarget,
  reviewUrlOf: (sku: string | undefined) => string | undefined,
  target: ReadTarget,
  errors: LinkError[],
): string | undefined {
  if (cart !== undefined) {
    const made = cartUrl(cart);
    if (made.kind === "ok") return target("cart", made.url);
    errors.push({ path: made.path, message: cartRefusals[made.why] });
    return undefined;
  }
  if (review !== undefined) {
    const reviewUrl = reviewUrlOf(review.sku);
    if (reviewUrl !== undefined) return target("review", reviewUrl);
    const isShop = review.sku === undefined;
    errors.push({
      path: isShop ? "review" : "review.sku",
      message: isShop ? "the shop has no address: name a product's sku" : "is no product with a reviewUrl or a url",
    });
    return undefined;
  }
  return target("url", url);
}

const slugRefusals: Record<Extract<NamedSlugCheck, { kind: "refused" }>["why"], string> = {
  form: "may have letters, digits and single hyphens between them",
  "too-long": "must have at most 64 characters",
  reserved: "is reserved",
};

const cartRefusals: Record<CartRefusal, string> = {
  shop: "must be the shop's host, such as shop.example.com",
  variant: "must be the number of a variant (Shopify) or a product (WooCommerce)",
};
