import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { StoreEvent } from "../../worker/domain/store-event.ts";
import { parseExactJson } from "../../worker/stores/exact-json.ts";
import { shopify } from "../../worker/stores/shopify.ts";
import type { Delivery } from "../../worker/stores/store-adapter.ts";

const receivedAtMs = Date.parse("2026-04-01T00:00:00Z");
const eventHeaders = { "X-Shopify-Event-Id": "e-1", "X-Shopify-Webhook-Id": "w-1" };

const placed = fixture("orders-create");
const gift = fixture("orders-create-gift");
const cancelled = fixture("orders-cancelled");
const fulfilled = fixture("fulfillments-create");
const scanned = fixture("fulfillment-events-create");
const refunded = fixture("refunds-create");
const subscribed = fixture("customers-marketing-consent-update");
const customer = fixture("customers-update");

/** Bodies of our own in the shapes that Shopify publishes, with 64-bit ids. */
function fixture(name: string): string {
  return readFileSync(new URL(`../fixtures/shopify/${name}.json`, import.meta.url), "utf8");
}

function deliver(topic: string, rawBody: string, headers: Record<string, string> = eventHeaders): Delivery {
  return shopify.read({
    rawBody,
    headers: new Headers({ "X-Shopify-Topic": topic, ...headers }),
    receivedAtMs,
    shopCountry: "US",
    shopCurrency: "USD",
  });
}

function eventsOf(topic: string, rawBody: string, headers?: Record<string, string>): readonly StoreEvent[] {
  const delivery = deliver(topic, rawBody, headers);
  if (delivery.kind !== "events") throw new Error(`${topic}: ${JSON.stringify(delivery)}`);
  return delivery.events;
}

function eventOf(topic: string, rawBody: string, headers?: Record<string, string>): StoreEvent {
  const [event, ...more] = eventsOf(topic, rawBody, headers);
  if (event === undefined || more.length > 0) throw new Error(`${topic}: ${more.length + 1} events`);
  return event;
}

type Json = Record<string, unknown>;

function edit(rawBody: string, changes: Json): string {
  return JSON.stringify({ ...object(parseExactJson(rawBody)), ...changes });
}

/** One part of a body with changes, to be put back with `edit`. */
function part(rawBody: string, name: string, changes: Json): Json {
  return { ...object(object(parseExactJson(rawBody))[name]), ...changes };
}

function object(value: unknown): Json {
  if (typeof value !== "object" || value === null) throw new Error("no object");
  return { ...value };
}

function at(instant: string): number {
  return Date.parse(instant);
}

describe("the signature of a Shopify delivery", () => {
  const secret = "shpss_test";
  const bytes = new TextEncoder().encode(placed);
  const signature = createHmac("sha256", secret).update(bytes).digest("base64");

  it.each<[name: string, signature: string, secrets: string[], body: string, isGenuine: boolean]>([
    ["with the app's secret", signature, [secret], placed, true],
    ["with the secret before a rotation", signature, ["shpss_new", secret], placed, true],
    ["with another secret", signature, ["shpss_other"], placed, false],
    ["over a body changed by one space", signature, [secret], `${placed} `, false],
    ["in hexadecimal", Buffer.from(signature, "base64").toString("hex"), [secret], placed, false],
    ["cut short", signature.slice(0, 40), [secret], placed, false],
    ["cut within a byte", signature.slice(0, 41), [secret], placed, false],
    ["with a line break inside", `${signature.slice(0, 20)}\t${signature.slice(20)}`, [secret], placed, false],
    ["that is missing", "", [secret], placed, false],
    ["while no secret is set", signature, [], placed, false],
    ["while the secret is empty", signature, [""], placed, false],
  ])("%s", async (_name, value, secrets, body, isGenuine) => {
    const request = {
      rawBody: new TextEncoder().encode(body),
      headers: new Headers({ "X-Shopify-Hmac-Sha256": value }),
      secrets,
      nowMs: receivedAtMs,
    };
    expect(await shopify.verify(request)).toBe(isGenuine);
  });
});

