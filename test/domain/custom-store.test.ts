import { describe, expect, it } from "vitest";
import { CustomerFields, EventInput } from "../../shared/contract/events.ts";
import { custom } from "../../worker/stores/custom.ts";
import { readCustomerInput } from "../../worker/stores/customer-input.ts";
import { readEventInput } from "../../worker/stores/event-input.ts";

const nowMs = Date.parse("2026-03-02T12:00:00Z");
const context = { nowMs, source: "api", shopCountry: "US", shopCurrency: "USD" } as const;

function read(input: unknown) {
  return readEventInput(EventInput.parse(input), context);
}

function eventOf(changes: Record<string, unknown>) {
  const reading = read({ id: "e1", type: "order.placed", customer: "c1", order: "o1", ...changes });
  if (reading.kind !== "event") throw new Error(JSON.stringify(reading));
  return reading.event;
}

function issuesOf(changes: Record<string, unknown>) {
  const reading = read({ id: "e1", type: "order.placed", customer: "c1", order: "o1", ...changes });
  return reading.kind === "invalid" ? reading.issues.map((issue) => issue.path.join(".")) : [];
}

describe("an event of a custom store", () => {
  it("is read whole", () => {
    const reading = read({
      id: "e1",
      type: "order.placed",
      at: "2026-03-02T11:00:00Z",
      occurredAt: "2026-03-02T10:00:00Z",
      customer: {
        id: "c1",
        phone: "(415) 555-0123",
        timeZone: "America/Los_Angeles",
        priorOrders: 2,
        firstName: "Ada",
        address: { line1: "1 Pier", city: "Oakland", region: "us-ca", postalCode: "94607", country: "us" },
        tags: ["vip"],
        consent: { promotional: true, source: "checkout", wording: "Text me offers" },
      },
      order: { id: "o1", name: "#1", total: "12.99", url: "https://shop.example/o1" },
      items: [{ sku: "SERUM", quantity: 2, unitAmountMinor: 500, name: "Serum" }],
      attributes: { channel: "web" },
    });
    expect(reading).toEqual({
      kind: "event",
      event: {
        id: "api:e1",
        source: "api",
        type: "order.placed",
        occurredAtMs: Date.parse("2026-03-02T10:00:00Z"),
        live: true,
        test: false,
        customerId: "c1",
        orderId: "o1",
        customer: {
          phone: "+14155550123",
          timeZone: "America/Los_Angeles",
          priorOrders: 2,
          firstName: "Ada",
          country: "US",
          region: "CA",
          city: "Oakland",
          postalCode: "94607",
          tags: ["vip"],
          consent: {
            promotional: true,
            source: "checkout",
            wording: "Text me offers",
            atMs: Date.parse("2026-03-02T10:00:00Z"),
          },
        },
        order: {
          name: "#1",
          url: "https://shop.example/o1",
          totalMinor: 1299,
          currency: "USD",
          placedAtMs: Date.parse("2026-03-02T10:00:00Z"),
          itemCount: 2,
        },
        items: [{ lineId: "SERUM", sku: "SERUM", name: "Serum", quantity: 2, unitAmountMinor: 500 }],
        attributes: { channel: "web" },
      },
    });
  });

  it.each<[name: string, changes: Record<string, unknown>, occurredAt: string]>([
    ["when it says", { at: "2026-03-01T09:00:00Z", occurredAt: "2026-03-01T08:00:00+02:00" }, "2026-03-01T06:00:00Z"],
    ["else when it was sent", { at: "2026-03-01T09:00:00Z" }, "2026-03-01T09:00:00Z"],
    ["else now", {}, "2026-03-02T12:00:00Z"],
    ["24 hours ahead at most", { occurredAt: "2026-03-03T12:00:00Z" }, "2026-03-03T12:00:00Z"],
  ])("happened %s", (_name, changes, occurredAt) => {
    expect(eventOf(changes).occurredAtMs).toBe(Date.parse(occurredAt));
  });

  it.each<[name: string, changes: Record<string, unknown>, paths: string[]]>([
    ["happening over 24 hours ahead", { occurredAt: "2026-03-03T12:00:00.001Z" }, ["occurredAt"]],
    ["sent over 24 hours ahead", { at: "2026-03-03T12:00:01Z", occurredAt: "2026-03-02T12:00:00Z" }, ["at"]],
    ["with a number that cannot exist", { customer: { id: "c1", phone: "123-123-1234" } }, ["customer.phone"]],
    ["with a zone that does not exist", { customer: { id: "c1", timeZone: "Mars/Olympus" } }, ["customer.timeZone"]],
    [
      "with a country that is no code",
      { customer: { id: "c1", address: { country: "1A" } } },
      ["customer.address.country"],
    ],
    [
      "with a consent of the future",
      { customer: { id: "c1", consent: { promotional: true, source: "form", at: "2026-04-01T00:00:00Z" } } },
      ["customer.consent.at"],
    ],
    ["with a total that no currency could hold", { order: { id: "o1", total: 1e21 } }, ["order.total"]],
    [
      "with several faults",
      { customer: { id: "c1", phone: "000", timeZone: "x" }, at: "2027-01-01T00:00:00Z" },
      ["at", "customer.phone", "customer.timeZone"],
    ],
  ])("%s is refused with the field's path", (_name, changes, paths) => {
    expect(issuesOf(changes)).toEqual(paths);
  });

  it("with ids alone tells nothing else of customer and order", () => {
    const event = eventOf({ type: "order.cancelled" });
    expect(event).toMatchObject({ customerId: "c1", orderId: "o1" });
    expect(event.customer).toBeUndefined();
    expect(Object.values(event.order ?? {}).filter((value) => value !== undefined)).toEqual([]);
  });

  it("from an import is not live, and a test order is a test", () => {
    expect(eventOf({ live: false }).live).toBe(false);
    expect(eventOf({ order: { id: "o1", test: true } }).test).toBe(true);
  });

  it.each<[phone: string, country: string | undefined, expected: string]>([
    ["07700 900123", "GB", "+447700900123"],
    ["(415) 555-0123", undefined, "+14155550123"],
    ["+33 6 39 98 01 23", undefined, "+33639980123"],
  ])("%s of a customer in %s is %s", (phone, country, expected) => {
    expect(eventOf({ customer: { id: "c1", phone, country } }).customer?.phone).toBe(expected);
  });

  it.each<[total: unknown, currency: string | undefined, totalMinor: number, inCurrency: string]>([
    [12.99, undefined, 1299, "USD"],
    ["1980", "JPY", 1980, "JPY"],
    ["12.345", "KWD", 12345, "KWD"],
    [0, "EUR", 0, "EUR"],
  ])("a total of %s %s is %s of the smallest unit", (total, currency, totalMinor, inCurrency) => {
    expect(eventOf({ order: { id: "o1", total, currency } }).order).toMatchObject({ totalMinor, currency: inCurrency });
  });

  it("refunds all where it names no items, and money alone where its list is empty", () => {
    expect(eventOf({ type: "order.refunded" }).items).toBeUndefined();
    expect(eventOf({ type: "order.refunded", items: [] }).items).toEqual([]);
  });

  it("with two lines of one SKU has one line of both", () => {
    const items = [
      { sku: "A", quantity: 1, unitAmountMinor: 100 },
      { sku: "B", quantity: 1 },
      { sku: "A", quantity: 2 },
    ];
    expect(eventOf({ items }).items).toEqual([
      { lineId: "A", sku: "A", quantity: 3, unitAmountMinor: 100 },
      { lineId: "B", sku: "B", quantity: 1 },
    ]);
  });

  it.each<[name: string, parcel: unknown, id: string]>([
    ["its id alone", "p1", "p1"],
    ["its id", { id: "p1", trackingNumber: "T" }, "p1"],
    ["its tracking number", { trackingNumber: "T", index: 2 }, "T"],
    ["its place", { index: 2, count: 3 }, "2"],
    ["nothing", { carrier: "UPS" }, "1"],
  ])("a parcel goes by %s", (_name, parcel, id) => {
    expect(eventOf({ type: "fulfillment.shipped", parcel }).parcel?.id).toBe(id);
  });

  it("tells when a parcel left", () => {
    const parcel = { id: "p1", shippedAt: "2026-03-02T10:00:00Z", eta: "2026-03-05" };
    expect(eventOf({ type: "fulfillment.shipped", parcel }).parcel).toEqual({
      id: "p1",
      shippedAtMs: Date.parse("2026-03-02T10:00:00Z"),
      eta: "2026-03-05",
    });
  });
});

