import * as z from "zod";
import { deleteClicks, forgetAddresses, listClickAges } from "../tables/click-retention.ts";

const dayMs = 86_400_000;
/** A shared link counts a visitor once a day, so that nothing is compared across days; the second is for clicks that come late. */
const addressesKeptMs = 2 * dayMs;
/** 28 million clicks a day, in statements that keep nobody waiting. */
const clicksPerBatch = 1_000;
const batchesPerTick = 20;

const KeptDays = z.coerce.number().int().min(30).max(90);

/** Clicks go after `CLICK_DAYS`, what tells an address apart within days. What they add up to is in the roll-ups, for ever. */
export async function purgeClicks(env: Pick<Env, "DB" | "CLICK_DAYS">, nowMs: number): Promise<void> {
  const keptMs = KeptDays.parse(env.CLICK_DAYS) * dayMs;
  await inBatches(async () => {
    const upTo = lastOlderThan(nowMs - keptMs, await listClickAges(env.DB, undefined, clicksPerBatch));
    if (upTo !== undefined) await deleteClicks(env.DB, upTo);
    return upTo !== undefined;
  });
  await inBatches(async () => {
    const upTo = lastOlderThan(
      nowMs - addressesKeptMs,
      await listClickAges(env.DB, "forget-addresses", clicksPerBatch),
    );
    if (upTo !== undefined) await forgetAddresses(env.DB, upTo);
    return upTo !== undefined;
  });
}

async function inBatches(work: () => Promise<boolean>): Promise<void> {
  for (let batch = 0; batch < batchesPerTick; batch += 1) if (!(await work())) return;
}

/** Ids are in order of time, so that what is old comes first. */
function lastOlderThan(
  beforeMs: number,
  clicks: readonly { readonly id: string; readonly atMs: number }[],
): string | undefined {
  const young = clicks.findIndex(({ atMs }) => atMs >= beforeMs);
  return (young === -1 ? clicks : clicks.slice(0, young)).at(-1)?.id;
}
