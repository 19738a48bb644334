import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { StoreEvent } from "../../worker/domain/store-event.ts";
import { bigcommerce } from "../../worker/stores/bigcommerce.ts";
import { type Occasion, readOrder } from "../../worker/stores/bigcommerce-order.ts";
import { Order, Products, Refunds, Shipments, ShippingAddresses } from "../../worker/stores/bigcommerce-shapes.ts";
import { nameEvents } from "../../worker/stores/state-event.ts";
import type { Delivery } from "../../worker/stores/store-adapter.ts";

const receivedAtMs = Date.parse("2026-04-01T00:00:00Z");
const context = { receivedAtMs, shopCountry: "US", shopCurrency: "USD" };
const at = (instant: string) => Date.parse(instant);

type Json = Record<string, unknown>;
const order: Json = JSON.parse(readFileSync(new URL("../fixtures/bigcommerce/order.json", import.meta.url), "utf8"));

function eventsOf(changes: Json = {}, occasion: Occasion = {}): readonly StoreEvent[] {
  const body = { ...order, ...changes };
  const bundle = {
    order: Order.parse(body),
    products: Products.parse(body.products),
    shippingAddresses: ShippingAddresses.parse(body.shipping_addresses),
    shipments: Shipments.parse(body.shipments),
    refunds: Refunds.parse({ data: body.refunds }).data,
  };
  return nameEvents("bigcommerce", readOrder(bundle, context, occasion), { live: true });
}

function find(events: readonly StoreEvent[], type: StoreEvent["type"]): StoreEvent {
  const found = events.find((event) => event.type === type);
  if (found === undefined) throw new Error(`no ${type}`);
  return found;
}

function deliver(body: Json | string): Delivery {
  const rawBody = typeof body === "string" ? body : JSON.stringify(body);
  return bigcommerce.read({ ...context, rawBody, headers: new Headers() });
}

const webhook = (scope: string, data: Json = { type: "order", id: 118 }) => ({
  scope,
  store_id: "1000001",
  data,
  hash: "0123456789abcdef0123456789abcdef01234567",
  created_at: 1_772_464_502,
  producer: "stores/abc123",
});

describe("the signature of a BigCommerce delivery", () => {
  const secret = "3f6c0ddc9a7b4f0b8c9f6f3c1d2e4a5b3f6c0ddc9a7b4f0b8c9f6f3c1d2e4a5b";
  const body = JSON.stringify(webhook("store/order/created"));
  const sign = (key: string | Buffer, content = `msg_1.1772464502.${body}`) =>
    `v1,${createHmac("sha256", key).update(content).digest("base64")}`;
  const whsec = `whsec_${Buffer.from("a secret of our own, 32 bytes!!!").toString("base64")}`;

  it.each<[name: string, headers: Record<string, string>, secret: string, isGenuine: boolean]>([
    ["with the client secret as it is written", { "webhook-signature": sign(secret) }, secret, true],
    [
      "with a secret in the standard's own form",
      { "webhook-signature": sign("a secret of our own, 32 bytes!!!") },
      whsec,
      true,
    ],
    ["beside one of another version", { "webhook-signature": `v2,x ${sign(secret)}` }, secret, true],
    ["with another secret", { "webhook-signature": sign("other") }, secret, false],
    ["over another body", { "webhook-signature": sign(secret, "msg_1.1772464502.{}") }, secret, false],
    [
      "older than five minutes",
      { "webhook-signature": sign(secret), "webhook-timestamp": "1772464201" },
      secret,
      false,
    ],
    ["the header of our own", { "X-Aftertext-Secret": secret }, secret, true],
    ["the header of our own with another secret", { "X-Aftertext-Secret": "other" }, secret, false],
    ["nothing at all", {}, secret, false],
  ])("%s", async (_name, headers, own, isGenuine) => {
    const all = new Headers({ "webhook-id": "msg_1", "webhook-timestamp": "1772464502", ...headers });
    const request = { rawBody: new TextEncoder().encode(body), headers: all, secrets: [own], nowMs: 1_772_464_502_000 };
    expect(await bigcommerce.verify(request)).toBe(isGenuine);
  });
});

