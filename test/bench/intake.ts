import { createHmac, randomUUID } from "node:crypto";
import { makeSampleOrder, orderBody } from "../../worker/cli/sample-order.ts";
import type { Aftertext } from "../end-to-end/server.ts";
import { startBareWorker } from "./bare-runtime.ts";
import { drive, once, type Sample, writeRequest } from "./load.ts";
import { alternate, type Table } from "./rounds.ts";
import { newNumbers, openShop, phoneNumber, type Shop } from "./shop.ts";

/** Signed orders a second, from the first byte to the 200 that says it is durable, beside one insert of the same body. */
export async function benchIntake(aftertext: Aftertext, isFull: boolean): Promise<Table> {
  const shop = await openShop(aftertext, "following");
  const bare = await startBareWorker("insert", ["CREATE TABLE bodies (id TEXT PRIMARY KEY, body TEXT NOT NULL)"]);
  const [rounds, orders] = isFull ? [7, 2_000] : [3, 400];
  const post = (url: string, port: number): Promise<Sample> =>
    drive({ port, connections: 16, next: once(writeOrders(url, shop, orders)), status: 200 });
  try {
    const { ours, theirs } = await alternate(rounds, {
      ours: () => post(shop.stores.shopify.url, aftertext.port),
      theirs: () => post(`${bare.baseUrl}/`, bare.port),
    });
    const what = "signed orders/create, a new customer each";
    return {
      title: "Intake",
      rows: [{ what, unit: "webhooks/s", ours, baseline: "bare/insert.js", theirs }],
      notes: [
        "16 connections. Ours verifies, stores, routes and hands each order to its customer's object, where a run starts; signing was done before.",
      ],
    };
  } finally {
    await bare.stop();
  }
}

function writeOrders(url: string, { stores: { shopify } }: Shop, count: number): readonly Buffer[] {
  const nowIso = new Date().toISOString();
  return newNumbers(count).map((number) => {
    const body = JSON.stringify(orderBody(makeSampleOrder(phoneNumber(number)), nowIso));
    const headers = {
      "Content-Type": "application/json",
      "X-Shopify-Topic": "orders/create",
      "X-Shopify-Webhook-Id": randomUUID(),
      "X-Shopify-Event-Id": randomUUID(),
      "X-Shopify-Triggered-At": nowIso,
      "X-Shopify-Hmac-Sha256": createHmac("sha256", shopify.secret).update(body).digest("base64"),
    };
    return writeRequest("POST", url, headers, body);
  });
}