describe("the name of a delivery", () => {
  const order = "9107236455812349907";

  it.each<[name: string, topic: string, headers: Record<string, string>, deliveryId: string]>([
    ["event id first", "orders/create", eventHeaders, `orders/create:${order}:e-1`],
    ["one act of a merchant, another topic", "orders/paid", eventHeaders, `orders/paid:${order}:e-1`],
    ["no event id", "orders/create", { "X-Shopify-Webhook-Id": "w-1" }, `orders/create:${order}:w-1`],
    ["no id at all", "orders/create", {}, `orders/create:${order}:2026-03-02T10:15:02-08:00`],
  ])("%s", (_name, topic, headers, deliveryId) => {
    expect(deliver(topic, placed, headers).deliveryId).toBe(deliveryId);
  });

  it("two parcels of one act are two deliveries", () => {
    const second = edit(fulfilled, { id: 5, admin_graphql_api_id: "gid://shopify/Fulfillment/5" });
    const first = deliver("fulfillments/create", fulfilled).deliveryId;
    expect(deliver("fulfillments/create", second).deliveryId).not.toBe(first);
  });

  it("two deliveries without any id are one only where their bodies are the same", () => {
    const name = (rawBody: string) => deliver("orders/create", rawBody, {}).deliveryId;
    expect(name("{nope")).toBe(name("{nope"));
    expect(name("{nope")).not.toBe(name("{nopf"));
  });

  it("an event bears its delivery's name, numbered where there are several", () => {
    expect(eventOf("orders/create", placed).id).toBe(`shopify:orders/create:${order}:e-1`);
    expect(eventsOf("orders/create", cancelled).map((event) => event.id)).toEqual([
      "shopify:orders/create:9107236455812350111:e-1:1",
      "shopify:orders/create:9107236455812350111:e-1:2",
    ]);
  });
});

