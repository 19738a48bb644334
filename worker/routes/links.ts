import type {
  ClicksQuery,
  ClicksView,
  ClickView,
  CreatedLink,
  LinkInput,
  LinkView,
} from "../../shared/contract/links.ts";
import { clock } from "../clock.ts";
import { checkTarget, type TargetRefusal } from "../domain/link-target.ts";
import { checkNamedSlug, findSlugInPath, type NamedSlugCheck, type Slug } from "../domain/slug.ts";
import { d1LinkStore, type NewLink } from "../links/link-store.ts";
import { linkDomain, ownDomains, shortUrl, shownDomain } from "../links/short-url.ts";
import { ProblemError } from "../problem.ts";
import { type ClickPosition, readClicksOfLink, type StoredClick } from "../tables/clicks.ts";
import { findLinkOfMerchant, type Link } from "../tables/links.ts";
import { listShortDomains } from "../tables/short-domains.ts";

export interface LinksContext {
  readonly env: Pick<Env, "DB" | "BASE_URL">;
  readonly merchantId: string;
  readonly merchant: { readonly shortDomain?: string | undefined };
  readonly nowMs: number;
}

/** `POST /v1/links` */
export async function createLink(input: LinkInput, context: LinksContext): Promise<CreatedLink> {
  const { env } = context;
  const { link, slug } = await checkLink(input, context);
  const links = d1LinkStore(env.DB);
  const machineNowMs = clock.machineNowMs();
  const [made] =
    slug === undefined ? await links.mint([link], machineNowMs) : [await links.mintNamed(link, slug, machineNowMs)];
  if (made === undefined) {
    throw new ProblemError({ type: "/problems/slug-taken", title: "This slug is taken", status: 409 });
  }
  return viewCreated(made, env.BASE_URL);
}

/** `GET /v1/links/{slug}` */
export async function readLink(slug: string, context: LinksContext): Promise<LinkView> {
  const link = await getLink(slug, context);
  return {
    ...viewCreated(link, context.env.BASE_URL),
    url: link.targetUrl,
    customer: link.customerId,
    utm: link.utm,
    startsAt: isoInstant(link.startsAtMs),
    expiresAt: isoInstant(link.expiresAtMs),
    maxClicks: link.maxClicks,
    fallbackUrl: link.fallbackUrl,
    ios: link.iosUrl,
    android: link.androidUrl,
    tags: link.tags,
    attributes: link.attributes,
    createdAt: new Date(link.createdAtMs).toISOString(),
  };
}

/** `GET /v1/links/{slug}/clicks`: every hit in order of time, and how many of them were people's. */
export async function listLinkClicks(slug: string, query: ClicksQuery, context: LinksContext): Promise<ClicksView> {
  const link = await getLink(slug, context);
  const after = query.cursor === undefined ? undefined : parseCursor(query.cursor);
  // One more than asked for tells whether there is a next page.
  const { people, uniquePeople, all, clicks } = await readClicksOfLink(context.env.DB, link, {
    after,
    limit: query.limit + 1,
  });
  const shown = clicks.slice(0, query.limit);
  const last = shown.at(-1);
  const hasMore = clicks.length > query.limit && last !== undefined;
  return { people, uniquePeople, all, items: shown.map(viewClick), ...(hasMore ? { next: cursorOf(last) } : {}) };
}

interface CheckedLink {
  readonly link: NewLink;
  readonly slug: Slug | undefined;
}

