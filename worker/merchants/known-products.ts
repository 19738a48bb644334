import type { ProductInput } from "../../shared/contract/products.ts";
import { clock } from "../clock.ts";
import type { MerchantRules } from "../domain/merchant-rules.ts";
import type { BoughtTogether } from "../domain/related.ts";
import { listTogether } from "../tables/bought-together.ts";
import { findProducts } from "../tables/products.ts";

const MAX_KEPT = 20_000;

/** Always the same, so that what was worked out with it still holds at the next look. */
const NOTHING = { products: new Map<string, ProductInput>(), together: new Map<string, readonly string[]>() };

/** By merchant, revision and SKU; undefined = the merchant has said nothing of it. */
const kept = new Map<string, ProductInput | undefined>();

/** What was bought together changes with every order, and slowly: read so often at most (machine time). */
const TOGETHER_KEPT_MS = 60_000;

const together = new Map<string, { readonly others: readonly string[]; readonly readAtMs: number }>();

/** What the merchant says of these products, and of those that may be shown beside them. */
export async function knownGoods(
  env: Pick<Env, "DB">,
  merchant: Pick<MerchantRules, "id" | "productsRevision">,
  skus: readonly string[],
): Promise<{ readonly products: ReadonlyMap<string, ProductInput>; readonly together: BoughtTogether }> {
  if (merchant.productsRevision === 0 || skus.length === 0) return NOTHING;
  const own = await knownProducts(env, merchant, skus);
  const others = await knownTogether(env, merchant.id, [...new Set(skus)]);
  const beside = [...own.values()].flatMap(({ complementSku }) => complementSku ?? []);
  const shown = await knownProducts(env, merchant, [...beside, ...[...others.values()].flat()]);
  return { products: new Map([...shown, ...own]), together: others };
}

async function knownTogether(
  env: Pick<Env, "DB">,
  merchantId: string,
  skus: readonly string[],
): Promise<BoughtTogether> {
  const nowMs = clock.machineNowMs();
  const nameOf = (sku: string): string => `${merchantId}\n${sku}`;
  const stale = skus.filter(
    (sku) => nowMs - (together.get(nameOf(sku))?.readAtMs ?? Number.NEGATIVE_INFINITY) > TOGETHER_KEPT_MS,
  );
  if (stale.length > 0) {
    const read = await listTogether(env.DB, merchantId, stale);
    if (together.size + stale.length > MAX_KEPT) together.clear();
    for (const sku of stale) together.set(nameOf(sku), { others: read.get(sku) ?? [], readAtMs: nowMs });
  }
  return new Map(skus.map((sku) => [sku, together.get(nameOf(sku))?.others ?? []]));
}

/** Read once per revision, so that a shop of many orders asks D1 rarely. */
async function knownProducts(
  env: Pick<Env, "DB">,
  { id, productsRevision }: Pick<MerchantRules, "id" | "productsRevision">,
  skus: readonly string[],
): Promise<ReadonlyMap<string, ProductInput>> {
  const found = new Map<string, ProductInput>();
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

/** Called where an order of several products was taken in, so that this isolate sees it at once. */
export function forgetTogether(merchantId: string, skus: readonly string[]): void {
  for (const sku of skus) together.delete(`${merchantId}\n${sku}`);
}

/** After all state was emptied. */
export function forgetProducts(): void {
  kept.clear();
  together.clear();
}
