import { expect, it } from "vitest";
import { customerFigures } from "../../worker/domain/customer-facts.ts";
import { foldCustomer } from "../../worker/domain/person-state.ts";
import type { StoreEvent } from "../../worker/domain/store-event.ts";

const base = { source: "shopify", live: true, test: false, customerId: "c1", orderId: "o1" } as const;
const soap = (quantity: number) => [{ lineId: "l1", sku: "SOAP", quantity, unitAmountMinor: 2_000 }];
const placed: StoreEvent = {
  ...base,
  ...{ id: "p", type: "order.placed", occurredAtMs: 1, items: soap(5) },
  order: { totalMinor: 10_000, currency: "USD" },
};
const refund = (id: string, refundId: string | undefined, quantity: number): StoreEvent => ({
  ...base,
  ...{ id, type: "order.refunded", occurredAtMs: 2, refundId },
  items: [{ lineId: "l1", sku: "SOAP", quantity }],
});

it.each<[string, readonly StoreEvent[], number]>([
  ["all that was paid", [], 100],
  ["less what came back", [refund("r1", "1", 1), refund("r2", "2", 2)], 40],
  ["less what came back, told of twice", [refund("r1", "1", 2), refund("r2", "1", 2)], 60],
  ["less what came back without a name of its own", [refund("r1", undefined, 1), refund("r2", undefined, 1)], 60],
  ["nothing, once all came back", [refund("r1", "1", 5)], 0],
])("somebody's lifetime value is %s", (_, refunds, expected) => {
  expect(customerFigures(foldCustomer("c1", [placed, ...refunds]), 3).lifetimeValue).toBe(expected);
});
