import type { CustomerState } from "./person-state.ts";
import type { Run } from "./run.ts";

/** The products that a run is about: what was ordered, and of that what its trigger names where it names any. */
export function skusOf({ flow, orderId, trigger }: Run, customer: CustomerState | undefined): readonly string[] {
  const lines = orderId === undefined ? undefined : customer?.orders.get(orderId)?.lines;
  const wanted = new Set(flow.trigger.skus ?? []);
  const skus = (lines ?? trigger.items ?? []).map(({ sku }) => sku);
  return [...new Set(skus)].filter((sku) => wanted.size === 0 || wanted.has(sku));
}
