import { type ClickClass, classifyClick } from "../domain/click-class.ts";
import type { Link } from "../domain/link.ts";
import { decorateTarget } from "../domain/link-decoration.ts";
import { decideDestination } from "../domain/link-state.ts";
import { checkTarget } from "../domain/link-target.ts";
import { findSlugInPath } from "../domain/slug.ts";
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
 * The hot path. A link that is known leads on without a question to anybody but the ClickLog; `await` of what is no promise
 * costs nothing.
 */
export function followShortLink(request: Request, context: ShortLinkContext): Promise<Response> {
  const answered = answer(request, context);
  return request.method === "HEAD" ? answered.then((response) => new Response(null, response)) : answered;
}

async function answer(request: Request, context: ShortLinkContext): Promise<Response> {
  const { env, nowMs, machineNowMs } = context;
  const { host, pathname, query } = splitUrl(request.url);
  const domain = linkDomain(host, env.BASE_URL);
  const slug = findSlugInPath(pathname);
  if (slug === undefined) return renderNotFound(await orNone(findShopOfHost(env, domain)));

  const visitor = describeVisitor(request, { hashKey: env.HASH_KEY, nowMs });
  const link = await resolveLink(domain, slug, context);
  const found = findDomains(env);
  const domains = found instanceof Promise ? ((await orNone(found)) ?? domainsUnknown(env)) : found;
  if (link === undefined || (await isForeign(link, domains, env.DB))) return answerMiss(domain, visitor, context);
  const facts = findShopFacts(env, link.merchantId);
  const shop = facts instanceof Promise ? await orNone(facts) : facts;

  const clickClass = classifyClick({
    method: request.method,
    userAgent: visitor.userAgent,
    purposes: visitor.purposes,
    networkNumber: visitor.networkNumber,
    sinceAcceptedMs: sinceAcceptedMs(link, context),
    slugsFromAddress:
      visitor.traceHash === undefined ? 0 : countSlugs(visitor.traceHash, `${domain}/${slug}`, machineNowMs),
  });
  const tap = { link, visitor, clickClass, domains, shop, query: encodeQuery(query) };
  let { outcome, redirect } = leadOn(tap, nowMs);
  const id = outcome === "target" && link.maxClicks !== undefined ? newClickId(machineNowMs) : undefined;
  if (id !== undefined && !(await hasClickLeft(tap, id, context.links))) {
    outcome = "used-up";
    redirect = redirectToFallback(link.fallbackUrl, tap);
  }
  await context.clicks.record(
    describeHit({ id, request, link, visitor, clickClass, outcome }, { hashKey: env.HASH_KEY, nowMs, machineNowMs }),
  );
  if (id !== undefined && clickClass.kind === "person" && outcome === "target") {
    context.waitUntil(keepClaim(link, id, context.links));
  }
  return redirect ?? renderNotFound(shop);
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

interface Tap {
  readonly link: Link;
  readonly visitor: Visitor;
  readonly clickClass: ClickClass;
  readonly domains: Domains;
  readonly shop: LinkShop | undefined;
  readonly query: string;
}

/** Where this hit leads; undefined = nowhere. */
function leadOn(tap: Tap, nowMs: number): { readonly outcome: Outcome; readonly redirect: Response | undefined } {
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

async function answerMiss(domain: string, visitor: Visitor, context: ShortLinkContext): Promise<Response> {
  const shop = await orNone(findShopOfHost(context.env, domain));
  return renderNotFound(shop, isGuessing(visitor.traceHash, context) ? 429 : 404);
}
