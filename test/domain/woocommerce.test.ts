import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { StoreEvent } from "../../worker/domain/store-event.ts";
import { parseExactJson } from "../../worker/stores/exact-json.ts";
import { decodeSpecialChars, readHtmlText } from "../../worker/stores/html-text.ts";
import type { Delivery } from "../../worker/stores/store-adapter.ts";
import { woocommerce } from "../../worker/stores/woocommerce.ts";

const receivedAtMs = Date.parse("2026-04-01T00:00:00Z");
const processing = fixture("order-processing");
const account = fixture("customer");

/** Bodies of our own in the shapes that WooCommerce publishes. */
function fixture(name: string): string {
  return readFileSync(new URL(`../fixtures/woocommerce/${name}.json`, import.meta.url), "utf8");
}

function deliver(rawBody: string, topic = "order.updated"): Delivery {
  return woocommerce.read({
    rawBody,
    headers: new Headers({ "X-WC-Webhook-Topic": topic, "X-WC-Webhook-Delivery-ID": "same-within-a-second" }),
    receivedAtMs,
    shopCountry: "FR",
    shopCurrency: "EUR",
  });
}

function eventsOf(rawBody: string, topic?: string): readonly StoreEvent[] {
  const delivery = deliver(rawBody, topic);
  if (delivery.kind !== "events") throw new Error(JSON.stringify(delivery));
  return delivery.events;
}

const typesOf = (rawBody: string) => eventsOf(rawBody).map(({ type }) => type);

function find(rawBody: string, type: StoreEvent["type"]): StoreEvent {
  const found = eventsOf(rawBody).find((event) => event.type === type);
  if (found === undefined) throw new Error(`no ${type}`);
  return found;
}

type Json = Record<string, unknown>;

/** As WooCommerce writes it again: the id keeps its digits. */
function edit(rawBody: string, changes: Json): string {
  const text = JSON.stringify({ ...object(parseExactJson(rawBody)), ...changes });
  return text.replace('"id":"9007199254740993"', '"id":9007199254740993');
}

function part(rawBody: string, name: string, changes: Json): Json {
  return { ...object(object(parseExactJson(rawBody))[name]), ...changes };
}

function object(value: unknown): Json {
  if (typeof value !== "object" || value === null) throw new Error("no object");
  return { ...value };
}

const at = (instant: string) => Date.parse(instant);
const ORDER = "wc-9007199254740993";

describe("the signature of a WooCommerce delivery", () => {
  const bytes = new TextEncoder().encode(processing);
  const sign = (secret: string) => createHmac("sha256", secret).update(bytes).digest("base64");

  it.each<[name: string, signature: string, secret: string, isGenuine: boolean]>([
    ["with the secret", sign("woo secret"), "woo secret", true],
    [
      "with a secret that its store keeps as HTML",
      sign(`a&b<c>"d"'e'`),
      "a&amp;b&lt;c&gt;&quot;d&quot;&#039;e&#039;",
      true,
    ],
    ["with that secret as it is kept", sign("a&amp;b"), "a&amp;b", false],
    ["with an escaped ampersand of its own, unescaped once", sign("&lt;"), "&amp;lt;", true],
    ["with another secret", sign("other"), "woo secret", false],
    ["in hexadecimal", createHmac("sha256", "woo secret").update(bytes).digest("hex"), "woo secret", false],
    ["that is missing", "", "woo secret", false],
    ["while the secret is empty", sign(""), "", false],
  ])("%s", async (_name, signature, secret, isGenuine) => {
    const headers = new Headers({ "X-WC-Webhook-Signature": signature });
    const request = { rawBody: bytes, headers, secrets: [secret], nowMs: receivedAtMs };
    expect(await woocommerce.verify(request)).toBe(isGenuine);
  });

  it.each([
    ["&amp;#039;", "&#039;"],
    ["&#38;&#038;&#x26;&#X26;", "&&&&"],
    ["&nbsp;&copy;&unknown;", "&nbsp;&copy;&unknown;"],
  ])("WordPress unescapes %s to %s", (escaped, plain) => expect(decodeSpecialChars(escaped)).toBe(plain));

  it.each([
    ["webhook_id=12", true],
    ["webhook_id=12&x=1", false],
    ["webhook_id=", false],
    ['{"webhook_id":12}', false],
  ])("%s is the ping of a saved webhook: %s", (body, isPing) => expect(woocommerce.isPing?.(body)).toBe(isPing));
});

