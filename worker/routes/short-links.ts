import { type ClickClass, classifyClick } from "../domain/click-class.ts";
import type { Link } from "../domain/link.ts";
import { decorateTarget } from "../domain/link-decoration.ts";
import { decideDestination } from "../domain/link-state.ts";
import { checkTarget } from "../domain/link-target.ts";
import { findSlugInPath, type Slug } from "../domain/slug.ts";
import type { ClickSink } from "../links/click-sink.ts";
import { describeHit, newClickId, type Outcome } from "../links/describe-hit.ts";
import { type Domains, findDomains, findShopFacts, findShopOfHost } from "../links/link-facts.ts";
import type { LinkStore } from "../links/link-store.ts";
import { resolveLink } from "../links/resolve-link.ts";
import { linkDomain, ownDomains } from "../links/short-url.ts";
import { isGuessing } from "../links/slug-guesses.ts";
import { countSlugs } from "../links/slug-trails.ts";
import { describeVisitor, type Visitor } from "../links/visitor.ts";
import { logError } from "../log.ts";
import { renderNotFound } from "../pages/not-found.ts";
import { findDomain, type LinkShop } from "../tables/short-domains.ts";
import { splitUrl } from "./split-url.ts";

export interface ShortLinkContext {
  readonly env: Pick<Env, "DB" | "BASE_URL" | "HASH_KEY" | "LINK_SHARD" | "LINK_SHARD_DIGITS">;
  readonly links: Pick<LinkStore, "claimClick" | "keepClaim" | "find">;
  readonly clicks: ClickSink;
  readonly nowMs: number;
  readonly machineNowMs: number;
  /** False while a local clock stands still: then nothing can be concluded from how little time passed. */
  readonly isClockRunning: boolean;
  waitUntil(promise: Promise<unknown>): void;
}

/**
 * `GET /{slug}`: everybody gets the same redirect, in one hop, once the hit is durable.
 *
 * The hot path. A link that is known leads on without a question to anybody but the ClickLog, and without a promise but its own.
 */
export function followShortLink(request: Request, context: ShortLinkContext): Response | Promise<Response> {
  const answered = answer(request, context);
  if (request.method !== "HEAD") return answered;
  return answered instanceof Promise ? answered.then(withoutBody) : withoutBody(answered);
}

function withoutBody(response: Response): Response {
  return new Response(null, response);
}

/** A request for a short link, before it is known whether there is one. */
interface Asked {
  readonly request: Request;
  readonly domain: string;
  readonly slug: Slug;
  readonly query: string;
  readonly visitor: Visitor;
}

function answer(request: Request, context: ShortLinkContext): Response | Promise<Response> {
  const { env, nowMs, waitUntil } = context;
  const { host, pathname, query } = splitUrl(request.url);
  const domain = linkDomain(host, env.BASE_URL);
  const slug = findSlugInPath(pathname);
  if (slug === undefined) return answerNoSlug(domain, env);

  const asked = { request, domain, slug, query, visitor: describeVisitor(request, { hashKey: env.HASH_KEY, nowMs }) };
  const link = resolveLink(domain, slug, context);
  const domains = findDomains(env, waitUntil);
  if (link === undefined || link instanceof Promise || domains instanceof Promise) {
    return lookUp(asked, { link, domains }, context);
  }
  const shop = findShopFacts(env, link.merchantId, waitUntil);
  return shop instanceof Promise || isForeign(link, domains, env.DB) !== false
    ? lookUp(asked, { link, domains }, context)
    : follow(asked, { link, domains, shop }, context);
}

async function answerNoSlug(domain: string, env: ShortLinkContext["env"]): Promise<Response> {
  return renderNotFound(await orNone(findShopOfHost(env, domain)));
}

/** Where something is not in memory. */
async function lookUp(
  asked: Asked,
  found: { readonly link: Link | undefined | Promise<Link | undefined>; readonly domains: Domains | Promise<Domains> },
  context: ShortLinkContext,
): Promise<Response> {
  const { env } = context;
  const [link, domains = domainsUnknown(env)] = await Promise.all([found.link, orNone(found.domains)]);
  if (link === undefined || (await isForeign(link, domains, env.DB))) return answerMiss(asked, context);
  return follow(asked, { link, domains, shop: await orNone(findShopFacts(env, link.merchantId)) }, context);
}

