import { logError } from "./log.ts";
import { bringHeldForward, listHeld } from "./tables/due.ts";

/** Open files are what a machine runs out of first: a live object holds about three for some ten seconds. */
const MOST_IN_FLIGHT = 16;

/** Looks at these customers now, as long as there is time. One that fails is left to its own alarm and to cron. */
export async function wakeAll(
  env: Env,
  owners: readonly string[],
  options: { readonly isLate?: () => boolean; readonly changedMerchantId?: string } = {},
): Promise<number> {
  const { isLate = () => false, changedMerchantId } = options;
  const perSecond = Number(env.OBJECTS_PER_SECOND ?? Number.POSITIVE_INFINITY);
  const queue = [...owners];
  let woken = 0;
  const startedAtMs = Date.now();
  const work = async (): Promise<void> => {
    for (let owner = queue.shift(); owner !== undefined && !isLate(); owner = queue.shift()) {
      const aheadMs = (woken / perSecond) * 1000 - (Date.now() - startedAtMs);
      if (aheadMs > 0) await new Promise((resolve) => setTimeout(resolve, aheadMs));
      woken += 1;
      try {
        await env.CUSTOMER.getByName(owner).wake(changedMerchantId);
      } catch (cause) {
        logError("wake", { owner }, cause);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(MOST_IN_FLIGHT, owners.length) }, work));
  return woken;
}

const PAGE = 500;

/**
 * Looks again at everybody whose texts wait for an act of this merchant. First the due index: then cron finishes what is left,
 * should this be cut off.
 */
export async function releaseHeld(env: Env, merchantId: string, nowMs: number): Promise<number> {
  const held = await bringHeldForward(env.DB, merchantId, nowMs);
  for (let after = ""; ; ) {
    const owners = await listHeld(env.DB, merchantId, after, PAGE);
    const last = owners.at(-1);
    if (last === undefined) return held;
    await wakeAll(env, owners, { changedMerchantId: merchantId });
    after = last;
  }
}
