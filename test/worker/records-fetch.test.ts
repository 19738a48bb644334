import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import type { RecordView } from "../../shared/contract/records.ts";
import { oneText } from "./inside.ts";
import { advance, call, openShop, resetBench, type Shop } from "./shop.ts";
import { postShopify, shopifyOrder } from "./shopify-webhook.ts";

const PHONE = "+12125550101";
const ID = "8200";

let shop: Shop;
beforeEach(async () => {
  await resetBench("2026-03-02T15:00:00Z");
  shop = await openShop();
  await shop.api("PUT", "/v1/flows/thanks", oneText("Thanks for {{ order.name }}"));
});

interface Problem {
  readonly type: string;
  readonly detail: string;
  readonly canFetch?: boolean;
}
const named = (kind: string, id = ID) => ({ platform: "shopify", shop: shop.stores.shopify.shop, kind, id });
const fetchIt = (kind = "order", id = ID) => shop.api<RecordView>("POST", "/v1/records/fetch", named(kind, id));
const outcome = ({ status, body }: { status: number; body: unknown }) => [status, (body as Problem).type];
const putInStore = async (kind: string, body: string, id = ID) => {
  const record = { platform: "shopify", shop: shop.stores.shopify.shop, kind, id, body: JSON.parse(body) };
  expect((await call("POST", "/bench/store-records", { body: record })).status).toBe(201);
};
const order = () => shopifyOrder(ID, { phone: PHONE, customerId: "7001" });

describe("a record from before the connection", () => {
  it("is fetched from its store and shown, and starts no run", async () => {
    await putInStore("order", order());
    const { shop: name } = shop.stores.shopify;
    const before = await shop.api("GET", `/v1/records?platform=shopify&shop=${name}&kind=order&id=${ID}`);
    expect(before.body).toMatchObject({ type: "/problems/unknown-record", canFetch: true });
    const fetched = await fetchIt();
    expect(fetched).toMatchObject({
      status: 200,
      body: {
        order: { id: ID, name: "#8200" },
        customer: { firstName: "Zoe", phone: PHONE },
        texts: [{ status: "suppressed", reason: "no_entry" }],
        record: named("order"),
      },
    });
    const shown = await shop.api("GET", `/v1/records?platform=shopify&shop=${name}&kind=order&id=${ID}`);
    expect(shown.body).toEqual(fetched.body);
    await advance("P30D");
    expect(await shop.texts()).toEqual([]);
    expect((await shop.decisions()).filter(({ outcome: what }) => what === "sent")).toEqual([]);
  });

  it("fetched twice, or ten times at once, is one record and one delivery", async () => {
    await putInStore("order", order());
    const answers = await Promise.all(Array.from({ length: 10 }, () => fetchIt()));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    const kept = await env.DB.prepare("SELECT COUNT(*) AS n FROM store_events WHERE source = 'fetch'").first();
    expect(kept?.n).toBe(1);
  });

  it("that the store tells of later starts its run like any other", async () => {
    await putInStore("order", order());
    await fetchIt();
    await postShopify(shop, "orders/create", order());
    await advance();
    expect((await shop.texts()).map(({ body }) => body)).toEqual(["Thanks for #8200"]);
  });

  it("may be a draft", async () => {
    await putInStore("draft_order", order());
    expect(await fetchIt("draft_order")).toMatchObject({ status: 200, body: { customer: { firstName: "Zoe" } } });
  });
});

describe("a fetch that brings nothing says why", () => {
  it("where the store has no such record", async () => {
    expect(outcome(await fetchIt())).toEqual([404, "/problems/no-such-record"]);
  });

  it("where the store does not answer", async () => {
    const down = { platform: "shopify", shop: shop.stores.shopify.shop, state: "down" };
    await call("POST", "/bench/store-state", { body: down });
    expect(outcome(await fetchIt())).toEqual([502, "/problems/store-unreachable"]);
  });

  it("where no access to the store's API was given, before and after", async () => {
    const store = { shop: shop.stores.shopify.shop, webhookSecret: shop.stores.shopify.secret, accessToken: null };
    expect((await shop.api("PUT", "/v1/stores/shopify", store)).status).toBe(200);
    expect(outcome(await fetchIt())).toEqual([409, "/problems/no-store-access"]);
    const path = `/v1/records?platform=shopify&shop=${store.shop}&kind=order&id=${ID}`;
    expect((await shop.api("GET", path)).body).toMatchObject({ type: "/problems/unknown-record", canFetch: false });
  });

  it("where the shop is not the merchant's", async () => {
    const foreign = { ...named("order"), shop: "other.myshopify.com" };
    expect(outcome(await shop.api("POST", "/v1/records/fetch", foreign))).toEqual([404, "/problems/unknown-store"]);
  });

  it("where the record's name is none", async () => {
    expect((await fetchIt("order", "0x1")).status).toBe(422);
  });
});
