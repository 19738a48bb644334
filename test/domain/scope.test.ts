import { describe, expect, it } from "vitest";
import { conditionScope } from "../../worker/domain/condition-scope.ts";
import { currentScope } from "../../worker/domain/current-scope.ts";
import { foldCustomer } from "../../worker/domain/person-state.ts";
import type { Run } from "../../worker/domain/run.ts";
import type { StoreEvent } from "../../worker/domain/store-event.ts";

const at = (hour: number) => Date.parse("2026-03-02T00:00:00Z") + hour * 3_600_000;
const base = { source: "api", live: true, test: false, customerId: "c1" } as const;
const item = (sku: string) => ({ lineId: sku, sku, name: `The ${sku}`, quantity: 1 });
const events: readonly StoreEvent[] = [
  {
    ...base,
    id: "c",
    type: "customer.updated",
    occurredAtMs: at(0),
    customer: { firstName: "Ann", city: "Rome", priorOrders: 1 },
  },
  {
    ...base,
    id: "p0",
    type: "order.placed",
    occurredAtMs: at(1),
    orderId: "o0",
    order: { totalMinor: 1000, currency: "USD" },
  },
  {
    ...base,
    id: "p1",
    type: "order.placed",
    occurredAtMs: at(2),
    orderId: "o1",
    items: [item("A"), item("B")],
    order: { name: "#1", totalMinor: 1999, currency: "USD", itemCount: 2 },
  },
  {
    ...base,
    id: "s1",
    type: "fulfillment.shipped",
    occurredAtMs: at(3),
    orderId: "o1",
    items: [item("A")],
    parcel: { id: "x", carrier: "UPS", trackingNumber: "1Z" },
  },
  { ...base, id: "r1", type: "order.refunded", occurredAtMs: at(4), orderId: "o1", items: [item("A")] },
  { ...base, id: "x0", type: "order.cancelled", occurredAtMs: at(5), orderId: "o0" },
  {
    ...base,
    id: "d1",
    type: "order.delivered",
    occurredAtMs: at(26),
    orderId: "o1",
    reason: "left at the door",
    attributes: { place: "door" },
  },
];
const customer = foldCustomer("c1", events);
const runOf = (id: string): Run => {
  const trigger = events.find((event) => event.id === id);
  if (trigger === undefined) throw new Error(id);
  const flow = { key: "f", name: "F", trigger: { event: trigger.type }, steps: [] };
  return {
    id: "r",
    flow,
    version: 1,
    customerId: "c1",
    orderId: trigger.orderId,
    trigger,
    refusal: undefined,
    replacedBy: undefined,
  };
};

describe("a condition reads", () => {
  it("all as it stood at the trigger, money as a number", () => {
    expect(conditionScope(runOf("p1"), customer, [], new Map())).toMatchObject({
      customer: { firstName: "Ann", orderCount: 3, totalSpent: 29.99 },
      order: { id: "o1", total: 19.99, carrier: undefined },
      items: [{ sku: "A" }, { sku: "B" }],
      parcel: undefined,
    });
    expect(conditionScope(runOf("d1"), customer, [], new Map())).toMatchObject({
      customer: { orderCount: 2, totalSpent: 19.99 },
      order: { carrier: "UPS", trackingNumber: "1Z" },
      items: [{ sku: "B" }],
      event: { type: "order.delivered", place: "door", reason: "left at the door" },
    });
  });

  it("the events that a run awaited, once each", () => {
    const refund = events.filter((event) => event.id === "r1");
    expect(conditionScope(runOf("p1"), customer, refund, new Map())).toMatchObject({ items: [{ sku: "B" }] });
    const shipped = events.filter((event) => event.id === "s1");
    expect(conditionScope(runOf("d1"), customer, shipped, new Map())).toMatchObject({
      items: [{ sku: "B" }],
      parcel: { count: 1 },
    });
  });
});

describe("a text reads", () => {
  const options = { nowMs: at(60), shop: { name: "Acme", url: "https://acme.example", helpText: undefined } };

  it("all as it is now, money as text, products under the merchant's names", () => {
    const products = new Map([
      ["B", { title: "Bee Balm 30 ml", shortName: "Bee Balm", reviewUrl: "https://acme.example/b" }],
    ]);
    expect(currentScope(runOf("p1"), customer, { ...options, products })).toMatchObject({
      customer: { orderCount: 2 },
      order: { name: "#1", total: "19.99", trackingNumber: "1Z", placedAt: "2026-03-02T02:00:00.000Z" },
      item: { name: "Bee Balm 30 ml", shortName: "Bee Balm", quantity: 1, reviewUrl: "https://acme.example/b" },
      shop: { name: "Acme" },
      days: { sincePurchase: 2, sinceDelivery: 1 },
    });
  });

  it("no stock number in the place of a name", () => {
    const placed = events.map((event) =>
      event.id === "p1" ? { ...event, items: [{ lineId: "B", sku: "B", quantity: 1 }] } : event,
    );
    const scope = currentScope(runOf("p1"), foldCustomer("c1", placed), { ...options, products: new Map() });
    expect(scope.item).toMatchObject({ sku: "B", name: undefined, shortName: undefined });
  });

  it("nothing of what a discreet product is", () => {
    const products = new Map([["B", { title: "Cream for piles", shortName: "Cream", discreet: true }]]);
    const scope = currentScope(runOf("p1"), customer, { ...options, products });
    expect(scope.item).toMatchObject({ name: "your order", shortName: "your order" });
  });
});