describe("an order", () => {
  it("is read whole", () => {
    expect(eventOf("orders/create", placed)).toEqual({
      id: "shopify:orders/create:9107236455812349907:e-1",
      source: "shopify",
      type: "order.placed",
      occurredAtMs: at("2026-03-02T18:15:00Z"),
      live: true,
      test: false,
      customerId: "9107236455812340917",
      orderId: "9107236455812349907",
      customer: {
        phone: "+15035550142",
        firstName: "Mara",
        lastName: "Lindqvist",
        locale: "en-US",
        country: "US",
        region: "OR",
        city: "Portland",
        postalCode: "97209",
        tags: ["vip", "soap club"],
      },
      order: {
        name: "#1042",
        url: "https://fernhill.example/orders/b7c1f09ad2/authenticate?key=0f3c",
        statusUrl: "https://fernhill.example/orders/b7c1f09ad2/authenticate?key=0f3c",
        totalMinor: 5940,
        currency: "USD",
        placedAtMs: at("2026-03-02T18:15:00Z"),
        itemCount: 3,
      },
      items: [
        {
          lineId: "9223105588120459021",
          sku: "SOAP-OAT",
          name: "Oat Soap",
          cartId: "44120987551",
          quantity: 2,
          unitAmountMinor: 1250,
          requiresShipping: true,
        },
        {
          lineId: "9223105588120459023",
          sku: "DISH-CEDAR",
          name: "Cedar Dish",
          cartId: "44120987607",
          quantity: 1,
          unitAmountMinor: 2800,
          requiresShipping: true,
        },
      ],
      factsAtMs: at("2026-03-02T18:15:02Z"),
    });
  });

  it.each<[topic: string, type: string, occurredAt: string]>([
    ["orders/create", "order.placed", "2026-03-02T18:15:00Z"],
    ["orders/paid", "order.paid", "2026-03-02T18:15:02Z"],
    ["orders/updated", "order.updated", "2026-03-02T18:15:02Z"],
    ["orders/fulfilled", "order.updated", "2026-03-02T18:15:02Z"],
    ["orders/partially_fulfilled", "order.updated", "2026-03-02T18:15:02Z"],
  ])("%s tells %s", (topic, type, occurredAt) => {
    expect(eventOf(topic, placed)).toMatchObject({ type, occurredAtMs: at(occurredAt), live: true });
  });

  it("is placed when it was processed, else when it was made, else when Shopify sent it", () => {
    const dated = { processed_at: "2026-01-01T00:00:00Z", created_at: "2026-01-02T00:00:00Z" };
    const headers = { ...eventHeaders, "X-Shopify-Triggered-At": "2026-01-03T00:00:00.290670248Z" };
    const undated = { processed_at: null, created_at: null };
    const occurredAt = (changes: Json) => eventOf("orders/create", edit(placed, changes), headers).occurredAtMs;
    expect(occurredAt(dated)).toBe(at("2026-01-01T00:00:00Z"));
    expect(occurredAt({ ...dated, processed_at: null })).toBe(at("2026-01-02T00:00:00Z"));
    expect(occurredAt(undated)).toBe(at("2026-01-03T00:00:00.290Z"));
    expect(eventOf("orders/create", edit(placed, undated)).occurredAtMs).toBe(receivedAtMs);
  });

  it("that is cancelled is cancelled at that time, with its reason", () => {
    expect(eventOf("orders/cancelled", cancelled)).toMatchObject({
      type: "order.cancelled",
      occurredAtMs: at("2026-03-03T14:30:00Z"),
      reason: "customer",
    });
  });

  it.each([
    ["orders/create", "order.placed"],
    ["orders/paid", "order.paid"],
    ["orders/updated", "order.updated"],
  ])("%s of one that is cancelled already tells both", (topic, type) => {
    const [first, second] = eventsOf(topic, cancelled);
    expect(first).toMatchObject({ type });
    expect(first?.reason).toBeUndefined();
    expect(second).toMatchObject({
      type: "order.cancelled",
      occurredAtMs: at("2026-03-03T14:30:00Z"),
      reason: "customer",
    });
  });

  it("that is deleted leaves its id, whether small or beyond 2^53", () => {
    const headers = { ...eventHeaders, "X-Shopify-Triggered-At": "2026-03-05T00:00:00Z" };
    const event = eventOf("orders/delete", '{"id":9107236455812349907}', headers);
    expect(event).toMatchObject({ type: "order.deleted", orderId: "9107236455812349907" });
    expect(event.occurredAtMs).toBe(at("2026-03-05T00:00:00Z"));
    expect(eventOf("orders/delete", '{"id":450789469}').orderId).toBe("450789469");
  });

  it("goes by its GraphQL id where a parser on the way has rounded the other", () => {
    const rounded = placed.replace(/"id": 9107236455812349907/, '"id": 9107236455812350000');
    expect(eventOf("orders/create", rounded).orderId).toBe("9107236455812349907");
  });

  it.each<[name: string, body: string, headers: Record<string, string>, isTest: boolean]>([
    ["an order of a test gateway", edit(placed, { test: true }), eventHeaders, true],
    ["Shopify's own test delivery", placed, { ...eventHeaders, "X-Shopify-Test": "true" }, true],
    ["a real one", placed, { ...eventHeaders, "X-Shopify-Test": "false" }, false],
  ])("%s", (_name, body, headers, isTest) => {
    expect(eventOf("orders/create", body, headers).test).toBe(isTest);
  });

  it.each<[name: string, changes: Json, totalMinor: number | undefined, currency: string]>([
    ["after an edit", { current_total_price: "40.10", total_price: "59.40" }, 4010, "USD"],
    [
      "before anything came back",
      { refunds: [{ id: 1 }], current_total_price: "40.10", total_price: "59.40" },
      5940,
      "USD",
    ],
    ["before there was a current total", { current_total_price: null, total_price: "59.40" }, 5940, "USD"],
    ["in yen", { currency: "JPY", current_total_price: "1980" }, 1980, "JPY"],
    ["in Kuwaiti dinar", { currency: "KWD", current_total_price: "12.345" }, 12345, "KWD"],
    ["in the shop's currency", { currency: null, current_total_price: "5.00" }, 500, "USD"],
    ["unreadable", { current_total_price: "a lot", total_price: "5.00" }, undefined, "USD"],
  ])("has its total %s", (_name, changes, totalMinor, currency) => {
    const { order } = eventOf("orders/create", edit(placed, changes));
    expect(order?.totalMinor).toBe(totalMinor);
    expect(order?.currency).toBe(currency);
  });

  it("of goods without a SKU goes by variant, then product, then line", () => {
    const line = { id: 0, quantity: 1, title: "Soap", sku: "", price: "1.00" };
    const lines = [{ ...line, variant_id: 11, product_id: 12 }, { ...line, variant_id: null, product_id: 12 }, line];
    const body = edit(placed, { line_items: lines.map((each, index) => ({ ...each, id: 100 + index })) });
    expect(eventOf("orders/create", body).items?.map((item) => item.sku)).toEqual(["11", "12", "102"]);
  });
});

