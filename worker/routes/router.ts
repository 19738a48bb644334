import { clock } from "../clock.ts";
import { d1ClickSink } from "../links/click-sink.ts";
import { d1LinkStore } from "../links/link-store.ts";
import { addMerchant, NewMerchantInput, NewMerchantView } from "./admin.ts";
import { customerRoutes } from "./customer-routes.ts";
import { flowRoutes } from "./flow-routes.ts";
import { takeReceipt, takeReply } from "./gateway-webhooks.ts";
import { jsonResponse } from "./json-response.ts";
import { describeApi } from "./openapi.ts";
import { type ApiRoute, type PublicRoute, withBody } from "./route.ts";
import { setupRoutes } from "./setup-routes.ts";
import { followShortLink } from "./short-links.ts";
import { takeStoreWebhook } from "./store-webhooks.ts";

// Every address that this Worker serves. The first that fits answers; /openapi.json is written from these lists.

/** `Authorization: Bearer <api key>`; handlers see that key's merchant and nobody else's. */
export const apiRoutes: readonly ApiRoute[] = [...setupRoutes, ...flowRoutes, ...customerRoutes];

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
];

/** Without a key: webhooks carry signatures of their own. */
export const publicRoutes: readonly PublicRoute[] = [
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
export const shortLinkRoute: PublicRoute = {
  method: "GET",
  path: "/:slug",
  summary: "A short link: the redirect",
  answers: { 302: undefined },
  handle: (request, { env, ctx, nowMs }) =>
    followShortLink(request, {
      env,
      links: d1LinkStore(env.DB),
      clicks: d1ClickSink(env.DB),
      nowMs,
      machineNowMs: clock.machineNowMs(),
      isClockRunning: clock.isRunning(),
      waitUntil: (promise) => ctx.waitUntil(promise),
    }),
};
