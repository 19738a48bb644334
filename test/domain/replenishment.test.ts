import { expect, it } from "vitest";
import { foldCustomer } from "../../worker/domain/person-state.ts";
import { estimateDays, replenishAtMs } from "../../worker/domain/replenishment.ts";
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
const remindOn = (events: readonly StoreEvent[], daysPerUnit?: number) => {
  const atMs = replenishAtMs(foldCustomer("c1", events), "SERUM", { daysPerUnit });
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