interface Known {
  readonly link: Link;
  readonly domains: Domains;
  readonly shop: LinkShop | undefined;
}

function follow(asked: Asked, known: Known, context: ShortLinkContext): Promise<Response> {
  const { request, domain, slug, visitor } = asked;
  const { link } = known;
  const { traceHash } = visitor;
  const clickClass = classifyClick({
    method: request.method,
    userAgent: visitor.userAgent,
    purposes: visitor.purposes,
    networkNumber: visitor.networkNumber,
    sinceAcceptedMs: sinceAcceptedMs(link, context),
    slugsFromAddress: traceHash === undefined ? 0 : countSlugs(traceHash, `${domain}/${slug}`, context.machineNowMs),
  });
  const tap = { ...known, visitor, clickClass, query: encodeQuery(asked.query) };
  const led = leadOn(tap, context.nowMs);
  if (led.outcome === "target" && link.maxClicks !== undefined) return useUp(request, tap, led, context);
  return record(request, tap, led, context);
}

/** The hit is kept, and the redirect, or the page that says there is none, leaves. */
function record(
  request: Request,
  tap: Tap,
  { outcome, redirect }: Led,
  context: ShortLinkContext,
  id?: string,
): Promise<Response> {
  const { link, visitor, clickClass, shop } = tap;
  const { env, nowMs, machineNowMs } = context;
  const at = { hashKey: env.HASH_KEY, nowMs, machineNowMs };
  const click = describeHit({ id, request, link, visitor, clickClass, outcome }, at);
  if (redirect !== undefined) return context.clicks.record(click, redirect);
  return context.clicks.record(click, undefined).then(() => renderNotFound(shop));
}

/** One of a limited link's clicks goes to this hit, where there is one left. */
async function useUp(request: Request, tap: Tap, led: Led, context: ShortLinkContext): Promise<Response> {
  const { link, clickClass } = tap;
  const id = newClickId(context.machineNowMs);
  if (!(await hasClickLeft(tap, id, context.links))) {
    const usedUp: Led = { outcome: "used-up", redirect: redirectToFallback(link.fallbackUrl, tap) };
    return record(request, tap, usedUp, context, id);
  }
  const response = await record(request, tap, led, context, id);
  if (clickClass.kind === "person") context.waitUntil(keepClaim(link, id, context.links));
  return response;
}

/** As the URL parser writes it: a raw query may hold anything but a space, and goes into a header. */
function encodeQuery(query: string): string {
  return query === "" ? "" : new URL(query, "https://query.invalid/").search;
}

/** With D1 down and nothing remembered of a merchant, their links lead on all the same. */
async function orNone<Fact>(found: Fact | Promise<Fact>): Promise<Fact | undefined> {
  try {
    return await found;
  } catch (cause) {
    logError("link_facts", {}, cause);
    return undefined;
  }
}

function domainsUnknown({ BASE_URL }: Pick<Env, "BASE_URL">): Domains {
  return { own: new Set(ownDomains([], BASE_URL)), merchantIds: new Map() };
}

/** A domain that was given up, or has gone to another merchant, leads to no link of the first. */
function isForeign(link: Link, { merchantIds }: Domains, db: D1Database): boolean | Promise<boolean> {
  const owner = merchantIds.get(link.domain);
  if (owner !== undefined) return owner !== link.merchantId;
  return link.domain !== "" && isGivenUp(link, db);
}

/** What is not in memory may also have been brought a moment ago; with D1 down it leads on. */
async function isGivenUp({ domain, merchantId }: Link, db: D1Database): Promise<boolean> {
  try {
    const known = await findDomain(db, domain);
    return known?.status !== "active" || known.merchantId !== merchantId;
  } catch (cause) {
    logError("link_facts", {}, cause);
    return false;
  }
}

interface Tap extends Known {
  readonly visitor: Visitor;
  readonly clickClass: ClickClass;
  readonly query: string;
}

/** Where a hit leads; no redirect = nowhere. */
interface Led {
  readonly outcome: Outcome;
  readonly redirect: Response | undefined;
}