describe("what a merchant writes about a customer", () => {
  const write = (fields: unknown) => {
    const input = CustomerFields.parse(fields);
    return readCustomerInput("c1", input, { nowMs, shopCountry: "US", eventId: "put-1" });
  };
  const factsOf = (fields: unknown) => {
    const reading = write(fields);
    if (reading.kind !== "event") throw new Error(JSON.stringify(reading));
    return Object.fromEntries(Object.entries(reading.event.customer ?? {}).filter(([, value]) => value !== undefined));
  };

  it("is news of that customer, now", () => {
    expect(write({ firstName: "Ada" })).toMatchObject({
      kind: "event",
      event: {
        id: "customers:put-1",
        type: "customer.updated",
        customerId: "c1",
        occurredAtMs: nowMs,
        live: true,
        source: "api",
      },
    });
  });

  it.each<[name: string, fields: unknown, facts: unknown]>([
    ["absent is unchanged", {}, {}],
    [
      "null is removed",
      { phone: null, timeZone: null, tags: null, consent: null },
      { phone: null, timeZone: null, tags: null, consent: null },
    ],
    [
      "a removed address goes with all its parts",
      { address: null },
      { country: null, region: null, city: null, postalCode: null },
    ],
    ["a part removed leaves the others", { address: { region: null } }, { region: null }],
    [
      "a country and city of its own come before those of the address",
      { country: "ca", city: "Ottawa", address: { country: "US", city: "Albany", region: "ny" } },
      { country: "CA", city: "Ottawa", region: "NY" },
    ],
    ["a region written out stays as it is", { address: { region: "California" } }, { region: "California" }],
    [
      "consent without a time is of now",
      { consent: { transactional: false, promotional: null, source: "form" } },
      { consent: { transactional: false, promotional: null, source: "form", atMs: nowMs } },
    ],
    [
      "consent has its own time",
      { consent: { promotional: true, source: "import", at: "2025-01-01T00:00:00Z" } },
      { consent: { promotional: true, source: "import", atMs: Date.parse("2025-01-01T00:00:00Z") } },
    ],
  ])("%s", (_name, fields, facts) => {
    expect(factsOf(fields)).toEqual(facts);
  });

  it("is refused with a number that cannot exist", () => {
    expect(write({ phone: "12345", country: "US" })).toMatchObject({ kind: "invalid", issues: [{ path: ["phone"] }] });
  });
});

