import * as z from "zod";
import { openCredentials } from "../merchants/credentials.ts";
import { ProblemError } from "../problem.ts";
import {
  consentBody,
  deliveredBody,
  fulfillmentBody,
  makeSampleOrder,
  orderBody,
  SampleOrder,
} from "./example-bodies.ts";
import { benchClock } from "./local-clock.ts";
import { getBenchState, type LocalEnv } from "./local-env.ts";

export const ExampleOrder = z.strictObject({
  merchantId: z.string().min(1),
  step: z.enum(["place", "ship", "deliver"]).optional(),
  phone: z
    .string()
    .regex(/^[+\d][\d .()-]{7,19}$/, "a phone number such as +14155550123")
    .optional(),
  /** False: the buyer did not tick "text me offers". */
  optIn: z.boolean().optional(),
});

/** Does what an invented customer and their Shopify store would do: the webhooks are signed and posted as Shopify's are. */
export async function postExampleOrder(env: LocalEnv, input: z.output<typeof ExampleOrder>) {
  const { merchantId, step = "place" } = input;
  const order = step === "place" ? makeSampleOrder(input.phone) : await findLastOrder(env, merchantId);
  const nowIso = new Date(benchClock.nowMs()).toISOString();
  switch (step) {
    case "place":
      await getBenchState(env).keep(lastOrder(merchantId), order);
      if (input.optIn ?? true) {
        await postWebhook(env, merchantId, "customers_marketing_consent/update", consentBody(order, nowIso));
      }
      await postWebhook(env, merchantId, "orders/create", orderBody(order, nowIso));
      break;
    case "ship":
      await postWebhook(env, merchantId, "fulfillments/create", fulfillmentBody(order, nowIso));
      break;
    case "deliver":
      await postWebhook(env, merchantId, "fulfillment_events/create", deliveredBody(order, nowIso));
      break;
  }
  const name = `${order.person.firstName} ${order.person.lastName}`;
  return { step, order: order.name, orderId: order.orderId, phone: order.phone, name, product: order.product.title };
}

function lastOrder(merchantId: string): string {
  return `last-order:${merchantId}`;
}

async function findLastOrder(env: LocalEnv, merchantId: string): Promise<SampleOrder> {
  const kept = SampleOrder.safeParse(await getBenchState(env).find(lastOrder(merchantId)));
  if (kept.success) return kept.data;
  const detail = "Place one first: POST /bench/example-order without a step.";
  throw new ProblemError({ type: "/problems/no-example-order", title: "No example order yet", status: 409, detail });
}

/** Source: https://shopify.dev/docs/apps/build/webhooks/subscribe/https */
async function postWebhook(env: LocalEnv, merchantId: string, topic: string, payload: unknown): Promise<void> {
  const store = await openCredentials(env, merchantId, "store:shopify");
  if (store === undefined) {
    throw new ProblemError({ type: "/problems/unknown-merchant", title: "No such merchant", status: 404 });
  }
  const body = JSON.stringify(payload);
  const bytes = new TextEncoder().encode(store.webhookSecret);
  const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const signature = new Uint8Array(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(body)));
  const answer = await fetch(`${env.BASE_URL}/hooks/shopify/${merchantId}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-shopify-topic": topic,
      "x-shopify-shop-domain": store.shop,
      "x-shopify-api-version": "2025-01",
      "x-shopify-event-id": crypto.randomUUID(),
      "x-shopify-webhook-id": crypto.randomUUID(),
      "x-shopify-triggered-at": new Date(benchClock.nowMs()).toISOString(),
      "x-shopify-hmac-sha256": signature.toBase64(),
    },
    body,
  });
  if (!answer.ok) throw new Error(`the example ${topic} was answered with ${answer.status}`);
}
