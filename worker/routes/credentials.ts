import * as z from "zod";
import { clock } from "../clock.ts";
import { decodeBase64 } from "../crypto/hmac.ts";
import { checkTarget } from "../domain/link-target.ts";
import { openCredentials, sealCredentials } from "../merchants/credentials.ts";
import { releaseHeld } from "../wake.ts";
import { jsonResponse } from "./json-response.ts";
import { invalidRequest } from "./read-body.ts";
import type { ApiContext, RouteRequest } from "./route.ts";

const secret = z.string().min(8).max(512);

/** Source of the forms: twilio.com/docs/glossary/what-is-a-sid; sender: twilio.com/docs/messaging/api/message-resource, `From`. */
export const GatewayInput = z
  .strictObject({
    kind: z.literal("twilio"),
    accountSid: z.string().regex(/^AC[0-9a-f]{32}$/i, "an account SID: AC and 32 hexadecimal digits"),
    authToken: secret,
    from: z
      .string()
      .regex(
        /^(\+[1-9]\d{6,14}|\d{3,8}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11})$/,
        "a number, a short code or a name of up to 11 letters and digits",
      )
      .optional(),
    messagingServiceSid: z
      .string()
      .regex(/^MG[0-9a-f]{32}$/i, "a Messaging Service SID: MG and 32 hexadecimal digits")
      .optional(),
  })
  .refine(({ from, messagingServiceSid }) => (from === undefined) !== (messagingServiceSid === undefined), {
    path: ["from"],
    message: "either this or messagingServiceSid",
  });

/** What stands in the open of a gateway. */
export const GatewayView = z.object({
  kind: z.string(),
  account: z.string(),
  sender: z.string(),
  /** Where the gateway's console is told to send incoming texts. */
  webhookUrl: z.string(),
});

export const ShopifyInput = z.strictObject({
  shop: z
    .string()
    .toLowerCase()
    .regex(/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/, "the shop's own address, such as acme.myshopify.com"),
  webhookSecret: secret,
  /** Good for another hour; left out, the one that is replaced is. */
  previousSecret: secret.optional(),
});

/** Source: standard-webhooks/standard-webhooks, spec/standard-webhooks.md, "Signing secret": 24 to 64 bytes. */
export const CustomStoreInput = z.strictObject({
  secret: z.string().refine(isStandardSecret, "whsec_ and the base64 of 24 to 64 bytes"),
  shop: z.string().min(1).max(100).optional(),
});

export const WebhookInput = z.strictObject({
  url: z.string().min(1).max(2048),
  /** Left out, one is made and shown once. */
  secret: z.string().refine(isStandardSecret, "whsec_ and the base64 of 24 to 64 bytes").optional(),
});

export const WebhookView = z.object({ url: z.string(), secret: z.string().optional() });

export const StoreView = z.object({
  kind: z.string(),
  account: z.string(),
  webhookUrl: z.string(),
  /** To register at the store; empty = whatever the store has to tell. */
  topics: z.array(z.string()).readonly(),
});

export async function connectGateway(
  _: RouteRequest,
  { env, merchant, nowMs }: ApiContext,
  { kind, accountSid, authToken, from, messagingServiceSid }: z.output<typeof GatewayInput>,
): Promise<Response> {
  const sender = from ?? messagingServiceSid ?? "";
  const place = { merchantId: merchant.id, kind: "gateway", account: accountSid } as const;
  await sealCredentials(env, place, { kind, accountSid, authToken, sender }, clock.machineNowMs());
  await releaseHeld(env, merchant.id, nowMs); // texts wait while there is nothing to send them with
  const webhookUrl = `${env.BASE_URL}/hooks/twilio/${merchant.id}/inbound`;
  const view: z.output<typeof GatewayView> = { kind, account: accountSid, sender, webhookUrl };
  return jsonResponse(view);
}

/**
 * Shopify goes on signing with the old secret for up to an hour after a rotation.
 * Source: shopify.dev/docs/apps/build/authentication-authorization/client-secrets/rotate-revoke-client-credentials.
 */
export async function connectShopify(
  _: RouteRequest,
  { env, merchant }: ApiContext,
  { shop, webhookSecret, previousSecret }: z.output<typeof ShopifyInput>,
): Promise<Response> {
  const machineNowMs = clock.machineNowMs();
  const known = await openCredentials(env, merchant.id, "store:shopify", 0);
  const before = known?.shop === shop ? known : undefined;
  const replaced = before?.webhookSecret === webhookSecret ? undefined : before?.webhookSecret;
  const old = previousSecret ?? replaced;
  // The same secret put again does not end the hour of the one before it.
  const previous = old === undefined ? before?.previous : { secret: old, untilMs: machineNowMs + rotationMs };
  const place = { merchantId: merchant.id, kind: "store:shopify", account: shop } as const;
  await sealCredentials(env, place, { shop, webhookSecret, ...(previous && { previous }) }, machineNowMs);
  return jsonResponse(viewStore(env, merchant.id, "shopify", shop, shopifyTopics));
}

export async function connectCustomStore(
  _: RouteRequest,
  { env, merchant }: ApiContext,
  { secret: given, shop = "custom" }: z.output<typeof CustomStoreInput>,
): Promise<Response> {
  const place = { merchantId: merchant.id, kind: "store:custom", account: shop } as const;
  await sealCredentials(env, place, { shop, secret: given }, clock.machineNowMs());
  return jsonResponse(viewStore(env, merchant.id, "custom", shop, []));
}

/** The address of a webhook obeys the rules of links; a bench merchant may be told on this very machine. */
export async function connectWebhook(
  _: RouteRequest,
  { env, merchant }: ApiContext,
  { url, secret: given }: z.output<typeof WebhookInput>,
): Promise<Response> {
  const target = checkTarget(url, { ownDomains: [] });
  const isLocal = merchant.isBench && /^http:\/\/127\.0\.0\.1:\d+\//.test(url);
  if (target.kind === "refused" && !isLocal) {
    throw invalidRequest([{ path: "url", message: `is refused: ${target.why}` }]);
  }
  const known = await openCredentials(env, merchant.id, "destination:webhook", 0);
  const fresh = `whsec_${btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))}`;
  const secret = given ?? known?.secret ?? fresh;
  const place = { merchantId: merchant.id, kind: "destination:webhook", account: new URL(url).host } as const;
  await sealCredentials(env, place, { url: isLocal ? url : new URL(url).href, secret }, clock.machineNowMs());
  // One that we made is shown this once; one that was given, or stood before, is known already.
  return jsonResponse({ url, ...(secret === fresh ? { secret } : {}) });
}

const rotationMs = 3_600_000;

function viewStore(
  env: Env,
  merchantId: string,
  kind: string,
  account: string,
  topics: readonly string[],
): z.output<typeof StoreView> {
  return { kind, account, webhookUrl: `${env.BASE_URL}/hooks/${kind}/${merchantId}`, topics };
}

function isStandardSecret(text: string): boolean {
  const bytes = text.startsWith("whsec_") ? decodeBase64(text.slice("whsec_".length)) : undefined;
  return bytes !== undefined && bytes.length >= 24 && bytes.length <= 64;
}

// What stores/shopify.ts reads or knowingly passes over. Source: shopify.dev/docs/api/webhooks.
const shopifyTopics = [
  "orders/create",
  "orders/paid",
  "orders/updated",
  "orders/cancelled",
  "orders/delete",
  "fulfillments/create",
  "fulfillments/update",
  "fulfillment_events/create",
  "refunds/create",
  "customers/create",
  "customers/update",
  "customers_marketing_consent/update",
  "app/uninstalled",
];
