import type { ProductInput } from "../../shared/contract/products.ts";
import type { MerchantRules } from "../domain/merchant-rules.ts";
import { findProducts } from "../tables/products.ts";

const MAX_KEPT = 20_000;

/** By merchant, revision and SKU; undefined = the merchant has said nothing of it. */
const kept = new Map<string, ProductInput | undefined>();

/** What the merchant says of these products. Read once per revision, so that a shop of many orders asks D1 rarely. */
export async function knownProducts(
  env: Pick<Env, "DB">,
  { id, productsRevision }: Pick<MerchantRules, "id" | "productsRevision">,
  skus: readonly string[],
): Promise<ReadonlyMap<string, ProductInput>> {
  const found = new Map<string, ProductInput>();
  if (productsRevision === 0) return found;
  const nameOf = (sku: string): string => `${id}\n${productsRevision}\n${sku}`;
  const missing = [...new Set(skus)].filter((sku) => !kept.has(nameOf(sku)));
  if (missing.length > 0) {
    const read = await findProducts(env.DB, id, missing);
    if (kept.size + missing.length > MAX_KEPT) kept.clear();
    for (const sku of missing) kept.set(nameOf(sku), read.get(sku));
  }
  for (const sku of skus) {
    const product = kept.get(nameOf(sku));
    if (product !== undefined) found.set(sku, product);
  }
  return found;
}

/** After all state was emptied. */
export function forgetProducts(): void {
  kept.clear();
}
