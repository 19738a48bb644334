import { beforeEach, expect, it } from "vitest";
import { openShop, resetBench, type Shop } from "./shop.ts";
import { postShopify, shopifyOrder } from "./shopify-webhook.ts";

const PHONE = "+12125550101";
const ID = "9107236455812349907";

let shop: Shop;
beforeEach(async () => {
  await resetBench("2026-03-02T15:00:00Z");
  shop = await openShop();
  await postShopify(shop, "orders/create", shopifyOrder(ID, { phone: PHONE }));
});

const search = async (q: string, by: Shop = shop) =>
  (await by.api<{ items: unknown[] }>("GET", `/v1/records/search?${new URLSearchParams({ q })}`)).body;
const order = { platform: "shopify", kind: "order", id: ID };

it.each(["#9907", "9907", "  #9907 "])("an order is found by its name as somebody types it: %j", async (typed) => {
  const { items } = await search(typed);
  expect(items).toMatchObject([{ record: { ...order, shop: shop.stores.shopify.shop }, name: "#9907" }]);
});

it.each([PHONE, "+1 (212) 555-0101"])("the newest order of a phone number is found: %s", async (typed) => {
  expect((await search(typed)).items).toMatchObject([{ record: order }]);
});

it.each(["990", "99071", "+12125550199", "%", "' OR 1=1 --", "0101"])("nothing is found for %j", async (typed) => {
  expect(await search(typed)).toEqual({ items: [] });
});

it("another merchant finds nothing of it", async () => {
  const other = await openShop({ stores: { shopify: { shop: "other.myshopify.com" } } });
  expect(await search("#9907", other)).toEqual({ items: [] });
  expect(await search(PHONE, other)).toEqual({ items: [] });
});

it("a search for nothing is refused, and says what is missing", async () => {
  const answer = await shop.api<{ errors: readonly { path: string }[] }>("GET", "/v1/records/search?q=%20");
  expect(answer.status).toBe(422);
  expect(answer.body.errors).toMatchObject([{ path: "q" }]);
});
