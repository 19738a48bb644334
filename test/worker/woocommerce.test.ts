import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { oneText } from "./inside.ts";
import { advance, openShop, resetBench, type Shop } from "./shop.ts";
import { wooOrder } from "./store-bodies.ts";
import { post, postWoo } from "./store-webhook.ts";

const PHONE = "+12125550101";
const ID = "9007199254740993";

let shop: Shop;
beforeEach(async () => {
  await resetBench("2026-03-02T15:00:00Z");
  shop = await openShop();
  await shop.api("PUT", "/v1/flows/thanks", oneText("Thanks for {{ order.name }}"));
});

const texts = async () => (await shop.texts()).map(({ to, body }) => `${to} ${body}`);
const stored = () => env.DB.prepare("SELECT COUNT(*) AS n FROM store_events").first<number>("n");

describe("a webhook of WooCommerce", () => {
  it("becomes one text once its order is processing, however often and in whatever order it is told", async () => {
    await postWoo(shop, "order.created", wooOrder(ID, { status: "pending", modified: "2026-03-02T14:59:00" }));
    await postWoo(shop, "order.updated", wooOrder(ID, { status: "on-hold", modified: "2026-03-02T14:59:30" }));
    await advance();
    expect(await texts()).toEqual([]);
    const completed = wooOrder(ID, { status: "completed", modified: "2026-03-02T15:01:00" });
    const bodies = [wooOrder(ID), completed, wooOrder(ID), completed];
    const answers = await Promise.all(bodies.map((body) => postWoo(shop, "order.updated", body)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(answers.filter(({ body }) => body.duplicate === true)).toHaveLength(2);
    await advance("PT1H");
    expect(await texts()).toEqual([`${PHONE} Thanks for #0993`]);
    expect((await shop.decisions()).map(({ order }) => order)).toEqual([`wc-${ID}`]);
  });

  it("is believed with the secret as its store unescapes it, and answered with 401 for a bad signature alone", async () => {
    const name = shop.stores.woocommerce.shop;
    const webhookSecret = "tom &amp; &#039;jerry&#039;";
    const put = await shop.api("PUT", "/v1/stores/woocommerce", { shop: name, webhookSecret });
    expect(put.status).toBe(200);
    expect((await postWoo(shop, "order.updated", wooOrder(ID), { secret: "tom & 'jerry'" })).status).toBe(200);
    const before = await stored();
    expect((await postWoo(shop, "order.updated", wooOrder("2"), { secret: webhookSecret })).status).toBe(401);
    expect((await postWoo(shop, "order.updated", wooOrder("2"))).status).toBe(401);
    expect(await stored()).toBe(before);
  });

  it("that only tries the address out is answered with 200, unsigned, and leaves nothing", async () => {
    const form = { "content-type": "application/x-www-form-urlencoded" };
    expect((await post(shop.stores.woocommerce.url, "webhook_id=12", form)).status).toBe(200);
    expect((await post(shop.stores.woocommerce.url, "webhook_id=12&status=paid", form)).status).toBe(401);
    expect(await stored()).toBe(0);
  });

  it.each([
    ["of a topic that no flow uses", "product.updated", '{"id":1}', "ignored"],
    ["with a signed error", "order.updated", '{"code":"rest_forbidden"}', "dead_letter"],
    ["that is no JSON", "order.updated", "<html>", "dead_letter"],
  ])("%s is kept and answered with 200", async (_name, topic, body, kept) => {
    expect(await postWoo(shop, topic, body)).toMatchObject({ status: 200, body: { kept } });
  });

  it("of an order that the store deleted ends its runs without a text", async () => {
    await shop.api("PUT", "/v1/flows/later", oneText("Still happy?", { after: "P1D" }));
    await postWoo(shop, "order.updated", wooOrder(ID));
    await postWoo(shop, "order.deleted", `{"id":${ID}}`);
    await advance("P2D");
    expect((await texts()).filter((text) => text.includes("Still"))).toEqual([]);
    expect((await shop.decisions("?flow=later"))[0]).toMatchObject({ outcome: "suppressed", reason: "exited" });
  });

  it("of a customer gives them their number, which their order then texts", async () => {
    await postWoo(shop, "order.updated", wooOrder(ID, { phone: "" }));
    await advance();
    expect(await texts()).toEqual([]);
    const account = `{"id":25,"date_modified_gmt":"2026-03-02T15:00:30","first_name":"Zoe","billing":{"phone":"212 555 0102","country":"US"}}`;
    await postWoo(shop, "customer.updated", account);
    await advance();
    expect(await texts()).toEqual(["+12125550102 Thanks for #0993"]);
  });

  it("of another store with the same number of its own is another order", async () => {
    await shop.event({
      id: "e1",
      type: "order.placed",
      customer: { id: "25", phone: "+12125550109" },
      order: { id: "727", name: "A" },
    });
    await postWoo(shop, "order.updated", wooOrder("727"));
    await advance();
    expect((await texts()).sort()).toEqual([`${PHONE} Thanks for #727`, "+12125550109 Thanks for A"]);
  });
});
