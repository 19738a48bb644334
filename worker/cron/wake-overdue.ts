import { listDue } from "../tables/due.ts";
import { wakeAll } from "../wake.ts";

/** Customers that one tick wakes at most; those left over are still first in line at the next. */
const MOST_OWNERS = 2_000;

/** Finds who promised something by now and has not done it: a lost alarm costs at most a minute. */
export async function wakeOverdue(env: Env, nowMs: number): Promise<number> {
  return wakeAll(env, await listDue(env.DB, nowMs, MOST_OWNERS));
}
