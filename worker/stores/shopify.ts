import { decodeBase64, encodeText, verifyHmac } from "../crypto/hmac.ts";
import { parseExactJson } from "./exact-json.ts";
import { fingerprint } from "./fingerprint.ts";
import { parseInstantMs } from "./instant.ts";
import { readCustomer, readMarketingConsent } from "./shopify-customer.ts";
import { readFulfillmentCreated, readFulfillmentEvent, readFulfillmentUpdated } from "./shopify-fulfillment.ts";
import {
  readOrderCancelled,
  readOrderDeleted,
  readOrderPaid,
  readOrderPlaced,
  readOrderUpdated,
} from "./shopify-order.ts";
import { readPrivacyTopic } from "./shopify-privacy.ts";
import { findShopifyId, type TopicReader } from "./shopify-reading.ts";
import { readRefund } from "./shopify-refund.ts";
import { Resource } from "./shopify-shapes.ts";
import type { Delivery, DeliveryInput, SignedRequest, StoreAdapter } from "./store-adapter.ts";

export const shopify: StoreAdapter = { kind: "shopify", verify, read };

/** Base64 of HMAC-SHA256 over the raw body. Source: shopify.dev/docs/apps/build/webhooks/subscribe/https. */
async function verify({ rawBody, headers, secrets }: SignedRequest): Promise<boolean> {
  const signature = decodeBase64(headers.get("X-Shopify-Hmac-Sha256") ?? "");
  if (signature === undefined) return false;
  for (const secret of secrets) {
    if (await verifyHmac("SHA-256", encodeText(secret), rawBody, signature)) return true;
  }
  return false;
}

function read({ rawBody, headers, receivedAtMs, shopCountry, shopCurrency }: DeliveryInput): Delivery {
  const topic = (headers.get("X-Shopify-Topic") ?? "").toLowerCase();
  const body = parseExactJson(rawBody);
  const resource = Resource.safeParse(body).data;
  const deliveryId = nameDelivery(topic, headers, resource, rawBody);
  const delivery = { deliveryId, topic };
  if (body === undefined) return { ...delivery, kind: "dead_letter", problem: "body: not JSON" };
  if (topic === "") return { ...delivery, kind: "dead_letter", problem: "X-Shopify-Topic: no topic" };

  if (topic === "app/uninstalled") {
    const atMs = parseInstantMs(headers.get("X-Shopify-Triggered-At") ?? undefined) ?? receivedAtMs;
    return { ...delivery, kind: "uninstalled", atMs };
  }

  const readTopic = READERS.get(topic);
  if (readTopic === undefined) {
    const privacy = readPrivacyTopic(topic, body, shopCountry);
    return { ...delivery, ...(privacy ?? { kind: "ignored", why: "a topic that no flow uses" }) };
  }
  const reading = readTopic(body, {
    isTest: headers.get("X-Shopify-Test") === "true",
    triggeredAtMs: parseInstantMs(headers.get("X-Shopify-Triggered-At") ?? undefined) ?? receivedAtMs,
    shopCountry,
    shopCurrency,
  });
  if (reading.kind !== "events") return { ...delivery, ...reading };
  const isOne = reading.events.length === 1;
  // R16: Shopify's deliveries are live however late they come, and whatever date an order was given.
  const events = reading.events.map((event, index) => ({
    ...event,
    id: isOne ? `shopify:${deliveryId}` : `shopify:${deliveryId}:${index + 1}`,
    source: "shopify" as const,
    live: true,
  }));
  return { ...delivery, kind: "events", events };
}

/**
 * Shopify's own key for duplicates is the event id (shopify.dev/docs/apps/build/webhooks/ignore-duplicates). One act of a
 * merchant may have one event id over several topics and records (an order placed and paid, two parcels sent off together),
 * so both belong to the key; all attempts at one delivery share them, since each brings the original body.
 */
function nameDelivery(
  topic: string,
  headers: DeliveryInput["headers"],
  resource: Resource | undefined,
  rawBody: string,
): string {
  const eventId =
    headers.get("X-Shopify-Event-Id") ||
    headers.get("X-Shopify-Webhook-Id") ||
    (resource?.updated_at ?? headers.get("X-Shopify-Triggered-At") ?? fingerprint(rawBody));
  return [topic, findShopifyId(resource), eventId].filter((part) => part !== undefined).join(":");
}

const READERS: ReadonlyMap<string, TopicReader> = new Map([
  ["orders/create", readOrderPlaced],
  ["orders/paid", readOrderPaid],
  ["orders/updated", readOrderUpdated],
  ["orders/partially_fulfilled", readOrderUpdated],
  ["orders/fulfilled", readOrderUpdated],
  ["orders/cancelled", readOrderCancelled],
  ["orders/delete", readOrderDeleted],
  ["fulfillments/create", readFulfillmentCreated],
  ["fulfillments/update", readFulfillmentUpdated],
  ["fulfillment_events/create", readFulfillmentEvent],
  ["refunds/create", readRefund],
  ["customers/create", readCustomer],
  ["customers/update", readCustomer],
  ["customers_marketing_consent/update", readMarketingConsent],
]);
