import { env, exports } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fetchRecord } from "../../worker/intake/fetch-record.ts";
import { takeIn } from "../../worker/intake/take-in.ts";
import { findMerchant } from "../../worker/merchants/merchant-rules.ts";
import type { RecordRef } from "../../worker/stores/record-id.ts";
import { oneText } from "./inside.ts";
import { advance, call, openShop, resetBench, type Shop } from "./shop.ts";
import { shopifyFulfillment, shopifyOrder } from "./shopify-webhook.ts";
import { bigCommerceOrder, wooOrder } from "./store-bodies.ts";
import { keepRecord, postBigCommerce, postWoo, setStore } from "./store-webhook.ts";

const PHONE = "+12125550101";
const ID = "9107236455812349907";
type Platform = RecordRef["platform"];

let shop: Shop;
beforeEach(async () => {
  await resetBench("2026-03-02T15:00:00Z");
  shop = await openShop();
});

async function merchantOf(merchantId: string) {
  const merchant = await findMerchant(env, merchantId);
  if (merchant === undefined) throw new Error("no merchant");
  return merchant;
}

const fetchFrom = async (platform: Platform, kind: RecordRef["kind"], id: string, name = shop.stores[platform].shop) =>
  fetchRecord(env, await merchantOf(shop.merchantId), { platform, shop: name, kind, id });

/** As `POST /v1/records/fetch` takes it in. */
async function takeInFetched(platform: Platform, kind: RecordRef["kind"], id: string): Promise<void> {
  const fetched = await fetchFrom(platform, kind, id);
  if (fetched.kind !== "found") throw new Error(JSON.stringify(fetched));
  const delivery = {
    source: platform,
    deliveryId: `fetched:${crypto.randomUUID()}`,
    topic: "fetched",
    rawBody: new Uint8Array(),
  };
  const taken = await takeIn(
    env,
    await merchantOf(shop.merchantId),
    { ...delivery, events: fetched.events },
    Date.now(),
  );
  await taken.apply();
}

const order = () => {
  const { fulfillments: _none, ...body } = JSON.parse(shopifyOrder("1", { phone: PHONE })) as Record<string, unknown>;
  const gid = `gid://shopify/Order/${ID}`;
  const refund = {
    admin_graphql_api_id: "gid://shopify/Refund/77",
    order_id: ID,
    created_at: "2026-03-02T12:00:00-05:00",
    refund_line_items: [{ line_item_id: 9, quantity: 1, line_item: { id: 9, sku: "SERUM", quantity: 1 } }],
  };
  const fulfillment = JSON.parse(shopifyFulfillment(`"${ID}"`)) as Record<string, unknown>;
  return {
    ...body,
    id: ID,
    admin_graphql_api_id: gid,
    fulfillments: [{ ...fulfillment, shipment_status: "delivered" }],
    refunds: [refund],
  };
};

