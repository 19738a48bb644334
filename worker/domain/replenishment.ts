import { toLocal } from "./local-time.ts";
import type { CustomerState } from "./person-state.ts";
import type { ProductFacts } from "./product-facts.ts";

const DAY_MS = 86_400_000;

/** How strongly what is known of the product weighs against what is known of the person (docs/rules.md, section 5). */
const PRIOR_WEIGHT = 2;

/** Somebody who buys as irregularly as this cannot be told when; a product that so few buy again is not bought again. */
const MOST_VARIATION = 0.75;
const LEAST_REPEAT_RATE = 0.1;

/**
 * When somebody should be reminded to buy a product again: before they run out, by their own pace and the product's.
 *
 * Same-day orders are one; unit interval = gap / quantity; estimate = exp((k·ln prior + n·ln median) / (k + n)); cycle =
 * estimate × last quantity; lead = clamp(0.15·cycle, 2 d, 7 d). The prior is what the merchant says, else the product's median
 * over at least 20 customers. Undefined where nothing is known, where they buy too irregularly to tell, or where hardly anybody
 * buys the product again (docs/rules.md, section 5, "Replenishment"). Days are those of `zone`.
 */
export function replenishAtMs(
  customer: CustomerState,
  sku: string,
  product: ProductFacts | undefined,
  zone: string,
): number | undefined {
  const purchases = listPurchases(customer, sku, zone);
  const last = purchases.at(-1);
  if (last === undefined) return undefined;
  if (product?.repeatRate !== undefined && product.repeatRate < LEAST_REPEAT_RATE) return undefined;
  const intervals = unitIntervals(purchases);
  if (intervals.length >= 3 && variation(intervals) > MOST_VARIATION) return undefined;
  const perUnit = estimateDays(intervals, product?.daysPerUnit ?? product?.usualDaysPerUnit);
  if (perUnit === undefined) return undefined;
  const cycle = perUnit * last.quantity;
  const lead = Math.min(7, Math.max(2, 0.15 * cycle));
  return last.atMs + Math.max(0, cycle - lead) * DAY_MS;
}

/** Days that one unit lasts; `priorDays` = the merchant's, else the product's usual. */
export function estimateDays(intervals: readonly number[], priorDays: number | undefined): number | undefined {
  const count = intervals.length;
  if (count === 0) return priorDays;
  const own = Math.log(median(intervals));
  if (priorDays === undefined) return Math.exp(own);
  return Math.exp((PRIOR_WEIGHT * Math.log(priorDays) + count * own) / (PRIOR_WEIGHT + count));
}

/** How somebody buys a product, for what is usual with it. */
export interface Pace {
  readonly sku: string;
  readonly purchases: number;
  /** The median of their own; undefined where they bought it once. */
  readonly daysPerUnit: number | undefined;
  readonly firstAtMs: number;
}

export function listPaces(customer: CustomerState, zone: string): readonly Pace[] {
  const skus = new Set([...customer.orders.values()].flatMap(({ lines = [] }) => lines.map(({ sku }) => sku)));
  return [...skus].sort().flatMap((sku) => {
    const purchases = listPurchases(customer, sku, zone);
    const [first] = purchases;
    if (first === undefined) return [];
    const intervals = unitIntervals(purchases);
    const daysPerUnit = intervals.length === 0 ? undefined : median(intervals);
    return [{ sku, purchases: purchases.length, daysPerUnit, firstAtMs: first.atMs }];
  });
}

interface Purchase {
  readonly atMs: number;
  readonly quantity: number;
}

function listPurchases(customer: CustomerState, sku: string, zone: string): readonly Purchase[] {
  const byDay = new Map<string, Purchase>();
  for (const order of customer.orders.values()) {
    const { placedAtMs, cancelledAtMs, isTest, lines } = order;
    if (placedAtMs === undefined || cancelledAtMs !== undefined || isTest) continue;
    const quantity = (lines ?? []).reduce((sum, line) => sum + (line.sku === sku ? line.quantityLeft : 0), 0);
    if (quantity === 0) continue;
    const { year, month, day } = toLocal(placedAtMs, zone);
    const name = `${year}-${month}-${day}`;
    const before = byDay.get(name);
    byDay.set(name, { atMs: Math.max(placedAtMs, before?.atMs ?? 0), quantity: quantity + (before?.quantity ?? 0) });
  }
  return [...byDay.values()].sort((a, b) => a.atMs - b.atMs);
}

function unitIntervals(purchases: readonly Purchase[]): readonly number[] {
  return purchases.slice(1).map((purchase, index) => {
    const before = purchases[index];
    return before === undefined ? 0 : (purchase.atMs - before.atMs) / DAY_MS / before.quantity;
  });
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? 0;
  return Number.isInteger(middle) ? (upper + (sorted[middle - 1] ?? upper)) / 2 : upper;
}

/** Standard deviation over mean. */
function variation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return Math.sqrt(variance) / mean;
}