describe("a webhook", () => {
  it.each<[scope: string, data: Json, notice: Json]>([
    ["store/order/created", { id: 118 }, { kind: "order", id: "118" }],
    [
      "store/order/statusUpdated",
      { id: 118, status: { previous_status_id: 7, new_status_id: 11 } },
      { kind: "order", id: "118", statusBefore: 7 },
    ],
    ["store/order/refund/created", { id: 118, refund: { refund_id: 3 } }, { kind: "order", id: "118", isRefund: true }],
    ["store/shipment/created", { id: 5, orderId: 118 }, { kind: "order", id: "118" }],
    ["store/channel/1/order/updated", { order_id: 127 }, { kind: "order", id: "127" }],
    ["store/customer/updated", { id: 40 }, { kind: "customer", id: "40" }],
  ])("%s names what to ask for", (scope, data, notice) => {
    expect(deliver(webhook(scope, data))).toMatchObject({
      kind: "notice",
      deliveryId: "0123456789abcdef0123456789abcdef01234567",
      notice: { ...notice, atMs: 1_772_464_502_000, live: true },
    });
  });

  it("keeps an id beyond 2^53 exact", () => {
    const body = JSON.stringify(webhook("store/order/created")).replace('"id":118', '"id":9007199254740993');
    expect(deliver(body)).toMatchObject({ notice: { id: "9007199254740993" } });
  });

  it("of a shipment taken back voids its parcel, and one of an archived order deletes it", () => {
    expect(deliver(webhook("store/shipment/deleted", { id: 5, orderId: 118 }))).toMatchObject({
      kind: "events",
      events: [{ type: "fulfillment.voided", orderId: "bc-118", parcel: { id: "bc-5" }, live: true }],
    });
    expect(deliver(webhook("store/order/archived"))).toMatchObject({
      events: [{ type: "order.deleted", orderId: "bc-118", occurredAtMs: 1_772_464_502_000 }],
    });
  });

  it("of an uninstalled app ends the store", () => {
    expect(deliver(webhook("store/app/uninstalled"))).toMatchObject({ kind: "uninstalled", atMs: 1_772_464_502_000 });
  });

  it.each<[name: string, body: Json | string, expected: Json]>([
    ["another scope", webhook("store/cart/created"), { kind: "ignored" }],
    ["no JSON", "{", { kind: "dead_letter", problem: "body: not JSON" }],
    ["no scope", { data: { id: 1 } }, { kind: "dead_letter", problem: "scope: no scope" }],
    ["no id", webhook("store/order/created", {}), { kind: "dead_letter", problem: "data: no order id" }],
    [
      "a shipment of no order",
      webhook("store/shipment/created", { id: 5 }),
      { kind: "dead_letter", problem: "data: no order id" },
    ],
  ])("%s is of no use", (_name, body, expected) => expect(deliver(body)).toMatchObject(expected));
});

