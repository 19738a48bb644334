import { createHmac, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import type { Aftertext } from "../end-to-end/server.ts";
import { startBareWorker } from "./bare-runtime.ts";
import { drive, once, type Sample, writeRequest } from "./load.ts";
import { alternate, type Table } from "./rounds.ts";
import { addShop, newNumbers, openShop, phoneNumber, type Shop } from "./shop.ts";
import { d1Folder, findDatabase, readState } from "./state-database.ts";

/**
 * Signed orders a second, from the first byte to the 200 that says it is durable: beside one insert of the same body, and of a
 * merchant with many customers beside one with few.
 */
export async function benchIntake(aftertext: Aftertext, isFull: boolean): Promise<Table> {
  const shop = await openShop(aftertext, "following");
  const large = await addShop(aftertext);
  addCustomers(large);
  const bare = await startBareWorker("insert", ["CREATE TABLE bodies (id TEXT PRIMARY KEY, body TEXT NOT NULL)"]);
  const [rounds, orders] = isFull ? [7, 2_000] : [3, 300];
  const post = (url: string, port: number): Promise<Sample> =>
    drive({ port, connections: 16, next: once(writeOrders(url, shop, orders)), status: 200 });
  const take = (to: Shop) => async () => {
    const before = countWaiting(to);
    const requests = writeOrders(to.stores.shopify.url, to, orders);
    const sample = await drive({ port: aftertext.port, connections: 16, next: once(requests), status: 200 });
    await aftertext.bench("/clock", { advance: "PT0S" });
    const started = countWaiting(to) - before;
    if (started !== orders) throw new Error(`${orders} orders were acknowledged, ${started} texts wait`);
    return sample;
  };
  try {
    const { ours, theirs, among } = await alternate(rounds, {
      ours: take(shop),
      theirs: () => post(`${bare.baseUrl}/`, bare.port),
      among: take(large),
    });
    const what = "signed orders/create, a new customer each";
    const amongMany = `the same, of a merchant with ${manyCustomers.toLocaleString("en")} customers more`;
    return {
      title: "Intake",
      rows: [
        { what, unit: "webhooks/s", ours, baseline: "bare/insert.js", theirs },
        { what: amongMany, unit: "webhooks/s", ours: among, baseline: "ours, of the first merchant", theirs: ours },
      ],
      notes: [
        "16 connections, 8 KB a body. Ours verifies, stores, routes and hands each order to its customer's object, where a run starts.",
      ],
    };
  } finally {
    await bare.stop();
  }
}

const manyCustomers = 100_000;

/** Into D1's file, which workerd has open. */
function addCustomers({ aftertext, merchantId }: Shop): void {
  const database = new DatabaseSync(findDatabase(aftertext.state, d1Folder), { timeout: 10_000 });
  try {
    database
      .prepare(
        `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
         INSERT INTO customers (merchant_id, customer_id, owner, phone_at_ms) SELECT ?1, 'c' || i, 'p_' || i, 0 FROM n`,
      )
      .run(merchantId, manyCustomers);
  } finally {
    database.close();
  }
}

function writeOrders(url: string, { stores: { shopify } }: Shop, count: number): readonly Buffer[] {
  const nowIso = new Date().toISOString();
  return newNumbers(count).map((number) => {
    // As text: the ids are longer than a JavaScript number holds.
    const body = order
      .replaceAll("9107236455812349907", `910723645${number + 1e9}`)
      .replaceAll("9107236455812340917", `920723645${number + 1e9}`)
      .replaceAll(/\+15035550142|\(503\) 555-0142/g, phoneNumber(number))
      .replaceAll(/2026-03-02T[\d:]+-08:00/g, nowIso);
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

const fixture = path.join(import.meta.dirname, "../fixtures/shopify/orders-create.json");
const order = readFileSync(fixture, "utf8").replaceAll(/\n\s*/g, "");

function countWaiting({ aftertext, merchantId }: Shop): number {
  const sql = "SELECT COUNT(*) AS waiting FROM due WHERE merchant_id = ?";
  return z.object({ waiting: z.number() }).parse(readState(aftertext.state, d1Folder, sql, merchantId)[0]).waiting;
}
