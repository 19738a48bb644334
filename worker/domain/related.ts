import { customerFigures } from "./customer-facts.ts";
import type { OrderState } from "./order-state.ts";
import type { CustomerState } from "./person-state.ts";
import type { ProductFacts } from "./product-facts.ts";

/** SKUs that others bought in one order with a SKU, the most frequent first. */
export type BoughtTogether = ReadonlyMap<string, readonly string[]>;

/** What to show beside an order: the product's complement, else what others bought with it; never owned, never out of stock. */
export function findRelated(
  order: OrderState | undefined,
  customer: CustomerState,
  {
    products,
    together,
    nowMs,
  }: {
    readonly products: ReadonlyMap<string, ProductFacts>;
    readonly together: BoughtTogether;
    readonly nowMs: number;
  },
): ProductFacts | undefined {
  const skus = (order?.lines ?? []).filter((line) => line.quantityLeft > 0).map(({ sku }) => sku);
  const complements = skus.flatMap((sku) => products.get(sku)?.complementSku ?? []);
  const candidates = [...complements, ...skus.flatMap((sku) => together.get(sku) ?? [])];
  const owned = new Set([...customerFigures(customer, nowMs).skus, ...skus]);
  for (const sku of candidates) {
    const product = owned.has(sku) ? undefined : products.get(sku);
    const isOffered = product !== undefined && product.discreet !== true && (product.stock ?? 1) > 0;
    if (isOffered && (product.shortName ?? product.title) !== undefined) return product;
  }
  return undefined;
}
