import { keepNewest } from "../domain/keep-newest.ts";
import type { Link } from "../domain/link.ts";
import { decorateTarget } from "../domain/link-decoration.ts";
import { decideDestination } from "../domain/link-state.ts";
import { checkTarget } from "../domain/link-target.ts";
import type { LinkShop } from "../tables/short-domains.ts";
import type { Outcome } from "./describe-hit.ts";
import type { Domains } from "./link-facts.ts";
import type { Visitor } from "./visitor.ts";

/** A hit, and what its link's targets are checked against. */
export interface RedirectInput {
  readonly link: Link;
  readonly visitor: Pick<Visitor, "os">;
  readonly query: string;
  readonly domains: Domains;
  readonly shop: LinkShop | undefined;
}

/** Where a hit leads; no redirect = nowhere. */
export interface Led {
  readonly outcome: Outcome;
  readonly redirect: Response | undefined;
}

export function leadOn(input: RedirectInput, nowMs: number): Led {
  const { link, visitor, shop } = input;
  if (shop?.areLinksStopped === true) return { outcome: "stopped", redirect: undefined };
  const destination = decideDestination(link, visitor.os, nowMs);
  if (destination.kind === "closed") {
    return { outcome: destination.why, redirect: redirectToFallback(destination.fallbackUrl, input) };
  }
  const redirect = redirectToTarget(destination.url, input);
  return { outcome: redirect === undefined ? "refused-target" : "target", redirect };
}

export function redirectToFallback(fallbackUrl: string | undefined, input: RedirectInput): Response | undefined {
  const target = fallbackUrl === undefined ? undefined : allowed(fallbackUrl, input);
  return target === undefined ? undefined : redirectTo(target);
}

/** What a link that is in memory leads to, as long as what its target was checked against is the same. */
interface Made {
  readonly domains: Domains;
  readonly shop: LinkShop | undefined;
  readonly redirects: Map<string, Response | undefined>;
}

/** Of a link some 3 KB, which an isolate's 128 MB have to hold beside all else: of as many as are tapped again and again. */
const mostMade = 5_000;
const made = new Map<Link, Made>();

/** A response without a body may leave any number of times; making it anew would cost a seventh of a redirect. */
function redirectToTarget(targetUrl: string, { link, domains, shop, query }: RedirectInput): Response | undefined {
  let known = made.get(link);
  if (known === undefined || known.domains !== domains || known.shop !== shop) {
    known = { domains, shop, redirects: new Map() };
    keepNewest(made, link, known, mostMade);
  }
  if (query === "" && known.redirects.has(targetUrl)) return known.redirects.get(targetUrl);
  const target = allowed(targetUrl, { domains, shop });
  const { utm, token } = link;
  const redirect =
    target === undefined ? undefined : redirectTo(decorateTarget(target, { utm, token, clickQuery: query }));
  if (query === "") known.redirects.set(targetUrl, redirect);
  return redirect;
}

/** Checked again: what was a public address when the link was made may be one of our own domains by now. */
function allowed(address: string, { domains, shop }: Pick<RedirectInput, "domains" | "shop">): string | undefined {
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
