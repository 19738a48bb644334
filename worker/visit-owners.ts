import { clock } from "./clock.ts";
import { listOwners, type OwnerScope } from "./tables/owners.ts";

/** Open files are what a machine runs out of first (worker/wake.ts). */
const MOST_IN_FLIGHT = 16;
const PAGE = 64;

export interface Visit<Result> {
  readonly results: readonly Result[];
  /** Undefined when everybody was visited, else after whom to go on. */
  readonly next: string | undefined;
}

/**
 * Asks one person's object after another, as long as there is time (machine time) and room. Whoever fails stops it there: the
 * caller goes on behind the last whole page, and what was done already is not done again.
 */
export async function visitOwners<Result>(
  env: Env,
  from: { readonly merchantId: string; readonly scope: OwnerScope; readonly after: string },
  visit: (owner: string) => Promise<Result>,
  {
    mostMs,
    isEnough = () => false,
  }: { readonly mostMs: number; readonly isEnough?: (results: readonly Result[]) => boolean },
): Promise<Visit<Result>> {
  const startedAtMs = clock.machineNowMs();
  const results: Result[] = [];
  for (let { after } = from; ; ) {
    const owners = await listOwners(env.DB, { ...from, after, limit: PAGE });
    const last = owners.at(-1);
    if (last === undefined) return { results, next: undefined };
    results.push(...(await visitAll(env, owners, visit)));
    if (owners.length < PAGE) return { results, next: undefined };
    after = last;
    if (isEnough(results) || clock.machineNowMs() - startedAtMs > mostMs) return { results, next: last };
  }
}

/** In the order in which they are named. */
export async function visitAll<Item, Result>(
  env: Pick<Env, "OBJECTS_PER_SECOND">,
  items: readonly Item[],
  visit: (item: Item) => Promise<Result>,
  isLate: () => boolean = () => false,
): Promise<readonly Result[]> {
  const perSecond = Number(env.OBJECTS_PER_SECOND ?? Number.POSITIVE_INFINITY);
  const startedAtMs = Date.now();
  const results = new Map<number, Result>();
  let begun = 0;
  const work = async (): Promise<void> => {
    for (let index = begun; index < items.length && !isLate(); index = begun) {
      begun += 1;
      const aheadMs = (index / perSecond) * 1000 - (Date.now() - startedAtMs);
      if (aheadMs > 0) await new Promise((resolve) => setTimeout(resolve, aheadMs));
      const item = items[index];
      if (item !== undefined) results.set(index, await visit(item));
    }
  };
  await Promise.all(Array.from({ length: Math.min(MOST_IN_FLIGHT, items.length) }, work));
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}
