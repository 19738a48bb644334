import { parseDuration } from "./duration.ts";
import { addDuration } from "./local-time.ts";
import type { CustomerState } from "./person-state.ts";
import type { ProductFacts } from "./product-facts.ts";
import type { Run } from "./run.ts";

/** How long until all of an order can be judged: the longest delay among the products that are left of it. */
export function longestReviewDelay(
  run: Run,
  customer: CustomerState,
  products: ReadonlyMap<string, ProductFacts>,
): string | undefined {
  const order = run.orderId === undefined ? undefined : customer.orders.get(run.orderId);
  let longest: { readonly delay: string; readonly untilMs: number } | undefined;
  for (const line of order?.lines ?? []) {
    const delay = line.quantityLeft > 0 ? products.get(line.sku)?.reviewDelay : undefined;
    const duration = delay === undefined ? undefined : parseDuration(delay);
    if (delay === undefined || duration === undefined) continue;
    const untilMs = addDuration(run.trigger.occurredAtMs, duration, "UTC");
    if (longest === undefined || untilMs > longest.untilMs) longest = { delay, untilMs };
  }
  return longest?.delay;
}
