import { nanoid } from "nanoid";
import { type ClickClass, classifyClick, manySlugsWindowMs } from "../domain/click-class.ts";
import { decorateTarget } from "../domain/link-decoration.ts";
import { type ClosedReason, decideDestination } from "../domain/link-state.ts";
import { checkTarget } from "../domain/link-target.ts";
import { findSlugInPath } from "../domain/slug.ts";
import type { ClickSink } from "../links/click-sink.ts";
import type { LinkStore } from "../links/link-store.ts";
import { linkDomain, ownDomains } from "../links/short-url.ts";
import { describeVisitor, type Visitor } from "../links/visitor.ts";
import { logError } from "../log.ts";
import { renderNotFound } from "../pages/not-found.ts";
import type { Link } from "../tables/links.ts";
import { findShop, findShopOfDomain, listShortDomains, type Shop } from "../tables/short-domains.ts";
import { countSlugMiss } from "../tables/slug-misses.ts";

export interface ShortLinkContext {
  readonly env: Pick<Env, "DB" | "BASE_URL" | "HASH_KEY">;
  readonly links: LinkStore;
  readonly clicks: ClickSink;
  readonly nowMs: number;
  readonly machineNowMs: number;
  /** False while a local clock stands still: then nothing can be concluded from how little time passed. */
  readonly isClockRunning: boolean;
  waitUntil(promise: Promise<unknown>): void;
}

/** An address that misses more often in a minute is guessing. */
const mostMissesPerMinute = 60;

/** `GET /{slug}`: everybody gets the same redirect, in one hop, once the hit is durable. */
export async function followShortLink(request: Request, context: ShortLinkContext): Promise<Response> {
  const response = await answer(request, context);
  return request.method === "HEAD" ? new Response(null, response) : response;
}

async function answer(request: Request, context: ShortLinkContext): Promise<Response> {
  const { env, nowMs, machineNowMs } = context;
  const url = new URL(request.url);
  const domain = linkDomain(url.host, env.BASE_URL);
  const slug = findSlugInPath(url.pathname);
  if (slug === undefined) return renderNotFound(await findShopOfDomain(env.DB, domain));

  const visitor = await describeVisitor(request, { hashKey: env.HASH_KEY, nowMs });
  const [link, slugsFromAddress, shortDomains] = await Promise.all([
    context.links.find(domain, slug),
    visitor.traceHash === undefined
      ? 0
      : context.clicks.countSlugs(visitor.traceHash, machineNowMs - manySlugsWindowMs),
    listShortDomains(env.DB),
  ]);
  if (link === undefined) return answerMiss(domain, visitor, context);

  const clickClass = classifyClick({
    method: request.method,
    userAgent: visitor.userAgent,
    purposes: visitor.purposes,
    networkNumber: visitor.networkNumber,
    sinceAcceptedMs: sinceAcceptedMs(link, context),
    slugsFromAddress,
  });
  const own = ownDomains(shortDomains, env.BASE_URL);
  const { outcome, address } = await leadOn({ link, visitor, clickClass, own, clickQuery: url.search }, context);

  await record({ link, visitor, clickClass, outcome }, context);
  return address === undefined ? renderNotFound(await findShop(env.DB, link.merchantId)) : redirect(address);
}

type Outcome = "target" | "refused-target" | ClosedReason;

interface Tap {
  readonly link: Link;
  readonly visitor: Visitor;
  readonly clickClass: ClickClass;
  readonly own: readonly string[];
  readonly clickQuery: string;
}

/** Where this hit leads. A person's takes one of a limited link's clicks; a program's never does. */
async function leadOn(
  { link, visitor, clickClass, own, clickQuery }: Tap,
  { links, nowMs }: ShortLinkContext,
): Promise<{ readonly outcome: Outcome; readonly address: string | undefined }> {
  const destination = decideDestination(link, visitor.os, nowMs);
  if (destination.kind === "closed") {
    return { outcome: destination.why, address: allowed(destination.fallbackUrl, own) };
  }
  const target = allowed(destination.url, own);
  if (target === undefined) return { outcome: "refused-target", address: undefined };
  if (clickClass.kind === "person" && link.maxClicks !== undefined && !(await claimClick(link, links))) {
    return { outcome: "used-up", address: allowed(link.fallbackUrl, own) };
  }
  return { outcome: "target", address: decorateTarget(target, { utm: link.utm, token: link.token, clickQuery }) };
}