describe("the buyer of an order", () => {
  const noPhones = {
    phone: null,
    customer: part(placed, "customer", { phone: null, default_address: null }),
    shipping_address: part(placed, "shipping_address", { phone: null }),
    billing_address: part(placed, "billing_address", { phone: null }),
  };
  function home(changes: Json): Json {
    return { first_name: "Mara", last_name: "Lindqvist", phone: "(503) 555-0133", country_code: "US", ...changes };
  }
  const phoneOf = (changes: Json) => eventOf("orders/create", edit(placed, changes)).customer?.phone;

  it.each<[name: string, changes: Json, phone: string | undefined]>([
    ["the order's own number first", { phone: "(503) 555-0199" }, "+15035550199"],
    ["then the receiver's, who is the buyer", {}, "+15035550142"],
    [
      "then the account's",
      { ...noPhones, customer: part(placed, "customer", { phone: "+15035550111" }) },
      "+15035550111",
    ],
    [
      "then the billing address's",
      { ...noPhones, billing_address: part(placed, "billing_address", { phone: "503-555-0122" }) },
      "+15035550122",
    ],
    [
      "then that of the account's own address",
      { ...noPhones, customer: part(placed, "customer", { phone: null, default_address: home({}) }) },
      "+15035550133",
    ],
    [
      "but not that of somebody else in the account's address",
      {
        ...noPhones,
        customer: part(placed, "customer", { phone: null, default_address: home({ first_name: "June" }) }),
      },
      undefined,
    ],
    ["none", noPhones, undefined],
    ["none that could exist", { ...noPhones, phone: "123-123-1234" }, undefined],
  ])("%s", (_name, changes, phone) => {
    expect(phoneOf(changes)).toBe(phone);
  });

  it("of a gift is texted, and not its receiver", () => {
    expect(eventOf("orders/create", gift).customer?.phone).toBe("+16135550117");
  });

  it("a number in national form is of the country of its address", () => {
    const london = { phone: "07700 900123", country_code: "GB" };
    expect(phoneOf({ ...noPhones, shipping_address: part(placed, "shipping_address", london) })).toBe("+447700900123");
  });

  it("is nobody's account for a guest, and still has a name and a number", () => {
    const event = eventOf("orders/create", edit(placed, { customer: null }));
    expect(event.customerId).toBeUndefined();
    expect(event.customer).toMatchObject({ firstName: "Mara", phone: "+15035550142" });
  });

  it("takes the name of the account, else of the bill, else of the parcel, never mixed", () => {
    const nameOf = (changes: Json) => {
      const facts = eventOf("orders/create", edit(gift, changes)).customer;
      return [facts?.firstName, facts?.lastName];
    };
    const noName = { first_name: null, last_name: null };
    const account = part(gift, "customer", noName);
    expect(nameOf({ customer: part(gift, "customer", { first_name: null, last_name: "Roy" }) })).toEqual([
      undefined,
      "Roy",
    ]);
    expect(nameOf({ customer: account })).toEqual(["Tobias", "Arnaud"]);
    expect(nameOf({ customer: account, billing_address: null })).toEqual(["June", "Okafor"]);
  });

  it("lives where the parcel goes, else where the bill goes, else where the account says", () => {
    const placeOf = (changes: Json) => eventOf("orders/create", edit(gift, changes)).customer;
    expect(placeOf({})).toMatchObject({ country: "US", region: "NY", city: "Albany", postalCode: "12207" });
    expect(placeOf({ shipping_address: null })).toMatchObject({ country: "CA", region: "QC", city: "Gatineau" });
    expect(placeOf({ shipping_address: null, billing_address: null })).toMatchObject({ country: "CA", region: "QC" });
  });

  it("what Shopify withholds is unknown, not removed", () => {
    const withheld = { first_name: null, last_name: null, phone: null, default_address: null, tags: undefined };
    const facts = eventOf(
      "orders/create",
      edit(placed, {
        phone: null,
        customer_locale: null,
        customer: part(placed, "customer", withheld),
        billing_address: null,
        shipping_address: null,
      }),
    ).customer;
    expect(Object.values(facts ?? {}).filter((value) => value !== undefined)).toEqual([]);
  });

  it("who accepts marketing by e-mail has not accepted texts", () => {
    const email = { state: "subscribed", opt_in_level: "single_opt_in", consent_updated_at: "2026-03-01T00:00:00Z" };
    const body = edit(placed, {
      buyer_accepts_marketing: true,
      customer: part(placed, "customer", { accepts_marketing: true, email_marketing_consent: email }),
    });
    expect(eventOf("orders/create", body).customer?.consent).toBeUndefined();
  });

  it("has the account's consent for the account's number only", () => {
    const sms = { state: "subscribed", opt_in_level: "single_opt_in", consent_updated_at: "2026-03-01T00:00:00Z" };
    const account = part(placed, "customer", { sms_marketing_consent: sms });
    const consentOf = (changes: Json) =>
      eventOf("orders/create", edit(placed, { customer: account, ...changes })).customer?.consent;
    expect(consentOf({})).toEqual({ promotional: true, source: "shopify", atMs: at("2026-03-01T00:00:00Z") });
    expect(consentOf({ phone: "(503) 555-0199" })).toBeUndefined();
  });
});

