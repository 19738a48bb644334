import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { applyUnapplied } from "../../worker/cron/apply-unapplied.ts";
import { oneText } from "./inside.ts";
import { advance, openShop, resetBench, type Shop } from "./shop.ts";
import { bigCommerceOrder } from "./store-bodies.ts";
import { keepRecord, postBigCommerce, setStore } from "./store-webhook.ts";

const PHONE = "+12125550101";

let shop: Shop;
beforeEach(async () => {
  await resetBench("2026-03-02T15:00:00Z");
  shop = await openShop();
  await shop.api("PUT", "/v1/flows/thanks", oneText("Thanks for {{ order.name }}"));
});

const texts = async () => (await shop.texts()).map(({ to, body }) => `${to} ${body}`);
const unapplied = () => env.DB.prepare("SELECT COUNT(*) AS n FROM store_events WHERE applied = 0").first<number>("n");
const order = (changes = {}) => keepRecord(shop, "bigcommerce", "order", "118", bigCommerceOrder(118, changes));

describe("a webhook of BigCommerce", () => {
  it("names an order that is asked for, and becomes one text however often its hash comes", async () => {
    await order();
    const taken = [];
    for (let time = 0; time < 3; time += 1) {
      taken.push(await postBigCommerce(shop, "store/order/created", { id: 118 }, { hash: "one" }));
    }
    await postBigCommerce(shop, "store/order/updated", { id: 118 });
    expect(taken.map(({ status, body }) => [status, body.duplicate])).toEqual([
      [200, false],
      [200, true],
      [200, true],
    ]);
    await advance();
    expect(await texts()).toEqual([`${PHONE} Thanks for #118`]);
    expect(await unapplied()).toBe(0);
  });

  it("is kept while the store's API is down, and becomes its text once it is up", async () => {
    await order();
    await setStore(shop, "bigcommerce", "down");
    expect((await postBigCommerce(shop, "store/order/created", { id: 118 })).status).toBe(200);
    await advance("PT5M");
    expect(await texts()).toEqual([]);
    expect(await unapplied()).toBe(1);
    await setStore(shop, "bigcommerce", "up");
    await advance();
    expect(await texts()).toEqual([`${PHONE} Thanks for #118`]);
    expect(await unapplied()).toBe(0);
  });

  it("of a store that does not answer keeps nobody else waiting", async () => {
    await setStore(shop, "bigcommerce", "down");
    for (const id of [1, 2, 3]) await postBigCommerce(shop, "store/order/created", { id });
    const other = await openShop({ name: "Other" });
    await other.api("PUT", "/v1/flows/thanks", oneText("Other thanks for {{ order.name }}"));
    await keepRecord(other, "bigcommerce", "order", "9", bigCommerceOrder(9));
    await postBigCommerce(other, "store/order/created", { id: 9 });
    expect(await applyUnapplied(env)).toBeGreaterThanOrEqual(3);
    await advance();
    expect((await other.texts()).map(({ body }) => body)).toEqual(["Other thanks for #9"]);
    expect(await unapplied()).toBe(3);
  });

  it("of an order that its API does not have yet is asked for again, for an hour", async () => {
    await postBigCommerce(shop, "store/order/created", { id: 118 });
    await advance("PT10M");
    expect(await unapplied()).toBe(1);
    await order();
    await advance();
    expect(await texts()).toEqual([`${PHONE} Thanks for #118`]);
    await postBigCommerce(shop, "store/order/created", { id: 119 });
    await advance("PT2H");
    expect(await unapplied()).toBe(0);
  });

  it("places an order when its status is first past awaiting payment, and dates it then", async () => {
    await order({ status_id: 7 });
    await postBigCommerce(shop, "store/order/created", { id: 118 });
    await advance("P2D");
    expect(await texts()).toEqual([]);
    await order({ status_id: 11 });
    const status = { previous_status_id: 7, new_status_id: 11 };
    await postBigCommerce(shop, "store/order/statusUpdated", { id: 118, status });
    await advance();
    expect(await texts()).toEqual([`${PHONE} Thanks for #118`]);
    expect((await shop.decisions())[0]?.trigger).toEqual({ event: "order.placed", at: "2026-03-04T15:00:00.000Z" });
  });

  it("tells of a parcel, and takes the text of one back that is taken back before it goes", async () => {
    await shop.api(
      "PUT",
      "/v1/flows/shipped",
      oneText("{{ parcel.trackingNumber }} left", { after: "PT1H" }, { trigger: { event: "order.shipped" } }),
    );
    const shipment = {
      date_created: "Mon, 02 Mar 2026 15:00:00 +0000",
      items: [{ order_product_id: 61, quantity: 2 }],
    };
    await order({ status_id: 2, shipments: [{ ...shipment, id: 5, tracking_number: "1Z1" }] });
    await postBigCommerce(shop, "store/shipment/created", { id: 5, orderId: 118 });
    await postBigCommerce(shop, "store/shipment/deleted", { id: 5, orderId: 118 });
    await advance("PT2H");
    expect((await texts()).filter((text) => text.includes("left"))).toEqual([]);
    expect((await shop.decisions("?flow=shipped"))[0]).toMatchObject({ outcome: "suppressed", reason: "superseded" });
  });

  it("of a test order texts nobody", async () => {
    await order({ payment_method: "Test Payment Gateway" });
    await postBigCommerce(shop, "store/order/created", { id: 118 });
    await advance("P1D");
    expect(await texts()).toEqual([]);
    expect(await shop.decisions()).toMatchObject([{ outcome: "suppressed", reason: "test_order" }]);
  });

  it("is answered with 401 for a bad signature alone; from before signatures it bears our own header", async () => {
    await order();
    expect((await postBigCommerce(shop, "store/order/created", { id: 118 }, { secret: "wrong" })).status).toBe(401);
    const header = (secret: string) => ({ headers: { "x-aftertext-secret": secret } });
    expect((await postBigCommerce(shop, "store/order/created", { id: 118 }, header("wrong"))).status).toBe(401);
    expect(
      (await postBigCommerce(shop, "store/order/created", { id: 118 }, { headers: { accept: "*/*" } })).status,
    ).toBe(401);
    const { secret } = shop.stores.bigcommerce;
    expect((await postBigCommerce(shop, "store/order/created", { id: 118 }, header(secret))).status).toBe(200);
    expect((await postBigCommerce(shop, "store/cart/created", { id: "x" })).body.kept).toBe("ignored");
    expect((await postBigCommerce(shop, "store/order/created", {})).body.kept).toBe("dead_letter");
  });
});