function leadOn(tap: Tap, nowMs: number): Led {
  const { link, visitor, shop } = tap;
  if (shop?.areLinksStopped === true) return { outcome: "stopped", redirect: undefined };
  const destination = decideDestination(link, visitor.os, nowMs);
  if (destination.kind === "closed") {
    return { outcome: destination.why, redirect: redirectToFallback(destination.fallbackUrl, tap) };
  }
  const redirect = redirectToTarget(destination.url, tap);
  return { outcome: redirect === undefined ? "refused-target" : "target", redirect };
}

/** What a link that is in memory leads to, as long as what its target was checked against is the same. */
interface Made {
  readonly domains: Domains;
  readonly shop: LinkShop | undefined;
  readonly redirects: Map<string, Response | undefined>;
}

const made = new WeakMap<Link, Made>();

/** A response without a body may leave any number of times; making it anew would cost a seventh of a redirect. */
function redirectToTarget(targetUrl: string, { link, domains, shop, query }: Tap): Response | undefined {
  let known = made.get(link);
  if (known === undefined || known.domains !== domains || known.shop !== shop) {
    known = { domains, shop, redirects: new Map() };
    made.set(link, known);
  }
  if (query === "" && known.redirects.has(targetUrl)) return known.redirects.get(targetUrl);
  const target = allowed(targetUrl, { domains, shop });
  const { utm, token } = link;
  const redirect =
    target === undefined ? undefined : redirectTo(decorateTarget(target, { utm, token, clickQuery: query }));
  if (query === "") known.redirects.set(targetUrl, redirect);
  return redirect;
}

function redirectToFallback(fallbackUrl: string | undefined, tap: Tap): Response | undefined {
  const target = fallbackUrl === undefined ? undefined : allowed(fallbackUrl, tap);
  return target === undefined ? undefined : redirectTo(target);
}

/** Checked again: what was a public address when the link was made may be one of our own domains by now. */
function allowed(address: string, { domains, shop }: Pick<Tap, "domains" | "shop">): string | undefined {
  const check = checkTarget(address, { ownDomains: domains.own, blockedHosts: shop?.blockedHosts });
  return check.kind === "ok" ? check.url : undefined;
}

/**
 * 302, as a cached 301 (RFC 9110, 15.4.2) would hide repeat clicks and edits.
 *
 * no-referrer: the slug leads to somebody's order, so that neither the target nor what it embeds may learn it. A redirect's
 * own policy holds for the request that follows it (Fetch standard, "HTTP-redirect fetch").
 */
function redirectTo(location: string): Response {
  return new Response(null, {
    status: 302,
    headers: {
      Location: location,
      "Cache-Control": "private, no-store",
      "Referrer-Policy": "no-referrer",
      "X-Content-Type-Options": "nosniff",
      "X-Robots-Tag": "noindex, nofollow",
    },
  });
}

/** A person's hit takes one of a limited link's clicks; a program's never does, and is led where a person would be. */
async function hasClickLeft({ link, clickClass }: Tap, id: string, links: ShortLinkContext["links"]): Promise<boolean> {
  try {
    if (clickClass.kind === "person") return await links.claimClick(link, id);
    const { maxClicks, usedClicks } = (await links.find(link.domain, link.slug)) ?? link;
    return maxClicks === undefined || usedClicks < maxClicks;
  } catch (cause) {
    logError("unclaimed_click", { merchantId: link.merchantId }, cause);
    return true; // a store that is down must not keep the person from the page
  }
}

/** Untold, the owner of the link finds out by itself. */
async function keepClaim(link: Link, id: string, links: ShortLinkContext["links"]): Promise<void> {
  await links.keepClaim(link, id).catch((cause: unknown) => {
    logError("unkept_claim", { merchantId: link.merchantId }, cause);
  });
}

/** Undefined where no text carries the link. Between minting and acceptance the text can't have been read either. */
function sinceAcceptedMs(link: Link, { isClockRunning, machineNowMs }: ShortLinkContext): number | undefined {
  if (!isClockRunning || link.messageId === undefined) return undefined;
  return machineNowMs - (link.acceptedMachineMs ?? link.mintedMachineMs);
}

async function answerMiss({ domain, visitor }: Asked, context: ShortLinkContext): Promise<Response> {
  const shop = await orNone(findShopOfHost(context.env, domain));
  return renderNotFound(shop, isGuessing(visitor.traceHash, context) ? 429 : 404);
}
