import * as z from "zod";
import { RefreshedView, RefreshInput } from "../../shared/contract/devices.ts";
import { BlockedHostsInput } from "../../shared/contract/links.ts";
import { clock } from "../clock.ts";
import { clickLogSink } from "../links/click-sink.ts";
import { linkStore } from "../links/link-store.ts";
import { addMerchant, NewMerchantInput, NewMerchantView } from "./admin.ts";
import { clickRoutes } from "./click-routes.ts";
import { composerRoutes } from "./composer-routes.ts";
import { connectionRoutes } from "./connection-routes.ts";
import { customerRoutes } from "./customer-routes.ts";
import { deviceRoutes } from "./device-routes.ts";
import { refreshAccess } from "./devices.ts";
import { leadToSite, refuseRobots } from "./domain-root.ts";
import { flowRoutes } from "./flow-routes.ts";
import { takeReceipt, takeReply } from "./gateway-webhooks.ts";
import { jsonResponse } from "./json-response.ts";
import { linkRoutes } from "./link-routes.ts";
import { putBlockedHostsEverywhere } from "./link-switch.ts";
import { describeApi } from "./openapi.ts";
import { type ApiRoute, type PublicContext, type PublicRoute, withBody } from "./route.ts";
import { setupRoutes } from "./setup-routes.ts";
import { followShortLink } from "./short-links.ts";
import { takeStoreWebhook } from "./store-webhooks.ts";

// Every address that this Worker serves. The first that fits answers; /openapi.json is written from these lists.

/** `Authorization: Bearer <api key or a device's access token>`; handlers see its merchant and nobody else's. */
export const apiRoutes: readonly ApiRoute[] = [
  ...setupRoutes,
  ...connectionRoutes,
  ...flowRoutes,
  ...linkRoutes,
  ...clickRoutes,
  ...customerRoutes,
  ...composerRoutes,
  ...deviceRoutes,
];

/** `Authorization: Bearer <ADMIN_SECRET>`. */
export const adminRoutes: readonly PublicRoute[] = [
  withBody({
    method: "POST",
    path: "/admin/merchants",
    summary: "Make a merchant; its API key is shown this once",
    body: NewMerchantInput,
    answers: { 201: NewMerchantView },
    handle: addMerchant,
  }),
  withBody({
    method: "PUT",
    path: "/admin/blocked-hosts",
    summary: "Replace the hosts that no merchant's link may lead to",
    body: BlockedHostsInput,
    answers: { 200: z.object({ hosts: z.array(z.string()) }) },
    handle: putBlockedHostsEverywhere,
  }),
];

/** Without a key: webhooks carry signatures of their own, and a refresh token is its own proof. */
export const publicRoutes: readonly PublicRoute[] = [
  withBody({
    method: "POST",
    path: "/v1/devices/token",
    summary: "A device's next access token and refresh token, for the refresh token that it has",
    body: RefreshInput,
    answers: { 200: RefreshedView },
    problems: {
      "device-revoked": "401: pair again; also where a used refresh token came again, which ends the device",
      unauthorized: "401: no device was given this token",
    },
    handle: refreshAccess,
  }),
  {
    method: "POST",
    path: "/hooks/twilio/:merchantId/status",
    summary: "Twilio's delivery receipts",
    answers: { 200: undefined },
    handle: takeReceipt,
  },
  {
    method: "POST",
    path: "/hooks/twilio/:merchantId/inbound",
    summary: "A customer's text, from Twilio",
    answers: { 200: undefined },
    handle: takeReply,
  },
  {
    method: "POST",
    path: "/hooks/:store/:merchantId",
    summary: "A store's webhook; 401 for a bad signature alone",
    answers: { 200: undefined },
    handle: takeStoreWebhook,
  },
  {
    method: "GET",
    path: "/",
    summary: "The root of a short domain: the merchant's site",
    answers: { 302: undefined },
    handle: leadToSite,
  },
  {
    method: "GET",
    path: "/robots.txt",
    summary: "Nothing here is for a search engine",
    answers: { 200: undefined },
    handle: refuseRobots,
  },
  {
    method: "GET",
    path: "/openapi.json",
    summary: "This description",
    answers: { 200: undefined },
    handle: async (_, { env }) =>
      jsonResponse(
        describeApi({ apiRoutes, adminRoutes, publicRoutes: [...publicRoutes, shortLinkRoute] }, env.BASE_URL),
      ),
  },
];

/** Any path that nothing above took, by any method: a text's link, or the page that says there is none. */
const shortLinkRoute: PublicRoute = {
  method: "GET",
  path: "/:slug",
  summary: "A short link: the redirect",
  answers: { 302: undefined },
  handle: async (request, context) => followLink(request, context),
};

export function followLink(request: Request, { env, ctx, nowMs }: PublicContext): Response | Promise<Response> {
  const waitUntil = (promise: Promise<unknown>) => ctx.waitUntil(promise);
  return followShortLink(request, {
    env,
    links: {
      claimClick: (link, clickId) => linkStore(env).claimClick(link, clickId),
      keepClaim: (link, clickId) => linkStore(env).keepClaim(link, clickId),
      find: (domain, slug) => linkStore(env).find(domain, slug),
    },
    clicks: clickLogSink({ env, continent: readContinent(request.cf), waitUntil }),
    nowMs,
    machineNowMs: clock.machineNowMs(),
    isClockRunning: clock.isRunning(),
    waitUntil,
  });
}

function readContinent(cf: unknown): string | undefined {
  if (typeof cf !== "object" || cf === null || !("continent" in cf)) return undefined;
  return typeof cf.continent === "string" ? cf.continent : undefined;
}