describe("a store that its merchant disconnects", () => {
  it("ends all runs that it started and forgets its token; what is not its own goes on", async () => {
    await shop.api("PUT", "/v1/flows/later", oneText("Still happy with {{ order.name }}?", { after: "P1D" }));
    await order();
    await postBigCommerce(shop, "store/order/created", { id: 118 });
    await shop.event({
      id: "e1",
      type: "order.placed",
      customer: { id: "c1", phone: "+12125550109" },
      order: { id: "o1", name: "A" },
    });
    await advance("PT1H");
    expect(await postBigCommerce(shop, "store/app/uninstalled", {}, { hash: "gone" })).toMatchObject({ status: 200 });
    await advance("P2D");
    expect((await texts()).filter((text) => text.includes("Still"))).toEqual(["+12125550109 Still happy with A?"]);
    const [ended] = (await shop.decisions("?flow=later")).filter((row) => row.order === "bc-118");
    expect(ended).toMatchObject({ outcome: "suppressed", reason: "exited", rule: "store.uninstalled" });
    const { body } = await shop.api<{ items: { platform: string; hasApiAccess: boolean }[] }>("GET", "/v1/stores");
    expect(body.items.find(({ platform }) => platform === "bigcommerce")?.hasApiAccess).toBe(false);
  });

  it("and connects again starts runs again, and keeps its new token when the goodbye is told once more", async () => {
    await postBigCommerce(shop, "store/app/uninstalled", {}, { hash: "gone" });
    await advance("PT1H");
    const { shop: name, secret } = shop.stores.bigcommerce;
    await shop.api("PUT", "/v1/stores/bigcommerce", { shop: name, webhookSecret: secret, accessToken: "a-new-token" });
    await postBigCommerce(shop, "store/app/uninstalled", {}, { hash: "gone", at: Date.parse("2026-03-02T15:00:00Z") });
    await order({ date_created: "Mon, 02 Mar 2026 16:00:00 +0000" });
    await postBigCommerce(shop, "store/order/created", { id: 118 });
    await advance();
    expect(await texts()).toEqual([`${PHONE} Thanks for #118`]);
  });
});