describe("consent to texts", () => {
  const withState = (state: unknown, changes: Json = {}) =>
    edit(subscribed, { sms_marketing_consent: part(subscribed, "sms_marketing_consent", { state, ...changes }) });

  it.each([
    ["subscribed", true],
    ["unsubscribed", false],
  ])("%s is recorded when it was given or taken back", (state, promotional) => {
    const event = eventOf("customers_marketing_consent/update", withState(state));
    expect(event).toMatchObject({
      type: "customer.updated",
      customerId: "9107236455812340917",
      occurredAtMs: at("2026-03-02T18:14:55Z"),
      customer: {
        phone: "+15035550142",
        consent: { promotional, source: "shopify", atMs: at("2026-03-02T18:14:55Z") },
      },
    });
    expect(event.customer?.consent).not.toHaveProperty("transactional");
  });

  it.each(["pending", "not_subscribed", "redacted", null])("%s says nothing", (state) => {
    expect(deliver("customers_marketing_consent/update", withState(state)).kind).toBe("ignored");
  });

  it("without a date is dated by its own delivery, and not read where it stands beside other news", () => {
    const headers = { ...eventHeaders, "X-Shopify-Triggered-At": "2026-03-02T19:00:00Z" };
    const undated = withState("unsubscribed", { consent_updated_at: null });
    const event = eventOf("customers_marketing_consent/update", undated, headers);
    expect(event.customer?.consent?.atMs).toBe(at("2026-03-02T19:00:00Z"));
    const sms = { state: "subscribed", opt_in_level: null, consent_updated_at: null };
    const account = eventOf("customers/update", edit(customer, { sms_marketing_consent: sms }));
    expect(account.customer?.consent).toBeUndefined();
  });
});

