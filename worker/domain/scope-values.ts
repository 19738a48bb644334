import { toIso } from "./iso.ts";
import type { ProductFacts } from "./product-facts.ts";

export function isoOf(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : toIso(ms);
}

export function daysBetween(fromMs: number | undefined, untilMs: number): number | undefined {
  return fromMs === undefined ? undefined : Math.max(0, Math.floor((untilMs - fromMs) / 86_400_000));
}

/** Each once. */
export function categoriesOf(skus: readonly string[], products: ReadonlyMap<string, ProductFacts>): readonly string[] {
  return [...new Set(skus.flatMap((sku) => products.get(sku)?.categories ?? []))];
}
