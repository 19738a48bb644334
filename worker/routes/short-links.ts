import { type ClickClass, classifyClick } from "../domain/click-class.ts";
import type { Link } from "../domain/link.ts";
import { findSlugInPath, type Slug } from "../domain/slug.ts";
import { type ClickClaims, hasClickLeft, keepClaim } from "../links/claim-click.ts";
import type { ClickSink } from "../links/click-sink.ts";
import { describeHit, newClickId } from "../links/describe-hit.ts";
import { isForeign } from "../links/foreign-link.ts";
import { type Domains, findDomains, findShopFacts, findShopOfHost, longestFactsMs } from "../links/link-facts.ts";
import { type Led, leadOn, redirectToFallback } from "../links/redirect.ts";
import { resolveLink } from "../links/resolve-link.ts";
import { linkDomain, ownDomains } from "../links/short-url.ts";
import { isGuessing } from "../links/slug-guesses.ts";
import { countSlugs } from "../links/slug-trails.ts";
import { describeVisitor, type Visitor } from "../links/visitor.ts";
import { within } from "../links/within.ts";
import { logError } from "../log.ts";
import { renderNotFound } from "../pages/not-found.ts";
import type { LinkShop } from "../tables/short-domains.ts";
import { splitUrl } from "./split-url.ts";

export interface ShortLinkContext {
  readonly env: Pick<Env, "DB" | "BASE_URL" | "HASH_KEY" | "LINK_SHARD" | "LINK_SHARD_DIGITS">;
  readonly links: ClickClaims;
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
  if (link === undefined) return answerMiss(asked, context);
  const [isAnothers, shop] = await Promise.all([
    isForeign(link, domains, env.DB),
    orNone(findShopFacts(env, link.merchantId)),
  ]);
  return isAnothers ? answerMiss(asked, context) : follow(asked, { link, domains, shop }, context);
}

interface Known {
  readonly link: Link;
  readonly domains: Domains;
  readonly shop: LinkShop | undefined;
}

interface Tap extends Known {
  readonly visitor: Visitor;
  readonly clickClass: ClickClass;
  readonly query: string;
}

function follow(asked: Asked, known: Known, context: ShortLinkContext): Promise<Response> {
  const { request, domain, slug, visitor } = asked;
  const { link } = known;
  const { address } = visitor;
  const clickClass = classifyClick({
    method: request.method,
    userAgent: visitor.userAgent,
    purposes: visitor.purposes,
    networkNumber: visitor.networkNumber,
    sinceAcceptedMs: sinceAcceptedMs(link, context),
    slugsFromAddress: address === undefined ? 0 : countSlugs(address, `${domain}/${slug}`, context.machineNowMs),
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

/** With D1 down, or hanging, and nothing remembered of a merchant, their links lead on all the same. */
async function orNone<Fact>(found: Fact | Promise<Fact>): Promise<Fact | undefined> {
  try {
    return found instanceof Promise ? await within(longestFactsMs, found) : found;
  } catch (cause) {
    logError("link_facts", {}, cause);
    return undefined;
  }
}

function domainsUnknown({ BASE_URL }: Pick<Env, "BASE_URL">): Domains {
  return { own: new Set(ownDomains([], BASE_URL)), merchantIds: new Map() };
}

/** Undefined where no text carries the link. Between minting and acceptance the text can't have been read either. */
function sinceAcceptedMs(link: Link, { isClockRunning, machineNowMs }: ShortLinkContext): number | undefined {
  if (!isClockRunning || link.messageId === undefined) return undefined;
  return machineNowMs - (link.acceptedMachineMs ?? link.mintedMachineMs);
}

async function answerMiss({ domain, visitor }: Asked, context: ShortLinkContext): Promise<Response> {
  const shop = await orNone(findShopOfHost(context.env, domain));
  return renderNotFound(shop, isGuessing(visitor, context) ? 429 : 404);
}
