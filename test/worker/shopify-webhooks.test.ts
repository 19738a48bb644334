import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { oneText, readTally } from "./inside.ts";
import { advance, openShop, resetBench, type Shop } from "./shop.ts";
import { postShopify, shopifyFulfillment, shopifyOrder } from "./shopify-webhook.ts";

const PHONE = "+12125550101";
const ID = "9107236455812349907";

let shop: Shop;
beforeEach(async () => {
  await resetBench("2026-03-02T15:00:00Z");
  shop = await openShop();
  await shop.api("PUT", "/v1/flows/thanks", oneText("Thanks for {{ order.name }}"));
  await shop.api(
    "PUT",
    "/v1/flows/shipped",
    oneText("On its way: {{ parcel.trackingNumber }}", {}, { trigger: { event: "order.shipped" } }),
  );
});

const texts = async () => (await shop.texts()).map(({ to, body }) => `${to} ${body}`);

describe("a webhook of Shopify", () => {
  it("becomes one text, however often it is delivered and in whatever order", async () => {
    const answers = await Promise.all([
      postShopify(shop, "fulfillments/create", shopifyFulfillment(ID), { eventId: "f" }),
      postShopify(shop, "orders/create", shopifyOrder(ID, { phone: PHONE }), { eventId: "o" }),
      postShopify(shop, "orders/create", shopifyOrder(ID, { phone: PHONE }), { eventId: "o" }),
      postShopify(shop, "fulfillments/create", shopifyFulfillment(ID), { eventId: "f" }),
      postShopify(shop, "orders/create", shopifyOrder(ID, { phone: PHONE }), { eventId: "o" }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(answers.filter(({ body }) => body.duplicate === false)).toHaveLength(2);
    await advance("PT1H");
    expect((await texts()).sort()).toEqual([`${PHONE} On its way: 1Z999`, `${PHONE} Thanks for #9907`]);
    expect((await readTally()).duplicates).toBe(0);
    expect(
      (await postShopify(shop, "orders/create", shopifyOrder(ID, { phone: PHONE }), { eventId: "o" })).body.duplicate,
    ).toBe(true);
  });

  it("of a parcel waits for its order, and for the order's number", async () => {
    await postShopify(shop, "fulfillments/create", shopifyFulfillment(ID));
    await advance("PT1H");
    expect(await texts()).toEqual([]);
    await postShopify(shop, "orders/create", shopifyOrder(ID));
    await advance("PT1H");
    expect(await texts()).toEqual([]);
    await shop.api("PUT", "/v1/customers/7000000000000000001", { phone: PHONE });
    await advance();
    expect((await texts()).sort()).toEqual([`${PHONE} On its way: 1Z999`, `${PHONE} Thanks for #9907`]);
    const rows = await shop.decisions();
    expect(rows.map(({ outcome }) => outcome)).toEqual(["sent", "sent"]);
  });

  it("of two shops of one merchant's kind stays with its own merchant", async () => {
    const other = await openShop({ name: "Other" });
    await other.api("PUT", "/v1/flows/thanks", oneText("Other thanks for {{ order.name }}"));
    await postShopify(shop, "orders/create", shopifyOrder(ID, { phone: PHONE }), { eventId: "same" });
    await postShopify(other, "orders/create", shopifyOrder(ID, { phone: PHONE }), { eventId: "same" });
    await advance();
    expect(await texts()).toEqual([`${PHONE} Thanks for #9907`]);
    expect((await other.texts()).map(({ body }) => body)).toEqual(["Other thanks for #9907"]);
  });

  it("with a bad signature is refused and leaves nothing", async () => {
    const answer = await postShopify(shop, "orders/create", shopifyOrder(ID, { phone: PHONE }), { secret: "wrong" });
    expect(answer.status).toBe(401);
    expect(await env.DB.prepare("SELECT COUNT(*) AS n FROM store_events").first("n")).toBe(0);
  });

  it("is believed with a new secret from the moment it is put, and with the old one beside it", async () => {
    const body = shopifyOrder(ID, { phone: PHONE });
    expect((await postShopify(shop, "orders/create", body)).status).toBe(200); // what is known of the old secret is fresh now
    const webhookSecret = "a-new-secret-of-thirty-two-letters";
    const put = await shop.api("PUT", "/v1/stores/shopify", { shop: shop.stores.shopify.shop, webhookSecret });
    expect(put.status).toBeLessThan(300);
    expect((await postShopify(shop, "orders/create", body, { secret: webhookSecret })).status).toBe(200);
    expect((await postShopify(shop, "orders/create", body)).status).toBe(200);
  });

  it("of five megabytes that hardly shrink is kept, answered and texted", async () => {
    const bytes = new Uint8Array(65_536);
    const note = Array.from({ length: 55 }, () => crypto.getRandomValues(bytes).toBase64()).join("");
    const order = shopifyOrder(ID, { phone: PHONE, note });
    expect(order.length).toBeGreaterThan(4_500_000);
    expect((await postShopify(shop, "orders/create", order)).status).toBe(200);
    await advance();
    expect(await texts()).toEqual([`${PHONE} Thanks for #9907`]);
  });

  it("of a test order texts nobody", async () => {
    await postShopify(shop, "orders/create", shopifyOrder(ID, { phone: PHONE, test: true }));
    await advance("P1D");
    expect(await texts()).toEqual([]);
    expect(await shop.decisions()).toMatchObject([{ outcome: "suppressed", reason: "test_order" }]);
  });
});