describe("the name of a delivery", () => {
  it("is that of the order, its change and its body, whatever topic or delivery id it came under", () => {
    const name = deliver(processing).deliveryId;
    expect(name).toMatch(/^order:9007199254740993:2026-03-02T15:15:02:[0-9a-f]{16}$/);
    expect(deliver(processing, "order.created").deliveryId).toBe(name);
    expect(deliver(edit(processing, { status: "completed" })).deliveryId).not.toBe(name);
    expect(deliver(edit(processing, { date_modified_gmt: "2026-03-02T15:15:03" })).deliveryId).not.toBe(name);
  });
});

describe("an order", () => {
  it("is a gift where it goes to another name, or where the checkout asked and the buyer said so", () => {
    const isGift = (changes: Json) => find(edit(processing, changes), "order.placed").order?.isGift;
    expect(isGift({ shipping: part(processing, "shipping", { first_name: "Ola", last_name: "Nordmann" }) })).toBe(true);
    expect(isGift({ meta_data: [{ key: "_is_gift", value: "yes" }] })).toBe(true);
    expect(isGift({ meta_data: [{ key: "_is_gift", value: "no" }] })).toBe(false);
  });

  it("is read whole, with an id beyond 2^53 and GMT instants", () => {
    expect(find(processing, "order.placed")).toEqual({
      id: "woocommerce:order:9007199254740993:placed",
      source: "woocommerce",
      type: "order.placed",
      occurredAtMs: at("2026-03-02T15:15:01Z"),
      live: true,
      test: false,
      orderId: ORDER,
      customerId: "wc-25",
      customer: {
        phone: "+33639981234",
        firstName: "Zoé",
        lastName: "Marchand",
        locale: "fr",
        country: "FR",
        region: undefined,
        city: "Lyon",
        postalCode: "69002",
      },
      order: {
        name: "#2041",
        totalMinor: 6270,
        currency: "EUR",
        placedAtMs: at("2026-03-02T15:15:01Z"),
        itemCount: 3,
        shippingMethod: "Colissimo",
        isGift: false,
        attributes: { status: "processing" },
      },
      items: [
        {
          lineId: "315",
          sku: "93",
          name: "Serum & Balm – 30 ml",
          cartId: "93",
          quantity: 2,
          unitAmountMinor: 1990,
          imageUrl: "https://shop.example/serum.jpg",
        },
        {
          lineId: "316",
          sku: "CANDLE-M",
          name: "Candle",
          cartId: "23",
          quantity: 1,
          unitAmountMinor: 1800,
          imageUrl: undefined,
        },
      ],
      factsAtMs: at("2026-03-02T15:15:02Z"),
    });
    expect(typesOf(processing)).toEqual(["order.placed", "order.paid", "order.updated"]);
  });

  it.each<[status: string, changes: Json, types: string[]]>([
    ["pending", { date_paid_gmt: null }, []],
    ["on-hold", { date_paid_gmt: null }, []],
    ["failed", { date_paid_gmt: null }, []],
    ["checkout-draft", { date_paid_gmt: null }, []],
    ["on-hold", {}, ["order.updated"]],
    ["processing", {}, ["order.placed", "order.paid", "order.updated"]],
    ["processing", { date_paid_gmt: null, payment_method: "cod" }, ["order.placed", "order.updated"]],
    ["completed", {}, ["order.placed", "order.paid", "order.updated", "order.shipped"]],
    ["completed", { shipping_lines: [] }, ["order.placed", "order.paid", "order.updated"]],
    ["completed", { shipping_lines: [{ method_id: "local_pickup" }] }, ["order.placed", "order.paid", "order.updated"]],
    ["shipped", {}, ["order.placed", "order.paid", "order.updated"]],
    ["quote-request", { date_paid_gmt: null }, []],
    ["refunded", {}, ["order.placed", "order.paid", "order.updated", "order.refunded"]],
    ["cancelled", {}, ["order.cancelled"]],
  ])("%s with %j tells %j", (status, changes, types) => {
    const delivery = deliver(edit(processing, { status, ...changes }));
    expect(delivery.kind).toBe(types.length === 0 ? "ignored" : "events");
    expect(delivery.kind === "events" ? delivery.events.map(({ type }) => type) : []).toEqual(types);
  });

  it("is placed when its payment came, and one to be paid on delivery when it was made", () => {
    const paid = edit(processing, { date_created_gmt: "2026-02-27T09:00:00" });
    expect(find(paid, "order.placed").occurredAtMs).toBe(at("2026-03-02T15:15:01Z"));
    const cod = { payment_method: "cod", date_paid_gmt: "2026-03-05T09:00:00", status: "completed" };
    expect(find(edit(processing, cod), "order.placed").occurredAtMs).toBe(at("2026-03-02T15:14:51Z"));
  });

  it("is placed once: every later body tells it under the same id", () => {
    const completed = edit(processing, { status: "completed", date_modified_gmt: "2026-03-04T10:00:00" });
    expect(find(completed, "order.placed").id).toBe(find(processing, "order.placed").id);
    expect(find(completed, "order.updated").id).not.toBe(find(processing, "order.updated").id);
  });

  it("that was never paid ends nothing aloud: WooCommerce cancels what is left unpaid", () => {
    const unpaid = edit(processing, { status: "cancelled", date_paid_gmt: null });
    expect(find(unpaid, "order.cancelled").live).toBe(false);
    expect(find(edit(processing, { status: "cancelled" }), "order.cancelled").live).toBe(true);
  });

  it("names what a partial refund is known by: its id and amount, and no item", () => {
    const refunds = [{ id: 726, reason: "", total: "-10.00" }];
    expect(find(edit(processing, { refunds }), "order.refunded")).toMatchObject({
      id: "woocommerce:order:9007199254740993:refund:726",
      refundId: "wc-726",
      items: [],
      attributes: { amount: "10.00" },
    });
  });

  it("refunded as a whole has nothing left", () => {
    expect(find(edit(processing, { status: "refunded" }), "order.refunded").items).toBeUndefined();
  });

  it("of a guest has no customer of its own", () => {
    expect(find(edit(processing, { customer_id: 0 }), "order.placed").customerId).toBeUndefined();
  });

  it("paid in the test mode of WooPayments is a test", () => {
    const meta_data = [{ id: 2, key: "_wcpay_mode", value: "test" }];
    expect(eventsOf(edit(processing, { meta_data })).every(({ test }) => test)).toBe(true);
  });

  it("with tracking numbers has parcels, and each is told again when its number is put right", () => {
    const item = {
      tracking_provider: "colissimo",
      custom_tracking_link: "https://track.example/6A1",
      tracking_number: "6A1",
      date_shipped: "1772582400",
      tracking_id: "t1",
    };
    const meta_data = [{ id: 3, key: "_wc_shipment_tracking_items", value: [item] }];
    const body = edit(processing, { status: "completed", date_completed_gmt: "2026-03-04T10:00:00", meta_data });
    expect(typesOf(body)).toEqual(["order.placed", "order.paid", "order.updated", "fulfillment.shipped"]);
    expect(find(body, "fulfillment.shipped")).toMatchObject({
      occurredAtMs: at("2026-03-04T10:00:00Z"), // the plugin's date is only a day
      orderId: ORDER,
      parcel: {
        id: "wc-t1",
        carrier: "colissimo",
        trackingNumber: "6A1",
        trackingUrl: "https://track.example/6A1",
        shippedAtMs: at("2026-03-04T00:00:00Z"),
      },
    });
    const mended = edit(body, {
      meta_data: [{ id: 3, key: "_wc_shipment_tracking_items", value: [{ ...item, tracking_number: "6A2" }] }],
    });
    expect(find(mended, "fulfillment.shipped").id).not.toBe(find(body, "fulfillment.shipped").id);
  });

  it("is deleted by a body that holds its id alone", () => {
    expect(eventsOf('{"id":9007199254740993}', "order.deleted")).toMatchObject([
      { type: "order.deleted", orderId: ORDER, occurredAtMs: receivedAtMs, live: true },
    ]);
  });
});

