import { expect, it } from "vitest";
import { customerFigures } from "../../worker/domain/customer-facts.ts";
import { foldCustomer } from "../../worker/domain/person-state.ts";
import type { StoreEvent } from "../../worker/domain/store-event.ts";

const base = { source: "woocommerce", live: true, test: false, customerId: "c1", orderId: "o1" } as const;
const placed: StoreEvent = {
  ...base,
  id: "placed",
  type: "order.placed",
  occurredAtMs: 0,
  order: { totalMinor: 5000, currency: "EUR" },
  items: [{ lineId: "1", sku: "A", quantity: 3, unitAmountMinor: 2000 }],
};
const refund = (hour: number, refundId: string | undefined, quantity: number): StoreEvent => ({
  ...base,
  id: `refund-${hour}`,
  type: "order.refunded",
  occurredAtMs: hour,
  refundId,
  items: quantity === 0 ? [] : [{ lineId: "1", sku: "A", quantity }],
});

it.each<[what: string, refunds: readonly StoreEvent[], value: number]>([
  ["whole while nothing came back", [], 50],
  ["less what came back", [refund(1, "r1", 1)], 30],
  ["less it once, by whatever it is told again", [refund(1, "r1", 0), refund(2, "r1", 1), refund(3, "r1", 1)], 30],
  ["less each refund that no store names", [refund(1, undefined, 1), refund(2, undefined, 1)], 10],
  ["as of the instant asked for", [refund(11, "r1", 1)], 50],
])("what a customer has been worth is %s", (_what, refunds, value) => {
  expect(customerFigures(foldCustomer("c1", [placed, ...refunds]), 10).lifetimeValue).toBe(value);
});
