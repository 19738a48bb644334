import { exports } from "cloudflare:workers";
import type { Shop } from "./shop.ts";

/** Posts a body as Shopify does: https://shopify.dev/docs/apps/build/webhooks/subscribe/https. */
export async function postShopify(
  shop: Shop,
  topic: string,
  body: string,
  { eventId = crypto.randomUUID(), secret = shop.stores.shopify.secret }: { eventId?: string; secret?: string } = {},
): Promise<{ readonly status: number; readonly body: { readonly kept?: string; readonly duplicate?: boolean } }> {
  const bytes = new TextEncoder().encode(body);
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(secret), algorithm, false, ["sign"]);
  const signature = new Uint8Array(await crypto.subtle.sign("HMAC", key, bytes)).toBase64();
  const headers = {
    "content-type": "application/json",
    "x-shopify-topic": topic,
    "x-shopify-shop-domain": shop.stores.shopify.shop,
    "x-shopify-api-version": "2025-01",
    "x-shopify-event-id": eventId,
    "x-shopify-hmac-sha256": signature,
  };
  const response = await exports.default.fetch(
    new Request(shop.stores.shopify.url, { method: "POST", headers, body: bytes }),
  );
  return { status: response.status, body: await response.json() };
}

/** An order as `orders/create` tells it, as text: ids are longer than a JavaScript number holds. */
export function shopifyOrder(
  id: string,
  {
    phone,
    customerId = "7000000000000000001",
    createdAt = "2026-03-02T10:00:00-05:00",
    note = "",
    test = false,
  }: { phone?: string | undefined; customerId?: string; createdAt?: string; note?: string; test?: boolean } = {},
): string {
  const line = `{"id":9,"admin_graphql_api_id":"gid://shopify/LineItem/9","sku":"SERUM","title":"Serum","name":"Serum","quantity":1,"price":"29.00","current_quantity":1}`;
  const address =
    phone === undefined
      ? "null"
      : `{"first_name":"Zoe","last_name":"Hart","phone":${JSON.stringify(phone)},"country_code":"US","province_code":"NY","zip":"10001","city":"New York"}`;
  return `{"id":${id},"admin_graphql_api_id":"gid://shopify/Order/${id}","name":"#${id.slice(-4)}","created_at":"${createdAt}","updated_at":"${createdAt}","currency":"USD","total_price":"29.00","test":${test},"note":${JSON.stringify(note)},"phone":null,"shipping_address":${address},"billing_address":${address},"customer":{"id":${customerId},"admin_graphql_api_id":"gid://shopify/Customer/${customerId}","first_name":"Zoe","last_name":"Hart","updated_at":"${createdAt}"},"line_items":[${line}]}`;
}

/** A parcel of that order on its way, as `fulfillments/create` tells it: without a customer. */
export function shopifyFulfillment(
  orderId: string,
  id = "5000000000000000001",
  at = "2026-03-02T10:00:05-05:00",
): string {
  return `{"id":${id},"admin_graphql_api_id":"gid://shopify/Fulfillment/${id}","order_id":${orderId},"status":"success","created_at":"${at}","updated_at":"${at}","tracking_company":"UPS","tracking_number":"1Z999","tracking_url":"https://ups.example/1Z999","shipment_status":null,"line_items":[{"id":9,"admin_graphql_api_id":"gid://shopify/LineItem/9","sku":"SERUM","title":"Serum","name":"Serum","quantity":1,"price":"29.00"}]}`;
}
