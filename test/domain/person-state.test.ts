import { describe, expect, it } from "vitest";
import { countOrders, foldCustomer, foldCustomers, headOfConsent } from "../../worker/domain/person-state.ts";
import type { CustomerFacts, StoreEvent } from "../../worker/domain/store-event.ts";

let count = 0;
function event(type: StoreEvent["type"], atMs: number, more: Partial<StoreEvent> = {}): StoreEvent {
  count += 1;
  return { id: `e${count}`, source: "api", type, occurredAtMs: atMs, live: true, test: false, ...more };
}
const told = (atMs: number, customer: CustomerFacts, more: Partial<StoreEvent> = {}) =>
  event("customer.updated", atMs, { customer, ...more });

describe("a profile", () => {
  it.each<[string, StoreEvent[], number, object]>([
    ["is what was told by then", [told(1, { firstName: "A" }), told(5, { firstName: "B" })], 4, { firstName: "A" }],
    [
      "merges what was told",
      [told(1, { firstName: "A", city: "X" }), told(2, { city: "Y" })],
      4,
      { firstName: "A", city: "Y" },
    ],
    [
      "forgets what was taken out",
      [told(1, { firstName: "A", timeZone: "UTC" }), told(2, { timeZone: null })],
      4,
      { firstName: "A" },
    ],
    [
      "takes what was told later where nothing was known",
      [told(9, { timeZone: "Asia/Tokyo", tags: ["vip"] })],
      4,
      { timeZone: "Asia/Tokyo", tags: ["vip"] },
    ],
    ["takes the first of it", [told(8, { city: "X" }), told(9, { city: "Y" })], 4, { city: "X" }],
    [
      "knows where somebody lives before it was told, and no mark before it was set",
      [told(1, { firstName: "A" }), told(9, { timeZone: "Asia/Tokyo", tags: ["vip"], priorOrders: 3 })],
      4,
      { firstName: "A", timeZone: "Asia/Tokyo", priorOrders: 3 },
    ],
    [
      "is the newest record's, whatever came last",
      [told(2, { city: "new" }, { factsAtMs: 2 }), told(3, { city: "old" }, { factsAtMs: 1 })],
      4,
      { city: "new" },
    ],
    ["says nothing of consent", [told(1, { consent: { promotional: true, source: "x", atMs: 1 } })], 4, {}],
  ])("%s", (_, events, atMs, expected) => {
    expect(foldCustomer("c1", events).profileAt(atMs)).toEqual(expected);
    expect(foldCustomer("c1", [...events].reverse()).profileAt(atMs)).toEqual(expected);
  });

  it("asked for again at another instant is of that instant", () => {
    const customer = foldCustomer("c1", [told(1, { city: "X" }), told(5, { city: "Y" })]);
    expect([0, 1, 4, 5, 9, 2].map((atMs) => customer.profileAt(atMs).city)).toEqual(["X", "X", "X", "Y", "Y", "X"]);
  });
});

describe("a number of orders", () => {
  const placed = (orderId: string, atMs: number, more: Partial<StoreEvent> = {}) =>
    event("order.placed", atMs, { orderId, ...more });
  it.each<[string, StoreEvent[], number]>([
    ["orders placed by then", [placed("a", 1), placed("b", 5), placed("c", 6)], 2],
    ["with those from before", [placed("a", 1), told(3, { priorOrders: 4 })], 5],
    ["no test orders", [placed("a", 1), placed("b", 2, { test: true })], 1],
    ["no order cancelled by then", [placed("a", 1), event("order.cancelled", 5, { orderId: "a" })], 0],
    ["an order cancelled later", [placed("a", 1), event("order.cancelled", 6, { orderId: "a" })], 1],
    [
      "the order that it is about, always",
      [event("order.delivered", 5, { orderId: "own" }), event("order.cancelled", 5, { orderId: "own" })],
      1,
    ],
  ])("counts %s", (_, events, expected) => {
    expect(countOrders(foldCustomer("c1", events), 5, "own")).toBe(expected);
  });
});

describe("consent", () => {
  it("is the latest record per purpose; of one instant the last written; null is as if never asked", () => {
    expect(headOfConsent([])).toEqual({ transactional: undefined, promotional: undefined });
    expect(
      headOfConsent([
        { promotional: true, atMs: 2 },
        { promotional: false, atMs: 1 },
      ]),
    ).toMatchObject({ promotional: true });
    expect(
      headOfConsent([
        { promotional: true, atMs: 1 },
        { promotional: false, atMs: 1 },
      ]),
    ).toMatchObject({ promotional: false });
    expect(
      headOfConsent([
        { promotional: true, transactional: false, atMs: 1 },
        { promotional: null, atMs: 2 },
      ]),
    ).toEqual({
      transactional: false,
      promotional: undefined,
    });
  });
});

it("events without a customer are their order's, else the owner's", () => {
  const events = [
    event("order.placed", 1, { orderId: "o1", customerId: "c1" }),
    event("order.delivered", 2, { orderId: "o1" }),
    event("support.opened", 3),
    event("order.placed", 4, { orderId: "o2", customerId: "c2" }),
  ];
  const customers = foldCustomers(events, "owner");
  expect([...customers].map(([id, { events: own }]) => [id, own.length])).toEqual([
    ["c1", 2],
    ["owner", 1],
    ["c2", 1],
  ]);
});
