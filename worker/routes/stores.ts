import * as z from "zod";
import { clock } from "../clock.ts";
import { canAsk } from "../intake/store-access.ts";
import { openCredentials, sealCredentials } from "../merchants/credentials.ts";
import { floorSecond } from "../stores/woocommerce-position.ts";
import { listStores } from "../tables/credentials.ts";
import { startPoll, stopPoll } from "../tables/store-polls.ts";
import { invalidFields } from "./events.ts";
import { jsonResponse } from "./json-response.ts";
import type { ApiContext, RouteRequest } from "./route.ts";
import type { BigCommerceInput, CustomStoreInput, ShopifyInput, WooCommerceInput } from "./store-inputs.ts";

export const StoreView = z.object({
  kind: z.string(),
  account: z.string(),
  webhookUrl: z.string(),
  /** To register at the store; empty = whatever the store has to tell. */
  topics: z.array(z.string()).readonly(),
  /** Whether records from before the connection can be fetched. */
  hasApiAccess: z.boolean(),
});

export const StoresView = z.object({
  items: z
    .array(z.object({ platform: z.string(), shop: z.string(), hasApiAccess: z.boolean(), webhookUrl: z.string() }))
    .readonly(),
});

/** The connected stores, and never their secrets. */
export async function showStores(_: RouteRequest, { env, merchant }: ApiContext): Promise<Response> {
  const stores = await listStores(env.DB, merchant.id);
  const items = stores.map(async ({ platform, shop }) => ({
    platform,
    shop,
    hasApiAccess: await hasApiAccess(env, merchant.id, platform),
    webhookUrl: webhookUrl(env, merchant.id, platform),
  }));
  const view: z.output<typeof StoresView> = { items: await Promise.all(items) };
  return jsonResponse(view);
}

/**
 * Shopify goes on signing with the old secret for up to an hour after a rotation.
 * Source: shopify.dev/docs/apps/build/authentication-authorization/client-secrets/rotate-revoke-client-credentials.
 */
export async function connectShopify(
  _: RouteRequest,
  { env, merchant }: ApiContext,
  { shop, webhookSecret, previousSecret, accessToken }: z.output<typeof ShopifyInput>,
): Promise<Response> {
  const machineNowMs = clock.machineNowMs();
  const known = await openCredentials(env, merchant.id, "store:shopify", 0);
  const before = known?.shop === shop ? known : undefined;
  const replaced = before?.webhookSecret === webhookSecret ? undefined : before?.webhookSecret;
  const old = previousSecret ?? replaced;
  // The same secret put again does not end the hour of the one before it.
  const previous = old === undefined ? before?.previous : { secret: old, untilMs: machineNowMs + rotationMs };
  const token = accessToken === undefined ? before?.accessToken : (accessToken ?? undefined);
  const place = { merchantId: merchant.id, kind: "store:shopify", account: shop } as const;
  const secrets = { shop, webhookSecret, ...(previous && { previous }), ...(token && { accessToken: token }) };
  await sealCredentials(env, place, secrets, machineNowMs);
  return viewStore(env, merchant.id, "shopify", shop, shopifyTopics, token !== undefined);
}

export async function connectWooCommerce(
  _: RouteRequest,
  { env, merchant, nowMs }: ApiContext,
  { shop, webhookSecret, consumerKey, consumerSecret }: z.output<typeof WooCommerceInput>,
): Promise<Response> {
  if (!canAsk(env, merchant, { platform: "woocommerce", shop })) {
    throw invalidFields([{ path: ["shop"], message: "not an address on the public internet" }]);
  }
  const known = await openCredentials(env, merchant.id, "store:woocommerce", 0);
  const before = known?.shop === shop ? known.api : undefined;
  const given = consumerKey && consumerSecret ? { consumerKey, consumerSecret } : undefined;
  const api = consumerKey === undefined ? before : given;
  const place = { merchantId: merchant.id, kind: "store:woocommerce", account: shop } as const;
  const machineNowMs = clock.machineNowMs();
  await sealCredentials(env, place, { shop, webhookSecret, ...(api && { api }) }, machineNowMs);
  if (api === undefined) await stopPoll(env.DB, merchant.id);
  else
    await startPoll(env.DB, {
      merchantId: merchant.id,
      shop,
      sinceMs: floorSecond(nowMs),
      nextMachineMs: machineNowMs,
    });
  return viewStore(env, merchant.id, "woocommerce", shop, wooTopics, api !== undefined);
}

export async function connectBigCommerce(
  _: RouteRequest,
  { env, merchant }: ApiContext,
  { shop, webhookSecret, accessToken }: z.output<typeof BigCommerceInput>,
): Promise<Response> {
  const known = await openCredentials(env, merchant.id, "store:bigcommerce", 0);
  const token = accessToken ?? (known?.shop === shop ? known.accessToken : undefined);
  if (token === undefined) {
    const message = "is missing: BigCommerce's webhooks name a record, and the rest is asked for with this token";
    throw invalidFields([{ path: ["accessToken"], message }]);
  }
  const place = { merchantId: merchant.id, kind: "store:bigcommerce", account: shop } as const;
  await sealCredentials(env, place, { shop, webhookSecret, accessToken: token }, clock.machineNowMs());
  return viewStore(env, merchant.id, "bigcommerce", shop, bigCommerceScopes, true);
}

export async function connectCustomStore(
  _: RouteRequest,
  { env, merchant }: ApiContext,
  { secret, shop = "custom" }: z.output<typeof CustomStoreInput>,
): Promise<Response> {
  const place = { merchantId: merchant.id, kind: "store:custom", account: shop } as const;
  await sealCredentials(env, place, { shop, secret }, clock.machineNowMs());
  return viewStore(env, merchant.id, "custom", shop, [], false);
}

const rotationMs = 3_600_000;

async function hasApiAccess(env: Env, merchantId: string, platform: string): Promise<boolean> {
  switch (platform) {
    case "shopify":
    case "bigcommerce":
      return (await openCredentials(env, merchantId, `store:${platform}`))?.accessToken !== undefined;
    case "woocommerce":
      return (await openCredentials(env, merchantId, "store:woocommerce"))?.api !== undefined;
    default:
      return false;
  }
}

function viewStore(
  env: Env,
  merchantId: string,
  kind: string,
  account: string,
  topics: readonly string[],
  hasAccess: boolean,
): Response {
  const url = webhookUrl(env, merchantId, kind);
  const view: z.output<typeof StoreView> = { kind, account, webhookUrl: url, topics, hasApiAccess: hasAccess };
  return jsonResponse(view);
}

function webhookUrl(env: Env, merchantId: string, kind: string): string {
  return `${env.BASE_URL}/hooks/${kind}/${merchantId}`;
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

// Source: woocommerce.github.io/woocommerce-rest-api-docs, v3, Webhooks.
const wooTopics = [
  "order.created",
  "order.updated",
  "order.deleted",
  "order.restored",
  "customer.created",
  "customer.updated",
];

// Source: bigcommerce/docs, docs/integrations/webhooks/events.
const bigCommerceScopes = [
  "store/order/created",
  "store/order/updated",
  "store/order/statusUpdated",
  "store/order/archived",
  "store/order/refund/created",
  "store/shipment/created",
  "store/shipment/updated",
  "store/shipment/deleted",
  "store/customer/created",
  "store/customer/updated",
  "store/app/uninstalled",
];