describe("an order", () => {
  it("that was wrapped with a message is a gift, and so is one for somebody else", () => {
    const goods = Products.parse(order.products);
    const isGift = (changes: Json) => find(eventsOf(changes), "order.placed").order?.isGift;
    expect(isGift({ products: goods.map((one) => ({ ...one, wrapping_message: "For you!" })) })).toBe(true);
    expect(isGift({ shipping_addresses: [{ first_name: "Ola", last_name: "Nordmann" }] })).toBe(true);
    expect(isGift({ shipping_addresses: [] })).toBeUndefined();
  });

  it("is read whole", () => {
    expect(find(eventsOf(), "order.placed")).toEqual({
      id: "bigcommerce:order:118:placed",
      source: "bigcommerce",
      type: "order.placed",
      occurredAtMs: at("2026-03-02T15:14:51Z"),
      live: true,
      test: false,
      orderId: "bc-118",
      customerId: "bc-40",
      customer: {
        phone: "+15125550143",
        firstName: "Wren",
        lastName: "Okafor",
        locale: "en",
        country: "US",
        region: "Texas",
        city: "Austin",
        postalCode: "78751",
      },
      order: {
        name: "#118",
        totalMinor: 7090,
        currency: "USD", // of the amounts; the shopper saw euros
        placedAtMs: at("2026-03-02T15:14:51Z"),
        itemCount: 3,
        shippingMethod: "Ship by weight",
        isGift: false,
      },
      items: [
        { lineId: "61", sku: "CANDLE", name: "Cedar candle", cartId: "77", quantity: 2, unitAmountMinor: 2800 },
        {
          lineId: "62",
          sku: "78",
          name: "Care guide (PDF)",
          cartId: "78",
          quantity: 1,
          unitAmountMinor: 1490,
          requiresShipping: false,
        },
      ],
      factsAtMs: at("2026-03-02T15:15:02Z"),
    });
  });

  it.each<[status: number, name: string, types: string[]]>([
    [0, "incomplete", []],
    [1, "pending", []],
    [7, "awaiting payment", []],
    [2, "shipped", ["order.placed", "order.updated", "order.shipped"]],
    [3, "partially shipped", ["order.placed", "order.updated"]],
    [4, "refunded", ["order.placed", "order.updated", "order.refunded"]],
    [5, "cancelled", ["order.updated", "order.cancelled"]],
    [6, "declined", ["order.updated", "order.cancelled"]],
    [8, "awaiting pickup", ["order.placed", "order.updated", "order.ready_for_pickup"]],
    [9, "awaiting shipment", ["order.placed", "order.updated"]],
    [10, "completed", ["order.placed", "order.updated"]],
    [11, "awaiting fulfilment", ["order.placed", "order.updated"]],
    [12, "manual verification", ["order.placed", "order.updated"]],
    [13, "disputed", ["order.placed", "order.updated"]],
    [14, "partially refunded", ["order.placed", "order.updated"]],
  ])("of status %i, %s, tells %j to a webhook", (status_id, _name, types) => {
    const occasion = { atMs: at("2026-03-03T09:00:00Z") };
    expect(eventsOf({ status_id }, occasion).map(({ type }) => type)).toEqual(types);
  });

  it("that is none yet is a record all the same for somebody who asks", () => {
    expect(eventsOf({ status_id: 7 }).map(({ type }) => type)).toEqual(["order.updated"]);
  });

  it("is placed when it was made, and one that waited for its payment when it got on", () => {
    const atMs = at("2026-03-05T09:00:00Z");
    expect(find(eventsOf({}, { atMs, statusBefore: 0 }), "order.placed").occurredAtMs).toBe(at("2026-03-02T15:14:51Z"));
    expect(find(eventsOf({}, { atMs, statusBefore: 7 }), "order.placed").occurredAtMs).toBe(atMs);
  });

  it("that was never paid for ends without news", () => {
    expect(find(eventsOf({ status_id: 5 }, { atMs: 1, statusBefore: 7 }), "order.cancelled").live).toBe(false);
    expect(find(eventsOf({ status_id: 5 }, { atMs: 1, statusBefore: 11 }), "order.cancelled").live).toBe(true);
  });

  it("has a parcel a shipment, with its items and its link", () => {
    const shipment = {
      id: 5,
      date_created: "Tue, 03 Mar 2026 10:00:00 +0000",
      tracking_number: "1Z999",
      tracking_carrier: "ups",
      shipping_provider_display_name: "UPS",
      tracking_link: "",
      generated_tracking_link: "https://ups.example/1Z999",
      items: [{ order_product_id: 61, product_id: 77, quantity: 2 }],
    };
    const events = eventsOf({ status_id: 2, shipments: [shipment] });
    expect(events.map(({ type }) => type)).toEqual(["order.placed", "order.updated", "fulfillment.shipped"]);
    expect(find(events, "fulfillment.shipped")).toEqual({
      id: "bigcommerce:order:118:shipment:5:1Z999",
      source: "bigcommerce",
      type: "fulfillment.shipped",
      occurredAtMs: at("2026-03-03T10:00:00Z"),
      live: true,
      test: false,
      orderId: "bc-118",
      items: [{ lineId: "61", sku: "CANDLE", quantity: 2 }],
      parcel: {
        id: "bc-5",
        carrier: "UPS",
        trackingNumber: "1Z999",
        trackingUrl: "https://ups.example/1Z999",
        shippedAtMs: at("2026-03-03T10:00:00Z"),
      },
    });
  });

  it("says what a refund brought back", () => {
    const refund = {
      id: 3,
      created: "2026-03-04T10:00:00Z",
      total_amount: 28,
      items: [
        { item_type: "PRODUCT", item_id: 61, quantity: 1 },
        { item_type: "SHIPPING", item_id: 9, quantity: 1 },
      ],
    };
    expect(find(eventsOf({ status_id: 14, refunds: [refund] }), "order.refunded")).toMatchObject({
      occurredAtMs: at("2026-03-04T10:00:00Z"),
      refundId: "bc-3",
      items: [{ lineId: "61", sku: "CANDLE", quantity: 1 }],
      attributes: { amount: "28.00" },
    });
  });

  it("that is deleted tells that alone", () => {
    expect(eventsOf({ is_deleted: true }).map(({ type }) => type)).toEqual(["order.deleted"]);
  });

  it("paid at the test gateway is a test", () => {
    expect(find(eventsOf({ payment_method: "Test Payment Gateway" }), "order.placed").test).toBe(true);
  });

  it.each<[name: string, shipping: Json, phone: string]>([
    ["the shipping address's, under the buyer's own name", {}, "+15125550143"],
    ["the bill's for a gift", { first_name: "Ada" }, "+15125550142"],
    ["the bill's where the parcel's address has none", { phone: "" }, "+15125550142"],
  ])("has the buyer's number: %s", (_name, changes, phone) => {
    const [address] = Array.isArray(order.shipping_addresses) ? order.shipping_addresses : [];
    const events = eventsOf({ shipping_addresses: [{ ...address, ...changes }] });
    expect(find(events, "order.placed").customer?.phone).toBe(phone);
  });
});
