import { exports } from "cloudflare:workers";
import { clock } from "../../worker/clock.ts";
import { call, type Shop } from "./shop.ts";

export interface Taken {
  readonly status: number;
  readonly body: { readonly kept?: string; readonly duplicate?: boolean };
}

/** Posts a body as WooCommerce does. Source: woocommerce, WC_Webhook::deliver(). */
export async function postWoo(
  shop: Shop,
  topic: string,
  body: string,
  { secret = shop.stores.woocommerce.secret }: { readonly secret?: string } = {},
): Promise<Taken> {
  return post(shop.stores.woocommerce.url, body, {
    "content-type": "application/json",
    "x-wc-webhook-topic": topic,
    "x-wc-webhook-source": `https://${shop.stores.woocommerce.shop}/`,
    "x-wc-webhook-delivery-id": "d1",
    "x-wc-webhook-signature": await sign(secret, body),
  });
}

/** Posts a body as BigCommerce does: Standard Webhooks, keyed with the client secret as it is written. */
export async function postBigCommerce(
  shop: Shop,
  scope: string,
  data: Record<string, unknown>,
  { hash = crypto.randomUUID(), secret = shop.stores.bigcommerce.secret, headers = {}, at = clock.nowMs() } = {} as {
    readonly hash?: string;
    readonly secret?: string;
    readonly headers?: Record<string, string>;
    readonly at?: number;
  },
): Promise<Taken> {
  const created_at = Math.floor(at / 1000);
  const body = JSON.stringify({ scope, store_id: "1000001", data, hash, created_at, producer: "stores/abc123" });
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = await sign(secret, `msg_1.${timestamp}.${body}`);
  const signed = { "webhook-id": "msg_1", "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` };
  return post(shop.stores.bigcommerce.url, body, Object.keys(headers).length > 0 ? headers : signed);
}

export async function post(url: string, body: string, headers: Record<string, string>): Promise<Taken> {
  const response = await exports.default.fetch(new Request(url, { method: "POST", headers, body }));
  return { status: response.status, body: await response.json() };
}

async function sign(secret: string, text: string): Promise<string> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(secret), algorithm, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(text))).toBase64();
}

type Platform = "shopify" | "woocommerce" | "bigcommerce";

/** What the store's simulated API shows. */
export async function keepRecord(
  shop: Shop,
  platform: Platform,
  kind: "order" | "draft_order" | "customer" | "webhook",
  id: string,
  body: unknown,
): Promise<void> {
  const record = { platform, shop: shop.stores[platform].shop, kind, id, body };
  const kept = await call("POST", "/bench/store-records", { body: record });
  if (kept.status !== 201) throw new Error(`no record: ${JSON.stringify(kept)}`);
}

export async function setStore(shop: Shop, platform: Platform, state: "up" | "down" | "refusing"): Promise<void> {
  await call("POST", "/bench/store-state", { body: { platform, shop: shop.stores[platform].shop, state } });
}
