import type { Flow } from "../../shared/contract/flows.ts";
import { clock } from "../clock.ts";
import type { MerchantRules } from "../domain/merchant-rules.ts";
import { findFlowVersion } from "../tables/flow-versions.ts";
import { findMerchantRow } from "../tables/merchants.ts";

/** R17: a stop holds within a second everywhere, so no isolate believes what it read for longer (machine time). */
const MAX_AGE_MS = 1_000;
const MAX_MERCHANTS = 1_000;
const MAX_FLOWS = 2_000;

const merchants = new Map<string, { readonly rules: MerchantRules; readonly readAtMs: number }>();
const writes = new Map<string, number>();
const flows = new Map<string, Flow>();

/** Everything of a merchant that can change under a waiting run, at most a second old; undefined = no such merchant. */
export async function findMerchant(env: Pick<Env, "DB">, id: string): Promise<MerchantRules | undefined> {
  const startedAtMs = clock.machineNowMs();
  const known = merchants.get(id);
  if (known !== undefined && startedAtMs - known.readAtMs < MAX_AGE_MS) return known.rules;
  const writesBefore = writes.get(id);
  const rules = await findMerchantRow(env.DB, id);
  // What was read while somebody wrote may be from before.
  if (rules !== undefined && writes.get(id) === writesBefore)
    keep(merchants, MAX_MERCHANTS, id, { rules, readAtMs: startedAtMs });
  return rules;
}

/** Called after every write to a merchant's row, so that this isolate sees it at once. */
export function forgetMerchant(id: string): void {
  merchants.delete(id);
  keep(writes, MAX_MERCHANTS, id, (writes.get(id) ?? 0) + 1);
}

/** After all state was emptied: nothing that this isolate knows holds any more. */
export function forgetEverything(): void {
  merchants.clear();
  flows.clear();
}

/**
 * A version never changes (R9) but in its wording, so it is kept for as long as there is room. Whoever prints its texts names
 * the merchant's `wordingRevision`; nobody else needs to.
 */
export async function findFlow(
  env: Pick<Env, "DB">,
  merchantId: string,
  key: string,
  version: number,
  wordingRevision = 0,
): Promise<Flow | undefined> {
  const known = cachedFlow(merchantId, key, version, wordingRevision);
  if (known !== undefined) return known;
  const row = await findFlowVersion(env.DB, { merchantId, key, version });
  if (row !== undefined) keep(flows, MAX_FLOWS, flowName(merchantId, key, version, wordingRevision), row.flow);
  return row?.flow;
}

/** For code that can't wait; undefined = not read yet by `findFlow`. */
export function cachedFlow(merchantId: string, key: string, version: number, wordingRevision = 0): Flow | undefined {
  return flows.get(flowName(merchantId, key, version, wordingRevision));
}

function flowName(merchantId: string, key: string, version: number, wordingRevision: number): string {
  return `${merchantId}\n${key}\n${version}\n${wordingRevision}`;
}

/** Drops what has been there longest once a map is full. */
function keep<Value>(map: Map<string, Value>, maxSize: number, key: string, value: Value): void {
  map.delete(key);
  if (map.size >= maxSize) {
    const [oldest] = map.keys();
    if (oldest !== undefined) map.delete(oldest);
  }
  map.set(key, value);
}