describe("a customer", () => {
  it.each(["customers/create", "customers/update"])("%s is read whole", (topic) => {
    expect(eventOf(topic, customer)).toEqual({
      id: `shopify:${topic}:9107236455812340917:e-1`,
      source: "shopify",
      type: "customer.updated",
      occurredAtMs: at("2026-03-10T23:20:00Z"),
      live: true,
      test: false,
      customerId: "9107236455812340917",
      customer: {
        phone: "+15035550142",
        firstName: "Mara",
        lastName: "Lindqvist",
        country: "US",
        region: "OR",
        city: "Portland",
        postalCode: "97209",
        tags: ["vip", "soap club"],
      },
      factsAtMs: at("2026-03-10T23:20:00Z"),
    });
  });

  it("of an older API version brings consent along", () => {
    const sms = { state: "unsubscribed", opt_in_level: null, consent_updated_at: "2026-03-09T00:00:00Z" };
    const event = eventOf("customers/update", edit(customer, { sms_marketing_consent: sms }));
    expect(event.customer?.consent).toEqual({
      promotional: false,
      source: "shopify",
      atMs: at("2026-03-09T00:00:00Z"),
    });
  });

  it("without tags has none, and with tags withheld keeps those that it had", () => {
    expect(eventOf("customers/update", edit(customer, { tags: "" })).customer?.tags).toEqual([]);
    expect(eventOf("customers/update", edit(customer, { tags: undefined })).customer?.tags).toBeUndefined();
  });
});