describe("a record that is asked for", () => {
  it("at Shopify comes with its parcels and refunds, is old news, and keeps its id", async () => {
    await keepRecord(shop, "shopify", "order", ID, order());
    const fetched = await fetchFrom("shopify", "order", ID);
    const events = fetched.kind === "found" ? fetched.events : [];
    expect(events.map(({ type, orderId, live }) => [type, orderId, live])).toEqual(
      ["order.placed", "fulfillment.shipped", "fulfillment.delivered", "order.refunded"].map((type) => [
        type,
        ID,
        false,
      ]),
    );
    expect(events[0]?.customer?.phone).toBe(PHONE);
    expect(events.at(-1)?.refundId).toBe("77");
  });

  it("may be a draft order, which was never placed, or a customer", async () => {
    const invoice_url = "https://acme.example/invoices/1";
    await keepRecord(shop, "shopify", "draft_order", "55", {
      ...order(),
      id: 55,
      admin_graphql_api_id: "gid://shopify/DraftOrder/55",
      invoice_url,
    });
    const draft = await fetchFrom("shopify", "draft_order", "55");
    expect(draft).toMatchObject({
      kind: "found",
      events: [{ type: "order.updated", orderId: "55", order: { url: invoice_url } }],
    });
    expect(draft.kind === "found" && draft.events[0]?.order?.placedAtMs).toBeUndefined();
    await keepRecord(shop, "shopify", "customer", "7", {
      id: 7,
      first_name: "Zoe",
      phone: PHONE,
      updated_at: "2026-03-02T10:00:00Z",
    });
    expect(await fetchFrom("shopify", "customer", "7")).toMatchObject({
      events: [{ type: "customer.updated", customerId: "7", customer: { phone: PHONE }, live: false }],
    });
  });

  it("at WooCommerce says what each refund brought back, and is there before it is an order", async () => {
    const refunds = `,"refunds":[{"id":726,"date_created_gmt":"2026-03-02T15:10:00","amount":"29.00","total":"-29.00","line_items":[{"id":801,"quantity":-1,"sku":"SERUM","meta_data":[{"key":"_refunded_item_id","value":"9"}]}]}]`;
    await keepRecord(shop, "woocommerce", "order", "727", JSON.parse(wooOrder("727", { more: refunds })));
    const fetched = await fetchFrom("woocommerce", "post", "727");
    expect(fetched).toMatchObject({ kind: "found" });
    const refund = fetched.kind === "found" ? fetched.events.find(({ type }) => type === "order.refunded") : undefined;
    expect(refund).toMatchObject({
      refundId: "wc-726",
      items: [{ lineId: "9", sku: "SERUM", quantity: 1 }],
      live: false,
    });
    await keepRecord(shop, "woocommerce", "order", "728", JSON.parse(wooOrder("728", { status: "pending" })));
    expect(await fetchFrom("woocommerce", "order", "728")).toMatchObject({
      events: [{ type: "order.updated", orderId: "wc-728", customer: { phone: PHONE }, live: false }],
    });
    await keepRecord(shop, "woocommerce", "customer", "25", { id: 25, first_name: "Zoe", billing: { phone: PHONE } });
    expect(await fetchFrom("woocommerce", "customer", "25")).toMatchObject({ events: [{ customerId: "wc-25" }] });
  });

  it("at BigCommerce comes with its lists, or is a customer", async () => {
    await keepRecord(shop, "bigcommerce", "order", "118", bigCommerceOrder(118));
    expect(await fetchFrom("bigcommerce", "order", "118")).toMatchObject({
      events: [{ type: "order.placed", orderId: "bc-118", items: [{ sku: "SERUM" }], live: false }],
    });
    const customer = {
      id: 40,
      first_name: "Zoe",
      phone: "2125550101",
      date_modified: "2026-03-02T10:00:00Z",
      addresses: [{ country_code: "US" }],
    };
    await keepRecord(shop, "bigcommerce", "customer", "40", customer);
    expect(await fetchFrom("bigcommerce", "customer", "40")).toMatchObject({
      events: [{ type: "customer.updated", customerId: "bc-40", customer: { phone: PHONE } }],
    });
  });

  it("starts no run, and leaves the run to the webhook that comes after", async () => {
    await shop.api("PUT", "/v1/flows/thanks", oneText("Thanks for {{ order.name }}"));
    await keepRecord(shop, "woocommerce", "order", "727", JSON.parse(wooOrder("727")));
    await keepRecord(shop, "bigcommerce", "order", "118", bigCommerceOrder(118));
    await takeInFetched("woocommerce", "order", "727");
    await takeInFetched("bigcommerce", "order", "118");
    await advance();
    expect(await shop.texts()).toEqual([]);
    await postWoo(shop, "order.updated", wooOrder("727"));
    await postBigCommerce(shop, "store/order/created", { id: 118 });
    await advance();
    expect((await shop.texts()).map(({ body }) => body).sort()).toEqual(["Thanks for #118", "Thanks for #727"]);
  });

  it.each<[platform: Platform]>([["shopify"], ["woocommerce"], ["bigcommerce"]])(
    "that %s does not have is no record, and a store that is down or not ours is said to be",
    async (platform) => {
      expect(await fetchFrom(platform, "order", "404")).toEqual({ kind: "no_such_record" });
      expect(await fetchFrom(platform, "customer", "404")).toEqual({ kind: "no_such_record" });
      await setStore(shop, platform, "down");
      expect(await fetchFrom(platform, "order", "404")).toEqual({ kind: "unreachable" });
      expect(await fetchFrom(platform, "order", "404", "somebody-elses.example")).toEqual({ kind: "no_access" });
    },
  );
});

