import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { oneText } from "./inside.ts";
import { advance, openShop, resetBench, type Shop } from "./shop.ts";
import { wooOrder } from "./store-bodies.ts";
import { keepRecord, postWoo, setStore } from "./store-webhook.ts";

const ID = "9007199254740993";
const SERUM = { id: 726, lineId: 9, sku: "SERUM" };
const BALM = { id: 727, lineId: 10, sku: "BALM" };

let shop: Shop;
beforeEach(async () => {
  await resetBench("2026-03-02T15:00:00Z");
  shop = await openShop();
  const refunded = { trigger: { event: "order.refunded" }, per: "event" };
  await shop.api("PUT", "/v1/flows/refunded", oneText("{{ event.amount }} goes back", {}, refunded));
  const left = { requiresItems: true, exitOn: [{ event: "order.refunded", match: "order_all_items" }] };
  await shop.api("PUT", "/v1/flows/review", oneText("How is your {{ item.name }}?", { after: "P1D" }, left));
  await postWoo(shop, "order.updated", order());
  await advance("PT10M");
});
afterEach(() => vi.restoreAllMocks());

interface Refunded {
  readonly id: number;
  readonly lineId?: number;
  readonly sku?: string;
}

/** A serum and a balm; in an order's own body a refund has an amount and nothing else. */
function order(refunds: readonly Refunded[] = [], modified = "2026-03-02T15:10:00"): string {
  const balm = `{"id":10,"name":"Balm","product_id":8,"variation_id":0,"quantity":1,"sku":"BALM","price":29}`;
  const named = refunds.map(({ id }) => `{"id":${id},"reason":"","total":"-29.00"}`).join(",");
  return wooOrder(ID, { modified })
    .replace('"quantity":2', '"quantity":1')
    .replace('"price":29}]', `"price":29},${balm}]`)
    .replace('"refunds":[]', `"refunds":[${named}]`);
}

/** What the store's API shows. Source: WooCommerce REST v3, Refunds. */
async function show(...refunds: readonly Refunded[]): Promise<void> {
  const bodies = refunds.map(({ id, lineId, sku }) => {
    const meta_data = [{ id: 1, key: "_refunded_item_id", value: String(lineId) }];
    const line_items = lineId === undefined ? [] : [{ id: id + 100, quantity: -1, sku, meta_data }];
    return { id, date_created_gmt: "2026-03-02T15:10:00", amount: "29.00", reason: "", line_items };
  });
  await keepRecord(shop, "woocommerce", "order", ID, { ...JSON.parse(order()), refunds: bodies });
}

async function refund(...refunds: readonly Refunded[]): Promise<void> {
  await show(...refunds);
  await postWoo(shop, "order.updated", order(refunds));
}

const texts = async () => (await shop.texts()).map(({ body }) => body);
const review = async () => (await shop.decisions("?flow=review"))[0];
const unapplied = () => env.DB.prepare("SELECT COUNT(*) AS n FROM store_events WHERE applied = 0").first<number>("n");

function countQuestions(): { asked: number } {
  const count = { asked: 0 };
  const real = globalThis.fetch;
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    if (/\/refunds\//.test(input instanceof Request ? input.url : String(input))) count.asked += 1;
    return real(input, init);
  });
  return count;
}

const AMOUNT = "29.00 goes back";

describe("a part of a WooCommerce order that is refunded", () => {
  it("is known by its lines, asked for once however often the order is told", async () => {
    const count = countQuestions();
    await refund(SERUM);
    await advance();
    await postWoo(shop, "order.updated", order([SERUM], "2026-03-02T15:12:00"));
    await advance("P2D");
    expect(count.asked).toBe(1);
    expect(await texts()).toEqual([AMOUNT, "How is your Balm?"]);
  });

  it("leaves nothing to ask about once all of it came back, one refund after the other", async () => {
    await refund(BALM);
    await advance("PT1H");
    await refund(BALM, SERUM);
    await advance("P2D");
    expect(await texts()).toEqual([AMOUNT, AMOUNT]);
    expect(await review()).toMatchObject({ outcome: "suppressed", reason: "exited" });
  });

  it("in money alone brings nothing back", async () => {
    await refund({ id: 726 }, { id: 727 });
    await advance("P2D");
    expect(await texts()).toEqual([AMOUNT, AMOUNT, "How is your Serum?"]);
  });

  it("is told by its amount where the store may not be asked", async () => {
    const { shop: name, secret: webhookSecret } = shop.stores.woocommerce;
    const none = { consumerKey: null, consumerSecret: null };
    await shop.api("PUT", "/v1/stores/woocommerce", { shop: name, webhookSecret, ...none });
    const count = countQuestions();
    await refund(SERUM);
    await advance("P2D");
    expect(count.asked).toBe(0);
    expect(await texts()).toEqual([AMOUNT, "How is your Serum?"]);
  });

  it("and told so is known by its lines, and not texted twice, once the store may be asked", async () => {
    const { shop: name, secret: webhookSecret } = shop.stores.woocommerce;
    const store = { shop: name, webhookSecret, consumerKey: null, consumerSecret: null };
    await shop.api("PUT", "/v1/stores/woocommerce", store);
    await refund(SERUM);
    await advance();
    const keys = { consumerKey: "ck_0123456789", consumerSecret: "cs_0123456789" };
    await shop.api("PUT", "/v1/stores/woocommerce", { ...store, ...keys });
    await postWoo(shop, "order.updated", order([SERUM], "2026-03-02T15:12:00"));
    await advance("P2D");
    expect(await texts()).toEqual([AMOUNT, "How is your Balm?"]);
  });

  it("waits for a store that is down", async () => {
    await setStore(shop, "woocommerce", "down");
    await refund(SERUM);
    await advance("PT5M");
    expect(await texts()).toEqual([]);
    await setStore(shop, "woocommerce", "up");
    await advance("P2D");
    expect(await texts()).toEqual([AMOUNT, "How is your Balm?"]);
  });

  it.each([
    ["has been down for a quarter of an hour", "down", [SERUM], "PT20M"],
    ["refuses", "refusing", [SERUM], "PT0S"],
    ["knows of no such refund", "up", [], "PT0S"],
  ] as const)("is told by its amount where the store %s", async (_name, state, shown, wait) => {
    await setStore(shop, "woocommerce", state);
    await show(...shown);
    await postWoo(shop, "order.updated", order([SERUM]));
    await advance(wait);
    expect(await texts()).toEqual([AMOUNT]);
    expect(await unapplied()).toBe(0);
    await advance("P2D");
    expect((await texts()).slice(1)).toEqual(["How is your Serum?"]);
  });

  it("and whose webhook was lost is found with its lines", async () => {
    await show(SERUM);
    await advance("P2D");
    expect(await texts()).toEqual([AMOUNT, "How is your Balm?"]);
  });
});
