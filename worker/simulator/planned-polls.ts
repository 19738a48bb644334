import { pollStores } from "../cron/poll-stores.ts";
import { pollEveryMs } from "../intake/poll-store.ts";
import { benchClock } from "./local-clock.ts";
import { getBenchState, type LocalEnv } from "./local-env.ts";

/** When a store is asked for what changed, on a clock that is moved: at the quarter of an hour after there is something to find. */
export interface PlannedPoll {
  readonly name: string;
  readonly shop: string;
  readonly atMs: number;
}

const prefix = "planned-poll:";

/** Something changed at a simulated store, now or at an instant to come. A clock that runs by itself needs no plan but cron. */
export async function planPoll(env: LocalEnv, shop: string, changedAtMs = 0): Promise<void> {
  const fromMs = Math.max(benchClock.nowMs(), changedAtMs);
  const atMs = (Math.floor(fromMs / pollEveryMs) + 1) * pollEveryMs;
  const plan: Omit<PlannedPoll, "name"> = { shop, atMs };
  await getBenchState(env).keep(`${prefix}${shop.toLowerCase()}:${atMs}`, plan);
  if (benchClock.isRunning()) await makeDue(env, shop);
}

/** The earliest first. */
export async function listPlannedPolls(env: LocalEnv): Promise<PlannedPoll[]> {
  const kept = await getBenchState(env).list(prefix);
  const plans = kept.map(({ name, json }) => {
    const plan = JSON.parse(json) as Omit<PlannedPoll, "name">; // kept above
    return { name, ...plan };
  });
  return plans.sort((a, b) => a.atMs - b.atMs || (a.name < b.name ? -1 : 1));
}

export async function runPlannedPoll(env: LocalEnv, { name, shop }: PlannedPoll): Promise<void> {
  await makeDue(env, shop);
  await pollStores(env, shop);
  await getBenchState(env).drop(name);
}

async function makeDue(env: LocalEnv, shop: string): Promise<void> {
  await env.DB.prepare("UPDATE store_polls SET next_machine_ms = 0 WHERE shop = ?1 COLLATE NOCASE").bind(shop).run();
}
