import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import type { RepliesView } from "../../shared/contract/replies.ts";
import { oneText, reply } from "./inside.ts";
import { advance, openShop, resetBench, type Shop } from "./shop.ts";
import { postShopify, shopifyOrder } from "./shopify-webhook.ts";

const ZOE = "+12125550101";
const ADA = "+12125550102";
const ID = "9107236455812349907";

let shop: Shop;
beforeEach(async () => {
  await resetBench("2026-03-02T15:00:00Z");
  shop = await openShop();
});

const list = async (query = "") => (await shop.api<RepliesView>("GET", `/v1/replies${query}`)).body;
const bodies = async () => (await list()).items.map(({ body }) => body);
const waiting = async () => (await shop.api<{ repliesWaiting: number }>("GET", "/v1/me")).body.repliesWaiting;
const write = (body: string, from = ZOE) => reply(from, shop.sender, body);

describe("a customer's text", () => {
  it("waits for an answer, with who wrote it and the record to open", async () => {
    await postShopify(shop, "orders/create", shopifyOrder(ID, { phone: ZOE }));
    await write("Where is my order?");
    const place = { platform: "shopify", shop: shop.stores.shopify.shop, kind: "order", id: ID };
    expect((await list()).items).toEqual([
      {
        id: expect.any(String),
        customer: "7000000000000000001",
        name: "Zoe Hart",
        phone: ZOE,
        body: "Where is my order?",
        at: "2026-03-02T15:00:00.000Z",
        record: place,
      },
    ]);
    expect(await waiting()).toBe(1);
  });

  it.each(["STOP", "HELP", "UNSUBSCRIBE please"])("that is answered by itself waits for nobody: %s", async (body) => {
    await write(body);
    expect([await bodies(), await waiting()]).toEqual([[], 0]);
  });

  it("that says yes to nothing is for a person", async () => {
    await write("YES");
    expect(await bodies()).toEqual(["YES"]);
  });

  it("is answered by a text from a person at the shop, and by no flow's", async () => {
    await shop.api("PUT", "/v1/flows/one", oneText("Thanks"));
    await write("Is it blue?");
    await shop.event({ id: "e1", type: "order.placed", customer: { id: "c1", phone: ZOE }, order: { id: "o1" } });
    await advance();
    expect(await bodies()).toEqual(["Is it blue?"]);
    await shop.api("POST", "/v1/messages", { to: ZOE, body: "It is blue", class: "transactional" });
    await advance();
    expect([await bodies(), await waiting()]).toEqual([[], 0]);
  });

  it("goes on waiting while the answer does not go", async () => {
    await write("Is it blue?");
    await shop.api("POST", "/v1/messages", { to: ZOE, body: "50% off", class: "promotional" });
    await advance();
    expect(await bodies()).toEqual(["Is it blue?"]);
  });

  it("before a STOP needs no answer: none may go", async () => {
    await write("Is it blue?");
    await advance("PT1M");
    await write("STOP");
    expect(await bodies()).toEqual([]);
  });

  it("that comes after the answer waits anew", async () => {
    await write("Is it blue?");
    await shop.api("POST", "/v1/messages", { to: ZOE, body: "It is blue", class: "transactional" });
    await advance("PT1M");
    await write("And round?");
    expect(await bodies()).toEqual(["And round?"]);
  });

  it("may be done without an answer, unless they have written again since", async () => {
    await write("Thank you!");
    const [first] = (await list()).items;
    await write("One more thing");
    expect((await shop.api("POST", `/v1/replies/${first?.id}/done`)).status).toBe(404);
    const [second] = (await list()).items;
    expect((await shop.api("POST", `/v1/replies/${second?.id}/done`)).body).toEqual({
      id: second?.id,
      repliesWaiting: 0,
    });
    expect((await shop.api("POST", `/v1/replies/${second?.id}/done`)).status).toBe(404);
    expect(await bodies()).toEqual([]);
  });

  it("is shown to its own merchant alone, and only their object holds its words", async () => {
    await write("Is it blue?");
    const [first] = (await list()).items;
    const other = await openShop({ name: "Other" });
    expect((await other.api<RepliesView>("GET", "/v1/replies")).body.items).toEqual([]);
    expect((await other.api("POST", `/v1/replies/${first?.id}/done`)).status).toBe(404);
    const rows = JSON.stringify((await env.DB.prepare("SELECT * FROM replies").all()).results);
    expect(rows).not.toContain("blue");
    expect(rows).not.toContain(ZOE.slice(1));
  });
});

it("the latest comes first, one a person, page by page", async () => {
  await write("first");
  await advance("PT1M");
  await write("second", ADA);
  await advance("PT1M");
  await write("third");
  expect(await bodies()).toEqual(["third", "second"]);
  const page = await list("?limit=1");
  expect(page.items.map(({ body }) => body)).toEqual(["third"]);
  const rest = await list(`?limit=1&cursor=${encodeURIComponent(page.next ?? "")}`);
  expect([rest.items.map(({ body }) => body), rest.next]).toEqual([["second"], undefined]);
  expect((await shop.api("GET", "/v1/replies?cursor=x")).status).toBe(422);
});