async function checkLink(input: LinkInput, { env, merchantId, merchant, nowMs }: LinksContext): Promise<CheckedLink> {
  const errors: { path: string; message: string }[] = [];
  const own = { ownDomains: ownDomains(await listShortDomains(env.DB), env.BASE_URL) };
  const target = (path: string, text: string) => {
    const check = checkTarget(text, own);
    if (check.kind === "ok") return check.url;
    errors.push({ path, message: targetRefusals[check.why] });
    return text;
  };
  const targetUrl = target("url", input.url);
  const fallbackUrl = input.fallbackUrl === undefined ? undefined : target("fallbackUrl", input.fallbackUrl);
  const iosUrl = input.ios === undefined ? undefined : target("ios", input.ios);
  const androidUrl = input.android === undefined ? undefined : target("android", input.android);

  const startsAtMs = input.startsAt === undefined ? undefined : Date.parse(input.startsAt);
  const expiresAtMs = input.expiresAt === undefined ? undefined : Date.parse(input.expiresAt);
  if (expiresAtMs !== undefined && expiresAtMs <= nowMs) {
    errors.push({ path: "expiresAt", message: "must lie ahead" });
  } else if (expiresAtMs !== undefined && startsAtMs !== undefined && expiresAtMs <= startsAtMs) {
    errors.push({ path: "expiresAt", message: "must lie after startsAt" });
  }
  const slug = input.slug === undefined ? undefined : checkNamedSlug(input.slug);
  if (slug?.kind === "refused") errors.push({ path: "slug", message: slugRefusals[slug.why] });
  if (slug?.kind === "refused" || errors.length > 0) {
    throw new ProblemError({ type: "/problems/invalid-link", title: "This link can't be made", status: 422, errors });
  }

  const link: NewLink = {
    domain: ownLinkDomain(merchant, env.BASE_URL),
    merchantId,
    targetUrl,
    createdAtMs: nowMs,
    customerId: input.customer,
    utm: input.utm,
    startsAtMs,
    expiresAtMs,
    maxClicks: input.maxClicks,
    fallbackUrl,
    iosUrl,
    androidUrl,
    tags: input.tags,
    attributes: input.attributes,
  };
  return { link, slug: slug?.slug };
}

const targetRefusals: Record<TargetRefusal, string> = {
  unreadable: "is no address",
  scheme: "must begin with http:// or https://",
  credentials: "must not carry a user name or password",
  "too-long": "must have at most 2,048 characters",
  "private-host": "must be a public address",
  "host-without-dot": "must be a public address: its host has no dot",
  "short-link": "must not be a short link: a tap leads on in one hop",
};

const slugRefusals: Record<Extract<NamedSlugCheck, { kind: "refused" }>["why"], string> = {
  form: "may have letters, digits and single hyphens between them",
  "too-long": "must have at most 64 characters",
  reserved: "is reserved",
};

/** Another merchant's link is as unknown as none. */
async function getLink(slugText: string, { env, merchantId, merchant }: LinksContext): Promise<Link> {
  const slug = findSlugInPath(`/${slugText}`);
  const domain = ownLinkDomain(merchant, env.BASE_URL);
  const link = slug === undefined ? undefined : await findLinkOfMerchant(env.DB, { merchantId, slug, domain });
  if (link === undefined) {
    throw new ProblemError({ type: "/problems/unknown-link", title: "No such link", status: 404 });
  }
  return link;
}

function ownLinkDomain({ shortDomain }: LinksContext["merchant"], baseUrl: string): string {
  return shortDomain === undefined ? "" : linkDomain(shortDomain, baseUrl);
}

function viewCreated(link: Link, baseUrl: string): CreatedLink {
  return { slug: link.slug, domain: shownDomain(link.domain, baseUrl), shortUrl: shortUrl(link, baseUrl) };
}

function viewClick({ atMs, isUnique, ...click }: StoredClick): ClickView {
  return { ...click, at: new Date(atMs).toISOString(), unique: isUnique };
}

function isoInstant(atMs: number | undefined): string | undefined {
  return atMs === undefined ? undefined : new Date(atMs).toISOString();
}

function cursorOf(click: StoredClick): string {
  return `${click.atMs}.${click.id}`;
}

function parseCursor(text: string): ClickPosition {
  const match = /^(\d{1,15})\.([\w-]{1,40})$/.exec(text);
  if (match === null) {
    throw new ProblemError({
      type: "/problems/invalid-query",
      title: "The query can't be read",
      status: 422,
      errors: [{ path: "cursor", message: "is not the `next` of a page" }],
    });
  }
  return { atMs: Number(match[1]), id: match[2] ?? "" };
}
