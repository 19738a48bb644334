import { createHmac, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";

export interface ShopifyStore {
  readonly url: string;
  readonly secret: string;
  readonly shop: string;
}

/** Posts a body as Shopify does. Source: https://shopify.dev/docs/apps/build/webhooks/subscribe/https */
export function postShopifyWebhook(
  store: ShopifyStore,
  topic: string,
  body: string,
  change: { readonly secret?: string; readonly eventId?: string } = {},
): Promise<Response> {
  return fetch(store.url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-shopify-topic": topic,
      "x-shopify-shop-domain": store.shop,
      "x-shopify-api-version": "2025-01",
      "x-shopify-event-id": change.eventId ?? randomUUID(),
      "x-shopify-webhook-id": randomUUID(),
      "x-shopify-hmac-sha256": createHmac("sha256", change.secret ?? store.secret)
        .update(body)
        .digest("base64"),
    },
    body,
  });
}

/** One of our own bodies as text: its ids are beyond what a JSON number holds. */
export function readFixture(name: string): string {
  return readFileSync(path.resolve(import.meta.dirname, "../fixtures/shopify", `${name}.json`), "utf8");
}