describe("a custom store's webhook", () => {
  const deliver = (rawBody: string, headers: Record<string, string> = { "webhook-id": "msg_1" }) =>
    custom.read({
      rawBody,
      headers: new Headers(headers),
      receivedAtMs: nowMs,
      shopCountry: "US",
      shopCurrency: "USD",
    });

  it("is the event that it carries, known by the message's id", () => {
    const body = JSON.stringify({ id: "e1", type: "order.delivered", customer: "c1", order: "o1" });
    expect(deliver(body)).toMatchObject({
      deliveryId: "msg_1",
      topic: "order.delivered",
      kind: "events",
      events: [{ id: "custom:e1", source: "custom", type: "order.delivered", occurredAtMs: nowMs, live: true }],
    });
  });

  it.each<[name: string, body: string, topic: string, problem: RegExp]>([
    ["no JSON", "type=order.placed", "unreadable", /^body: not JSON$/],
    [
      "an unknown type",
      '{"id":"e1","type":"order.eaten","customer":"c1"}',
      "order.eaten",
      /^type: must be one of "order\.placed", /,
    ],
    ["no customer", '{"id":"e1","type":"order.placed"}', "order.placed", /^customer: is missing$/],
    [
      "a number that cannot exist",
      '{"id":"e1","type":"order.placed","customer":{"id":"c","phone":"5550100"}}',
      "order.placed",
      /^customer\.phone: /,
    ],
  ])("with %s is a dead letter that holds no value of the body", (_name, body, topic, problem) => {
    const delivery = deliver(body);
    expect(delivery).toMatchObject({ kind: "dead_letter", deliveryId: "msg_1", topic });
    expect(delivery.kind === "dead_letter" && delivery.problem).toMatch(problem);
    expect(JSON.stringify(delivery)).not.toContain("5550100");
  });
});
