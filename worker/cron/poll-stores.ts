import { clock } from "../clock.ts";
import { pollEveryMs, pollStore } from "../intake/poll-store.ts";
import { logError } from "../log.ts";
import { claimPoll, releaseWrite } from "../tables/store-polls.ts";

/** An invocation has six connections, and others want some: dead stores may keep four of them, for as long as a round lasts. */
const storesAtOnce = 4;
const withinMs = 20_000;
/** Longer than a pass may take, with its last question. After a crash the next one goes on. */
const leaseMs = 120_000;

/** Finds orders whose webhook was lost, of one shop or of all. All of it is machine time. */
export async function pollStores(env: Env, shop?: string): Promise<void> {
  const startedAtMs = clock.machineNowMs();
  const isLate = (): boolean => clock.machineNowMs() - startedAtMs > withinMs;
  const work = async (): Promise<void> => {
    while (!isLate() && (await pollNext(env, shop, isLate)));
  };
  await Promise.all(Array.from({ length: storesAtOnce }, work));
}

async function pollNext(env: Env, shop: string | undefined, isLate: () => boolean): Promise<boolean> {
  const poll = await claimPoll(env.DB, { machineNowMs: clock.machineNowMs(), leaseMs, shop });
  if (poll === undefined) return false;
  try {
    await pollStore(env, poll, isLate);
  } catch (cause) {
    logError("cron.poll-stores", { merchantId: poll.merchantId }, cause);
    const failures = poll.failures + 1;
    const nextMachineMs = clock.machineNowMs() + pollEveryMs;
    await releaseWrite(env.DB, poll, { ...poll, nextMachineMs, failures }).run();
  }
  return true;
}