describe("a parcel", () => {
  it("leaves when its fulfilment is made", () => {
    expect(eventOf("fulfillments/create", fulfilled)).toEqual({
      id: "shopify:fulfillments/create:9107236455812361001:e-1",
      source: "shopify",
      type: "fulfillment.shipped",
      occurredAtMs: at("2026-03-04T15:00:00Z"),
      live: true,
      test: false,
      orderId: "9107236455812349907",
      items: [
        {
          lineId: "9223105588120459021",
          sku: "SOAP-OAT",
          name: "Oat Soap",
          cartId: "44120987551",
          quantity: 2,
          requiresShipping: true,
        },
      ],
      parcel: {
        id: "9107236455812361001",
        carrier: "UPS",
        trackingNumber: "1Z0000000000000001",
        trackingUrl: "https://carrier.example/track?n=1Z0000000000000001",
        shippedAtMs: at("2026-03-04T15:00:00Z"),
      },
      factsAtMs: at("2026-03-04T15:00:03Z"),
    });
  });

  it.each<[status: string | null, type: string]>([
    ["success", "fulfillment.shipped"],
    ["pending", "fulfillment.shipped"],
    ["open", "fulfillment.shipped"],
    [null, "fulfillment.shipped"],
    ["cancelled", "fulfillment.voided"],
    ["error", "fulfillment.voided"],
    ["failure", "fulfillment.voided"],
  ])("made with status %s tells %s", (status, type) => {
    expect(eventOf("fulfillments/create", edit(fulfilled, { status })).type).toBe(type);
  });

  it("made as delivered already has left and arrived", () => {
    const body = edit(fulfilled, { shipment_status: "delivered" });
    expect(eventsOf("fulfillments/create", body).map(({ type, occurredAtMs }) => [type, occurredAtMs])).toEqual([
      ["fulfillment.shipped", at("2026-03-04T15:00:00Z")],
      ["fulfillment.delivered", at("2026-03-04T15:00:03Z")],
    ]);
  });

  const journey: [status: string, type: string][] = [
    ["confirmed", "fulfillment.shipped"],
    ["in_transit", "fulfillment.shipped"],
    ["carrier_picked_up", "fulfillment.shipped"],
    ["out_for_delivery", "fulfillment.out_for_delivery"],
    ["ready_for_pickup", "fulfillment.ready_for_pickup"],
    ["attempted_delivery", "order.attempt_failed"],
    ["failure", "order.attempt_failed"],
    ["delayed", "order.delayed"],
    ["delivered", "fulfillment.delivered"],
    ["picked_up", "fulfillment.delivered"],
  ];

  it.each(journey)("updated to %s tells %s, when it was updated", (status, type) => {
    const body = edit(fulfilled, { shipment_status: status, updated_at: "2026-03-06T10:00:00Z" });
    const parcel = { id: "9107236455812361001", trackingNumber: "1Z0000000000000001" };
    expect(eventOf("fulfillments/update", body)).toMatchObject({
      type,
      occurredAtMs: at("2026-03-06T10:00:00Z"),
      parcel,
    });
  });

  it.each(journey)("scanned as %s tells %s, when it happened", (status, type) => {
    expect(eventOf("fulfillment_events/create", edit(scanned, { status }))).toMatchObject({
      type,
      occurredAtMs: at("2026-03-06T16:05:00Z"),
      orderId: "9107236455812349907",
      parcel: { id: "9107236455812361001", eta: "2026-03-06T20:00:00-08:00" },
    });
  });

  it.each(["label_purchased", "label_printed", "teleported", null])("scanned as %s has not moved", (status) => {
    expect(deliver("fulfillment_events/create", edit(scanned, { status })).kind).toBe("ignored");
  });

  it.each([null, "label_printed"])("updated with shipment status %s brings its tracking number", (shipment_status) => {
    const event = eventOf("fulfillments/update", edit(fulfilled, { shipment_status, tracking_number: "1Z2" }));
    expect(event).toMatchObject({ type: "fulfillment.shipped", parcel: { trackingNumber: "1Z2" } });
  });

  it("whose fulfilment is cancelled is void, wherever it was", () => {
    const body = edit(fulfilled, {
      status: "cancelled",
      shipment_status: "in_transit",
      updated_at: "2026-03-05T10:00:00Z",
    });
    const event = eventOf("fulfillments/update", body);
    expect(event).toMatchObject({ type: "fulfillment.voided", occurredAtMs: at("2026-03-05T10:00:00Z") });
  });

  it("that could not be handed over says how", () => {
    const reasonOf = (status: string) => eventOf("fulfillment_events/create", edit(scanned, { status })).reason;
    expect(reasonOf("attempted_delivery")).toBe("attempted_delivery");
    expect(reasonOf("delivered")).toBeUndefined();
  });

  it("has the first of several tracking numbers, and no tracking link that is no web address", () => {
    const tracking = {
      tracking_number: null,
      tracking_url: null,
      tracking_numbers: ["A1", "A2"],
      tracking_urls: ["javascript:alert(1)"],
    };
    const { parcel } = eventOf("fulfillments/create", edit(fulfilled, tracking));
    expect(parcel?.trackingNumber).toBe("A1");
    expect(parcel?.trackingUrl).toBeUndefined();
  });
});

describe("a refund", () => {
  it("names what came back", () => {
    expect(eventOf("refunds/create", refunded)).toEqual({
      id: "shopify:refunds/create:9107236455812363001:e-1",
      source: "shopify",
      type: "order.refunded",
      occurredAtMs: at("2026-03-09T18:59:58Z"),
      live: true,
      test: false,
      orderId: "9107236455812349907",
      items: [{ lineId: "9223105588120459023", sku: "DISH-CEDAR", quantity: 1 }],
      refundId: "9107236455812363001",
    });
  });

  it.each([[[]], [null], [undefined]])("of an amount alone brings nothing back (lines %j)", (refund_line_items) => {
    expect(eventOf("refunds/create", edit(refunded, { refund_line_items })).items).toEqual([]);
  });

  it("of no piece of a line brings nothing of it back", () => {
    const lines = [
      { line_item_id: 7, quantity: 0 },
      { line_item_id: 8, quantity: 1 },
    ];
    const event = eventOf("refunds/create", edit(refunded, { refund_line_items: lines }));
    expect(event.items?.map((item) => item.lineId)).toEqual(["8"]);
  });

  it("goes by the line's GraphQL id, else by the exact digits of its number", () => {
    const line = { line_item_id: "LINE", quantity: 2 };
    const withoutLine = edit(refunded, { refund_line_items: [line] }).replace('"LINE"', "866550311766439020");
    expect(eventOf("refunds/create", withoutLine).items).toEqual([
      { lineId: "866550311766439020", sku: "866550311766439020", quantity: 2 },
    ]);
    const gid = "gid://shopify/LineItem/866550311766439020";
    const rounded = {
      line_item_id: 866550311766,
      quantity: 2,
      line_item: { admin_graphql_api_id: gid, sku: "S", quantity: 2 },
    };
    expect(eventOf("refunds/create", edit(refunded, { refund_line_items: [rounded] })).items?.[0]?.lineId).toBe(
      "866550311766439020",
    );
  });
});