/** Checked again: what was a public address when the link was made may be one of our own domains by now. */
function allowed(address: string | undefined, own: readonly string[]): string | undefined {
  const check = address === undefined ? undefined : checkTarget(address, { ownDomains: own });
  return check?.kind === "ok" ? check.url : undefined;
}

async function claimClick(link: Link, links: LinkStore): Promise<boolean> {
  return links.claimClick(link).catch((cause: unknown) => {
    logError("unclaimed_click", { merchantId: link.merchantId }, cause);
    return true; // a store that is down must not keep the person from the page
  });
}

/** Undefined where no text carries the link. Between minting and acceptance the text can't have been read either. */
function sinceAcceptedMs(link: Link, { isClockRunning, machineNowMs }: ShortLinkContext): number | undefined {
  if (!isClockRunning || link.messageId === undefined) return undefined;
  return machineNowMs - (link.acceptedMachineMs ?? link.mintedMachineMs);
}

interface Hit {
  readonly link: Link;
  readonly visitor: Visitor;
  readonly clickClass: ClickClass;
  readonly outcome: Outcome;
}

/** A click that can't be kept must not keep the person from the page: it is reported, and the redirect leaves. */
async function record(hit: Hit, context: ShortLinkContext): Promise<void> {
  const { nowMs, machineNowMs } = context;
  const { link, visitor } = hit;
  const id = machineNowMs.toString(36).padStart(9, "0") + nanoid(12);
  const { kind, reason } = describeHit(hit);
  const recorded = context.clicks
    .record({
      id,
      domain: link.domain,
      slug: link.slug,
      merchantId: link.merchantId,
      messageId: link.messageId,
      run: link.run,
      step: link.step,
      atMs: nowMs,
      machineAtMs: machineNowMs,
      class: kind,
      reason,
      uniqueKey: kind === "person" ? (isShared(link) ? visitor.dayKey : "recipient") : undefined,
      device: visitor.device,
      os: visitor.os,
      browser: visitor.browser,
      country: visitor.country,
      region: visitor.region,
      referrer: visitor.referrer,
      language: visitor.language,
      addressHash: visitor.addressHash,
    })
    .catch((cause: unknown) => {
      logError("undurable_click", { clickId: id, merchantId: link.merchantId }, cause);
    });
  // Without this a caller who hangs up would cancel the write.
  context.waitUntil(recorded);
  await recorded;
}

function describeHit({ clickClass, outcome }: Hit): { kind: string; reason: string | undefined } {
  if (clickClass.kind === "machine") return { kind: clickClass.class, reason: clickClass.reason };
  switch (outcome) {
    case "target":
      return { kind: "person", reason: undefined };
    case "not-started":
      return { kind: outcome, reason: "the link had not started" };
    case "expired":
      return { kind: outcome, reason: "the link had expired" };
    case "used-up":
      return { kind: outcome, reason: "the link's clicks were used up" };
    case "refused-target":
      return { kind: outcome, reason: "the link's target is no longer allowed" };
  }
}

function isShared(link: Link): boolean {
  return link.messageId === undefined && link.customerId === undefined;
}

async function answerMiss(
  domain: string,
  visitor: Visitor,
  { env, machineNowMs }: ShortLinkContext,
): Promise<Response> {
  const shop: Shop | undefined = await findShopOfDomain(env.DB, domain);
  if (visitor.traceHash === undefined) return renderNotFound(shop);
  const misses = await countSlugMiss(env.DB, visitor.traceHash, machineNowMs);
  return renderNotFound(shop, misses > mostMissesPerMinute ? 429 : 404);
}

/**
 * 302, as a cached 301 (RFC 9110, 15.4.2) would hide repeat clicks and edits.
 *
 * no-referrer: the slug leads to somebody's order, so that neither the target nor what it embeds may learn it. A redirect's
 * own policy holds for the request that follows it (Fetch standard, "HTTP-redirect fetch").
 */
function redirect(location: string): Response {
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