describe("a store's own API", () => {
  const TOKEN = "shpat_0123456789";
  let key: string;
  let merchantId: string;
  const put = (platform: string, body: Record<string, unknown>) => call("PUT", `/v1/stores/${platform}`, { key, body });
  const asked: Request[] = [];
  function answer(make: (request: Request) => Response | Promise<Response>): void {
    vi.stubGlobal("fetch", async (input: RequestInfo, init?: RequestInit) => {
      const request = new Request(input, init);
      if (new URL(request.url).origin === env.BASE_URL) return exports.default.fetch(request);
      asked.push(request);
      return make(request);
    });
  }
  const ask = async (platform: Platform, name: string) =>
    fetchRecord(env, await merchantOf(merchantId), { platform, shop: name, kind: "order", id: "5" });

  beforeEach(async () => {
    asked.length = 0;
    const made = await exports.default.fetch(
      new Request("http://aftertext.test/admin/merchants", {
        method: "POST",
        headers: { authorization: "Bearer admin-secret-of-the-tests", "content-type": "application/json" },
        body: JSON.stringify({ name: "Real", timeZone: "America/New_York" }),
      }),
    );
    const merchant = (await made.json()) as { merchantId: string; apiKey: string }; // as POST /admin/merchants answers
    key = merchant.apiKey;
    merchantId = merchant.merchantId;
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("is asked at the shop's own host by https, with its credentials and nothing else's", async () => {
    answer(() => Response.json({}, { status: 404 }));
    await put("shopify", { shop: "acme.myshopify.com", webhookSecret: "a-webhook-secret", accessToken: TOKEN });
    const keys = { consumerKey: `ck_${"1".repeat(40)}`, consumerSecret: `cs_${"2".repeat(40)}` };
    await put("woocommerce", { shop: "https://Acme.com/shop/", webhookSecret: "a-webhook-secret", ...keys });
    await put("bigcommerce", {
      shop: "store-abc123.mybigcommerce.com",
      webhookSecret: "a-webhook-secret",
      accessToken: TOKEN,
    });
    await ask("shopify", "acme.myshopify.com");
    await ask("woocommerce", "acme.com/shop");
    await ask("bigcommerce", "abc123");
    expect(asked.map(({ url }) => url)).toEqual([
      "https://acme.myshopify.com/admin/api/2026-07/orders/5.json",
      "https://acme.com/shop/wp-json/wc/v3/orders/5",
      "https://api.bigcommerce.com/stores/abc123/v2/orders/5",
    ]);
    expect(
      asked.map(
        ({ headers }) =>
          headers.get("x-shopify-access-token") ?? headers.get("authorization") ?? headers.get("x-auth-token"),
      ),
    ).toEqual([TOKEN, `Basic ${btoa(`${keys.consumerKey}:${keys.consumerSecret}`)}`, TOKEN]);
    expect(asked.every(({ redirect }) => redirect === "manual")).toBe(true);
  });

  it.each<[name: string, make: () => Response | Promise<Response>, expected: Record<string, unknown>]>([
    [
      "refused credentials",
      () => new Response("{}", { status: 401 }),
      { kind: "refused", detail: expect.stringContaining("401") },
    ],
    ["a missing permission", () => new Response("{}", { status: 403 }), { kind: "refused" }],
    [
      "a redirect",
      () => new Response(null, { status: 302, headers: { location: "https://evil.example/" } }),
      { kind: "refused" },
    ],
    ["a page instead of data", () => new Response("<html>"), { kind: "refused" }],
    ["data that is no order", () => Response.json({ order: { id: null } }), { kind: "refused" }],
    [
      "more than five megabytes",
      () => new Response(new Uint8Array(5 * 1024 * 1024 + 1)),
      { kind: "refused", detail: expect.stringContaining("5 MB") },
    ],
    ["too many questions", () => new Response("", { status: 429 }), { kind: "unreachable" }],
    ["an error of its own", () => new Response("", { status: 502 }), { kind: "unreachable" }],
    ["a broken connection", () => Promise.reject(new Error("Network connection lost.")), { kind: "unreachable" }],
  ])("that answers with %s", async (_name, make, expected) => {
    await put("shopify", { shop: "acme.myshopify.com", webhookSecret: "a-webhook-secret", accessToken: TOKEN });
    answer(make);
    expect(await ask("shopify", "acme.myshopify.com")).toMatchObject(expected);
    expect(asked).toHaveLength(1); // nobody follows the credentials elsewhere
  });

  it("that says nothing is left after eight seconds", async () => {
    await put("shopify", { shop: "acme.myshopify.com", webhookSecret: "a-webhook-secret", accessToken: TOKEN });
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const waited: string[] = [];
    answer(
      ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason));
          for (const ms of [7_999, 1]) waited.push(`${vi.advanceTimersByTime(ms) && signal.aborted}`);
        }),
    );
    expect(await ask("shopify", "acme.myshopify.com")).toEqual({ kind: "unreachable" });
    expect(waited).toEqual(["false", "true"]);
  });

  it("tells a site without WooCommerce from one without the order", async () => {
    const keys = { consumerKey: `ck_${"1".repeat(40)}`, consumerSecret: `cs_${"2".repeat(40)}` };
    await put("woocommerce", { shop: "acme.com", webhookSecret: "a-webhook-secret", ...keys });
    answer(() => Response.json({ code: "rest_no_route" }, { status: 404 }));
    expect(await ask("woocommerce", "acme.com")).toMatchObject({
      kind: "refused",
      detail: expect.stringContaining("WooCommerce API"),
    });
    answer(() => Response.json({ code: "woocommerce_rest_shop_order_invalid_id" }, { status: 404 }));
    expect(await ask("woocommerce", "acme.com")).toEqual({ kind: "no_such_record" });
  });

  it.each(["127.0.0.1:8080", "10.0.0.5", "metadata.internal", "[::1]", "2130706433", "wordpress"])(
    "is never looked for at %s",
    async (name) => {
      const keys = { consumerKey: `ck_${"1".repeat(40)}`, consumerSecret: `cs_${"2".repeat(40)}` };
      const refused = await put("woocommerce", { shop: name, webhookSecret: "a-webhook-secret", ...keys });
      expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: "shop" }] } });
    },
  );

  it("is listed by whether it can be asked, and never with its secrets", async () => {
    await put("shopify", { shop: "acme.myshopify.com", webhookSecret: "a-webhook-secret", accessToken: TOKEN });
    // A new secret alone keeps the token; null forgets it.
    await put("shopify", { shop: "acme.myshopify.com", webhookSecret: "another-secret" });
    await put("woocommerce", { shop: "acme.com", webhookSecret: "a-webhook-secret" });
    const listed = await call<{ items: unknown[] }>("GET", "/v1/stores", { key });
    expect(listed.body.items).toEqual([
      {
        platform: "shopify",
        shop: "acme.myshopify.com",
        hasApiAccess: true,
        webhookUrl: `${env.BASE_URL}/hooks/shopify/${merchantId}`,
      },
      {
        platform: "woocommerce",
        shop: "acme.com",
        hasApiAccess: false,
        webhookUrl: `${env.BASE_URL}/hooks/woocommerce/${merchantId}`,
      },
    ]);
    await put("shopify", { shop: "acme.myshopify.com", webhookSecret: "another-secret", accessToken: null });
    expect(await ask("shopify", "acme.myshopify.com")).toEqual({ kind: "no_access" });
    expect(await ask("woocommerce", "acme.com")).toEqual({ kind: "no_access" });
  });

  it("of BigCommerce has to come with its webhooks, which tell nothing by themselves", async () => {
    const refused = await put("bigcommerce", { shop: "abc123", webhookSecret: "a-webhook-secret" });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: "accessToken" }] } });
  });
});