describe("an authentic body that is of no use", () => {
  it("an uninstalled app ends the store when it was triggered, and otherwise when the body came", () => {
    const headers = { ...eventHeaders, "X-Shopify-Triggered-At": "2026-03-02T10:00:00Z" };
    expect(deliver("app/uninstalled", '{"id":1}', headers)).toMatchObject({
      kind: "uninstalled",
      deliveryId: "app/uninstalled:1:e-1",
      atMs: at("2026-03-02T10:00:00Z"),
    });
    expect(deliver("app/uninstalled", '{"id":1}')).toMatchObject({ kind: "uninstalled", atMs: receivedAtMs });
  });

  it.each(["shop/redact", "customers/redact", "customers/data_request", "carts/update"])(
    "%s is kept and starts nothing",
    (topic) => {
      const delivery = deliver(topic, '{"id":1,"shop_id":2}');
      expect(delivery).toMatchObject({ kind: "ignored", topic, deliveryId: `${topic}:1:e-1` });
    },
  );

  it.each<[name: string, topic: string, body: string, problem: string]>([
    ["no JSON", "orders/create", '{"id":', "body: not JSON"],
    ["an empty body", "orders/create", "", "body: not JSON"],
    ["no object", "orders/create", "null", "body: Invalid input: expected object, received null"],
    ["a signed error", "orders/create", '{"errors":"Not Found"}', "id: no order id"],
    [
      "lines that are no list",
      "orders/create",
      edit(placed, { line_items: "two" }),
      "line_items: Invalid input: expected array, received string",
    ],
    [
      "a line without an id",
      "orders/create",
      edit(placed, { line_items: [{ quantity: 1 }] }),
      "line_items: a line without an id",
    ],
    ["no topic", "", placed, "X-Shopify-Topic: no topic"],
    ["a deletion of nothing", "orders/delete", "{}", "id: no order id"],
    ["a parcel of no order", "fulfillments/create", edit(fulfilled, { order_id: null }), "order_id: no order id"],
    [
      "a scan of no parcel",
      "fulfillment_events/create",
      edit(scanned, { fulfillment_id: null }),
      "fulfillment_id: no fulfilment id",
    ],
    ["a refund of no order", "refunds/create", edit(refunded, { order_id: null }), "order_id: no order id"],
    ["a customer without an id", "customers/update", "{}", "id: no customer id"],
    ["a consent of nobody", "customers_marketing_consent/update", "{}", "id: no customer id"],
  ])("%s is a dead letter", (_name, topic, body, problem) => {
    expect(deliver(topic, body)).toMatchObject({ kind: "dead_letter", topic, problem });
  });

  it("a field of a wrong type costs that field and not the order", () => {
    const body = edit(placed, {
      name: 7,
      customer: "Mara",
      order_status_url: {},
      total_price: {},
      current_total_price: [],
    });
    const event = eventOf("orders/create", body);
    expect(event.type).toBe("order.placed");
    expect(event.order?.name).toBeUndefined();
    expect(event.customer?.firstName).toBe("Mara");
  });
});
