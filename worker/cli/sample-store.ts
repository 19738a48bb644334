import { createHmac, randomUUID } from "node:crypto";
import * as z from "zod";
import { ApiError, callApi } from "./call-api.ts";
import { findDemoShop } from "./demo-shop.ts";
import { consentBody, deliveredBody, fulfillmentBody, makeSampleOrder, orderBody } from "./sample-order.ts";
import { type Settings, StartError } from "./settings.ts";
import { findState, writeState } from "./state-files.ts";

/** The demo shop's side: posts what Shopify would post, signed as Shopify signs. */
export async function placeSampleOrder(
  settings: Settings,
  choices: { readonly phone?: string | undefined; readonly optIn: boolean },
): Promise<string> {
  const order = makeSampleOrder(choices.phone);
  const nowIso = await readClock(settings);
  if (choices.optIn)
    await postWebhook(settings, "customers_marketing_consent/update", consentBody(order, nowIso), nowIso);
  await postWebhook(settings, "orders/create", orderBody(order, nowIso), nowIso);
  writeState(settings.stateFolder, lastOrderFile, order);
  return `${order.person.firstName} ${order.person.lastName} (${order.phone}) ordered ${order.product.title}, order ${order.name}.`;
}

export async function shipSampleOrder(settings: Settings): Promise<string> {
  const order = getLastOrder(settings);
  const nowIso = await readClock(settings);
  await postWebhook(settings, "fulfillments/create", fulfillmentBody(order, nowIso), nowIso);
  return `Order ${order.name} is on its way.`;
}

export async function deliverSampleOrder(settings: Settings): Promise<string> {
  const order = getLastOrder(settings);
  const nowIso = await readClock(settings);
  await postWebhook(settings, "fulfillment_events/create", deliveredBody(order, nowIso), nowIso);
  return `Order ${order.name} was delivered to ${order.person.firstName} (${order.phone}).`;
}

const lastOrderFile = "last-order.json";

const LastOrder = z.object({
  orderId: z.string(),
  customerId: z.string(),
  fulfillmentId: z.string(),
  name: z.string(),
  phone: z.string(),
  person: z.object({
    firstName: z.string(),
    lastName: z.string(),
    city: z.string(),
    stateCode: z.string(),
    zip: z.string(),
  }),
  product: z.object({ sku: z.string(), title: z.string(), price: z.string() }),
});

function getLastOrder(settings: Settings): z.infer<typeof LastOrder> {
  const order = findState(settings.stateFolder, lastOrderFile, LastOrder);
  if (order === undefined) throw new StartError("No sample order yet. Place one: npm run merchant -- order");
  return order;
}

/** The local clock may have been moved; the shop lives in the same time. */
async function readClock({ baseUrl }: Settings): Promise<string> {
  const { now } = await callApi({ method: "GET", url: `${baseUrl}/bench/clock` }, z.object({ now: z.string() }));
  return now;
}

/** Source: https://shopify.dev/docs/apps/build/webhooks/subscribe/https */
async function postWebhook(settings: Settings, topic: string, payload: unknown, nowIso: string): Promise<void> {
  const shop = findDemoShop(settings);
  if (shop === undefined) throw new StartError("No demo shop here yet. Start Aftertext first: npm start");
  const { url, secret, shop: domain } = shop.stores.shopify;
  const body = JSON.stringify(payload);
  const answer = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-shopify-topic": topic,
      "x-shopify-shop-domain": domain,
      "x-shopify-api-version": "2025-01",
      "x-shopify-webhook-id": randomUUID(),
      "x-shopify-event-id": randomUUID(),
      "x-shopify-triggered-at": nowIso,
      "x-shopify-hmac-sha256": createHmac("sha256", secret).update(body).digest("base64"),
    },
    body,
  }).catch(() => {
    throw new StartError(`Nothing answers at ${settings.baseUrl}. Start Aftertext first: npm start`);
  });
  if (!answer.ok)
    throw new ApiError(answer.status, `${topic} was answered with ${answer.status}: ${await answer.text()}`);
}
