import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { oneText, readTally } from "./inside.ts";
import { advance, moveTo, openShop, resetBench, type Shop } from "./shop.ts";
import { postShopify, shopifyFulfillment, shopifyOrder } from "./shopify-webhook.ts";

const PHONE = "+12125550101";

let shop: Shop;
beforeEach(async () => {
  await resetBench("2026-03-02T15:00:00Z");
  shop = await openShop();
  await shop.api("PUT", "/v1/flows/thanks", oneText("Thanks for {{ order.name }}"));
  await shop.api(
    "PUT",
    "/v1/flows/shipped",
    oneText("On its way: {{ order.name }}", {}, { trigger: { event: "order.shipped" } }),
  );
});

const placed = (customer: unknown, id = "o1") =>
  shop.event({ id: `placed-${id}`, type: "order.placed", customer, order: { id, name: `#${id}` } });
const shipped = (customer: unknown, id = "o1") =>
  shop.event({ id: `shipped-${id}`, type: "order.shipped", customer, order: id });
const texts = async () => (await shop.texts()).map(({ to, body }) => `${to} ${body}`).sort();
const both = [`${PHONE} On its way: #o1`, `${PHONE} Thanks for #o1`];

describe("without a number", () => {
  it("says so, texts nobody, and goes on once a number is known", async () => {
    expect((await placed("c1")).body.notes).toHaveLength(1);
    await shipped("c1");
    await advance("PT1H");
    expect((await shop.decisions()).map(({ reason }) => reason)).toEqual(["no_phone", "no_phone"]);
    await shop.api("PUT", "/v1/customers/c1", { phone: PHONE });
    await advance();
    expect(await texts()).toEqual(both);
    const rows = await shop.decisions();
    expect(rows.map(({ outcome, customer }) => [outcome, customer])).toEqual([
      ["sent", "c1"],
      ["sent", "c1"],
    ]);
  });

  it("the consent that was given meanwhile goes to the first number, and to no second one", async () => {
    await shop.api("PUT", "/v1/flows/offer", {
      name: "Offer",
      trigger: { event: "order.paid" },
      steps: [{ send: { body: "20% off: code MORE20" }, class: "promotional" }],
    });
    await shop.api("PUT", "/v1/customers/c1", { consent: { promotional: true, source: "checkout" } });
    await shop.api("PUT", "/v1/customers/c1", { phone: PHONE });
    await shop.event({ id: "p1", type: "order.paid", customer: "c1", order: "o1" });
    await advance();
    await shop.api("PUT", "/v1/customers/c1", { phone: "+12125550102" });
    await shop.event({ id: "p2", type: "order.paid", customer: "c1", order: "o2" });
    await advance();
    expect((await shop.texts()).map(({ to }) => to)).toEqual([PHONE]);
    expect((await shop.decisions("?order=o2"))[0]).toMatchObject({ reason: "no_consent" });
  });
});

describe("a parcel before its order", () => {
  const ID = "9107236455812349907";
  const idOf = (n: number) => `910723645581234990${n}`;
  const ofShopify = [`${PHONE} On its way: #9907`, `${PHONE} Thanks for #9907`];

  it("waits under the order's name, and is handed over with everything else of it", async () => {
    await postShopify(shop, "fulfillments/create", shopifyFulfillment(ID));
    await moveTo("2026-03-02T16:00:00Z");
    expect(await texts()).toEqual([]);
    await postShopify(shop, "orders/create", shopifyOrder(ID, { phone: PHONE }));
    await advance();
    expect(await texts()).toEqual(ofShopify);
    expect(await countMoves()).toBe(0);
    expect(new Set((await shop.decisions()).map(({ customer }) => customer))).toEqual(new Set(["7000000000000000001"]));
  });

  it("at the same moment as its order: the same texts, whoever wins", async () => {
    for (let n = 0; n < 6; n += 1) {
      const customer = { phone: `+1212555010${n}`, customerId: `700000000000000000${n}` };
      await Promise.all([
        postShopify(shop, "fulfillments/create", shopifyFulfillment(idOf(n))),
        postShopify(shop, "orders/create", shopifyOrder(idOf(n), customer)),
      ]);
    }
    await advance("PT1H");
    const expected = [0, 1, 2, 3, 4, 5].flatMap((n) => [
      `+1212555010${n} On its way: #990${n}`,
      `+1212555010${n} Thanks for #990${n}`,
    ]);
    expect(await texts()).toEqual(expected.sort());
    expect((await readTally()).duplicates).toBe(0);
    expect(await countMoves()).toBe(0);
  });

  it("then an order without a number, then the number: two rooms, and nothing is lost on the way", async () => {
    await postShopify(shop, "fulfillments/create", shopifyFulfillment(ID));
    await postShopify(shop, "orders/create", shopifyOrder(ID));
    await advance("PT1H");
    await shop.api("PUT", "/v1/customers/7000000000000000001", { phone: PHONE });
    await advance();
    expect(await texts()).toEqual(ofShopify);
    expect((await shop.decisions()).map(({ outcome }) => outcome)).toEqual(["sent", "sent"]);
  });
});

async function countMoves(): Promise<number> {
  return (await env.DB.prepare("SELECT COUNT(*) AS n FROM moves").first<number>("n")) ?? -1;
}
