import { clock } from "../clock.ts";
import type { ProductFacts } from "../domain/product-facts.ts";
import { readUsualPaces, type UsualPace } from "../tables/product-buyers.ts";

/** They change with every order, and slowly: read so often at most (machine time), but each time where a local clock stands still. */
const KEPT_MS = 600_000;
const MAX_KEPT = 20_000;

const kept = new Map<string, { readonly pace: UsualPace | undefined; readonly readAtMs: number }>();

/** These products with what is usual among those who buy them. */
export async function withUsualPaces(
  env: Pick<Env, "DB">,
  merchantId: string,
  skus: readonly string[],
  products: ReadonlyMap<string, ProductFacts>,
): Promise<ReadonlyMap<string, ProductFacts>> {
  const paces = await knownPaces(env, merchantId, [...new Set(skus)], products);
  const told = new Map(products);
  for (const [sku, { daysPerUnit, repeatRate }] of paces) {
    told.set(sku, { ...products.get(sku), usualDaysPerUnit: daysPerUnit, repeatRate });
  }
  return told;
}

async function knownPaces(
  env: Pick<Env, "DB">,
  merchantId: string,
  skus: readonly string[],
  products: ReadonlyMap<string, ProductFacts>,
): Promise<ReadonlyMap<string, UsualPace>> {
  const machineNowMs = clock.machineNowMs();
  const asked = skus.map((sku) => ({ sku, days: products.get(sku)?.daysPerUnit }));
  const nameOf = ({ sku, days }: (typeof asked)[number]): string => `${merchantId}\n${sku}\n${days ?? ""}`;
  const isFresh = (readAtMs: number): boolean => clock.isRunning() && machineNowMs - readAtMs <= KEPT_MS;
  const stale = asked.filter((one) => !isFresh(kept.get(nameOf(one))?.readAtMs ?? Number.NEGATIVE_INFINITY));
  if (stale.length > 0) {
    const read = await readUsualPaces(env.DB, merchantId, stale, clock.nowMs());
    if (kept.size + stale.length > MAX_KEPT) kept.clear();
    for (const one of stale) kept.set(nameOf(one), { pace: read.get(one.sku), readAtMs: machineNowMs });
  }
  const paces = asked.map((one) => [one.sku, kept.get(nameOf(one))?.pace] as const);
  return new Map(paces.flatMap(([sku, pace]) => (pace === undefined ? [] : [[sku, pace] as const])));
}

/** After all state was emptied. */
export function forgetPaces(): void {
  kept.clear();
}