describe("the buyer's number", () => {
  const phoneOf = (changes: Json) => find(edit(processing, changes), "order.placed").customer?.phone;

  it.each<[name: string, billing: Json, shipping: Json, phone: string | undefined]>([
    ["the bill's", {}, {}, "+33639981234"],
    ["the shipping address's, under the buyer's own name", {}, { phone: "06 39 98 12 36" }, "+33639981236"],
    ["not that of a gift's receiver", {}, { first_name: "Ada", phone: "06 39 98 12 36" }, "+33639981234"],
    [
      "a gift's receiver's neither where the buyer gave none",
      { phone: "" },
      { first_name: "Ada", phone: "06 39 98 12 36" },
      undefined,
    ],
    ["read by the country of its own address", { country: "GB", phone: "07700 900123" }, {}, "+447700900123"],
    ["none from a note", { phone: "" }, {}, undefined],
  ])("%s", (_name, billing, shipping, phone) => {
    expect(
      phoneOf({ billing: part(processing, "billing", billing), shipping: part(processing, "shipping", shipping) }),
    ).toBe(phone);
  });

  it("of an account is its billing address's, not that of where its parcels go", () => {
    expect(eventsOf(account, "customer.updated")).toEqual([
      {
        id: `woocommerce:customer:25:${at("2026-03-02T15:20:00Z")}`,
        source: "woocommerce",
        type: "customer.updated",
        occurredAtMs: at("2026-03-02T15:20:00Z"),
        live: true,
        test: false,
        customerId: "wc-25",
        customer: {
          phone: "+33639981235",
          firstName: "Zoé",
          lastName: "Marchand",
          country: "FR",
          region: undefined,
          city: "Lyon",
          postalCode: "69002",
        },
        factsAtMs: at("2026-03-02T15:20:00Z"),
      },
    ]);
  });
});

