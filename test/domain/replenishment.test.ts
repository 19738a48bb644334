import { expect, it } from "vitest";
import type { Flow } from "../../shared/contract/flows.ts";
import { foldCustomer } from "../../worker/domain/person-state.ts";
import type { ProductFacts } from "../../worker/domain/product-facts.ts";
import { estimateDays, listPaces, replenishAtMs } from "../../worker/domain/replenishment.ts";
import { findRunItem } from "../../worker/domain/run-item.ts";
import type { StoreEvent } from "../../worker/domain/store-event.ts";

const DAY = 86_400_000;
const bought = (day: number, quantity = 1, sku = "SERUM"): StoreEvent => ({
  id: `e${day}-${quantity}-${sku}`,
  source: "api",
  type: "order.placed",
  occurredAtMs: day * DAY,
  live: true,
  test: false,
  orderId: `o${day}-${quantity}-${sku}`,
  items: [{ lineId: sku, sku, quantity }],
});
const remindOn = (events: readonly StoreEvent[], daysPerUnit?: number, usual: ProductFacts = {}) => {
  const atMs = replenishAtMs(foldCustomer("c1", events), "SERUM", { daysPerUnit, ...usual }, "UTC");
  return atMs === undefined ? undefined : Math.round((atMs / DAY) * 100) / 100;
};

it("weighs the product's usual against one's own pace (docs/rules.md, section 5)", () => {
  expect(estimateDays([50], 30)).toBeCloseTo(35.568933, 6);
});

it.each([
  ["by the two together", [bought(0), bought(50)], 30, 80.23],
  ["by the product alone after a first purchase", [bought(10)], 30, 35.5],
  ["by the person alone where nothing is known of the product", [bought(0), bought(40)], undefined, 74],
  ["later where more was bought", [bought(0, 3)], 30, 83],
  ["never sooner than two days before", [bought(0)], 4, 2],
  ["with two orders of one day as one", [bought(0, 1), bought(0, 2)], 30, 83],
  ["not where nothing is known", [bought(0)], undefined, undefined],
  ["not where they buy too irregularly", [bought(0), bought(1), bought(100), bought(102)], 30, undefined],
  ["not for a product that they never bought", [bought(0, 1, "SOAP")], 30, undefined],
])("reminds %s", (_, events, daysPerUnit, expected) => {
  expect(remindOn(events, daysPerUnit)).toBe(expected);
});

it.each<[string, readonly StoreEvent[], number | undefined, ProductFacts, number | undefined]>([
  ["by what is usual with others", [bought(0)], undefined, { usualDaysPerUnit: 40 }, 34],
  ["by what the merchant says before that", [bought(0)], 30, { usualDaysPerUnit: 40 }, 25.5],
  ["where one in ten buys it again", [bought(0)], 30, { repeatRate: 0.1 }, 25.5],
  ["not where fewer do, whatever the merchant says", [bought(0), bought(30)], 30, { repeatRate: 0.099 }, undefined],
])("reminds %s", (_, events, daysPerUnit, usual, expected) => {
  expect(remindOn(events, daysPerUnit, usual)).toBe(expected);
});

it("takes for one day what is one where they live", () => {
  const evening = { ...bought(10), occurredAtMs: Date.parse("2026-03-02T23:30:00Z") };
  const night = { ...bought(11), occurredAtMs: Date.parse("2026-03-03T03:30:00Z") };
  const customer = foldCustomer("c1", [evening, night]);
  const atMs = (zone: string) => replenishAtMs(customer, "SERUM", { daysPerUnit: 30 }, zone);
  // Six hours a unit as the clock in UTC would have it.
  expect((atMs("America/New_York") ?? 0) - night.occurredAtMs).toBe(53 * DAY);
  expect((atMs("UTC") ?? 0) - night.occurredAtMs).toBeLessThan(10 * DAY);
});

it("a customer's pace is their own median, of days on which something was left of what they bought", () => {
  const cancelled = { ...bought(90), type: "order.cancelled", occurredAtMs: 91 * DAY, id: "x" } as const;
  const customer = foldCustomer("c1", [bought(0, 2), bought(40), bought(70), bought(90), cancelled]);
  expect(listPaces(customer, "UTC")).toEqual([{ sku: "SERUM", purchases: 3, daysPerUnit: 25, firstAtMs: 0 }]);
  expect(listPaces(foldCustomer("c1", [bought(5)]), "UTC")).toMatchObject([{ purchases: 1, daysPerUnit: undefined }]);
});

const item = (sku: string, replenishAt?: string) => ({ sku, replenishAt });
const flow = (more: object): Flow => ({
  key: "f",
  name: "F",
  trigger: { event: "order.placed" },
  steps: [{ send: { body: "Hi" }, class: "promotional", from: { field: "item.replenishAt" } }],
  ...more,
});
it.each<[string, ReturnType<typeof item>[], Flow | undefined, string | undefined]>([
  ["the first, where nobody asks more", [item("A"), item("B", "2026-03-01T00:00:00.000Z")], undefined, "A"],
  [
    "what runs out first",
    [item("A", "2026-03-09T00:00:00.000Z"), item("B", "2026-03-01T00:00:00.000Z"), item("C")],
    flow({}),
    "B",
  ],
  ["the first, where nothing runs out", [item("A"), item("B")], flow({}), "A"],
  [
    "of the flow's products what runs out first",
    [item("A", "2026-03-09T00:00:00.000Z"), item("B", "2026-03-01T00:00:00.000Z")],
    flow({ trigger: { event: "order.placed", skus: ["A"] } }),
    "A",
  ],
  [
    "the flow's product",
    [item("A"), item("B")],
    flow({ steps: [], trigger: { event: "order.placed", skus: ["B"] } }),
    "B",
  ],
  ["nothing of an order of which nothing is left", [], flow({}), undefined],
])("a run is about %s", (_, items, own, expected) => {
  expect(findRunItem(items, own)?.sku).toBe(expected);
});
