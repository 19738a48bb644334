import { findShopOfHost } from "../links/link-facts.ts";
import { linkDomain } from "../links/short-url.ts";
import { renderNotFound } from "../pages/not-found.ts";
import type { PublicContext, RouteRequest } from "./route.ts";

/** `GET /`: whoever shortens a short link by hand meets the merchant's site. */
export async function leadToSite(request: RouteRequest, { env }: PublicContext): Promise<Response> {
  const { host } = new URL(request.url);
  const shop = await findShopOfHost(env, linkDomain(host, env.BASE_URL));
  const siteUrl = shop?.siteUrl;
  // A site that is this very host would lead to itself for ever.
  if (siteUrl === undefined || !URL.canParse(siteUrl) || new URL(siteUrl).host === host) return renderNotFound(shop);
  return new Response(null, {
    status: 302,
    headers: {
      Location: siteUrl,
      "Cache-Control": "private, no-store",
      "Referrer-Policy": "no-referrer",
      "X-Content-Type-Options": "nosniff",
    },
  });
}

/** `GET /robots.txt`: nothing here is for a search engine (RFC 9309). */
export async function refuseRobots(): Promise<Response> {
  return new Response("User-agent: *\nDisallow: /\n", {
    headers: {
      "Content-Type": "text/plain; charset=utf-8",
      "Cache-Control": "public, max-age=86400",
      "X-Content-Type-Options": "nosniff",
    },
  });
}