describe("a body that is of no use", () => {
  it.each<[name: string, body: string, topic: string, expected: Json]>([
    ["another topic", "{}", "coupon.updated", { kind: "ignored" }],
    [
      "a signed error",
      '{"code":"rest_forbidden","message":"no"}',
      "order.updated",
      { kind: "dead_letter", problem: "id: no order id" },
    ],
    [
      "a refund under an order's topic",
      '{"id":726,"amount":"10.00","line_items":[]}',
      "order.updated",
      { kind: "dead_letter", problem: "status: no status" },
    ],
    ["no JSON", "<html>", "order.updated", { kind: "dead_letter", problem: "body: not JSON" }],
    ["a list", "[]", "order.updated", { kind: "dead_letter" }],
    [
      "lines without an id",
      edit(processing, { line_items: [{ quantity: 1 }] }),
      "order.updated",
      { kind: "dead_letter", problem: "line_items: a line without an id" },
    ],
    ["no topic", processing, "", { kind: "dead_letter", problem: "X-WC-Webhook-Topic: no topic" }],
    ["a deletion of nothing", "{}", "order.deleted", { kind: "dead_letter", problem: "id: no order id" }],
    ["a customer without an id", "{}", "customer.updated", { kind: "dead_letter", problem: "id: no customer id" }],
  ])("%s", (_name, body, topic, expected) => expect(deliver(body, topic)).toMatchObject(expected));
});

it.each([
  ["Ship Your Idea &ndash; Color: Black", "Ship Your Idea – Color: Black"],
  ["Caf&#233; &#x2014; <em>new</em>", "Café — new"],
  ["5 < 6 &bogus;", "5 < 6 &bogus;"],
  ["a&#0;b&#10;c", "abc"],
])("the name %s reads %s", (html, plain) => expect(readHtmlText(html)).toBe(plain));
