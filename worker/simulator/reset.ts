import { listShardNames } from "../domain/link-place.ts";
import { forgetAllFacts } from "../links/link-facts.ts";
import { forgetAllLinks } from "../links/resolve-link.ts";
import { readShardDigits } from "../links/shard-digits.ts";
import { forgetTargets } from "../links/target-health.ts";
import { forgetCredentials } from "../merchants/credentials.ts";
import { forgetProducts } from "../merchants/known-products.ts";
import { forgetEverything } from "../merchants/merchant-rules.ts";
import { forgetPaces } from "../merchants/usual-paces.ts";
import { noFaults, setFaults } from "./faults.ts";
import { localClickLogs } from "./local-click-log.ts";
import { benchClock } from "./local-clock.ts";
import { getBenchState, type LocalEnv } from "./local-env.ts";
import { emptyWeb } from "./simulated-web.ts";
import { getSimulator } from "./simulator-env.ts";

/**
 * Empties all state. But for the few whose names do not change, objects are not gone through one by one: their names come from
 * merchants' random ids, so nobody finds them again, and one that wakes by itself sees that its merchant is gone and sleeps for
 * good.
 */
export async function emptyState(env: LocalEnv, nowMs: number | undefined): Promise<void> {
  const shards = listShardNames(readShardDigits(env).own);
  await Promise.all(shards.map((name) => env.LINK_SHARD.getByName(name).empty()));
  setFaults(noFaults);
  await Promise.all(localClickLogs(env).map((log) => log.empty()));
  const { results } = await env.DB.prepare(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_cf%' ESCAPE '\\' AND name <> 'd1_migrations'",
  ).all<{ name: string }>();
  await env.DB.batch([
    env.DB.prepare("PRAGMA defer_foreign_keys = true"),
    ...results.map(({ name }) => env.DB.prepare(`DELETE FROM "${name}"`)),
  ]);
  forgetEverything();
  forgetProducts();
  forgetPaces();
  forgetCredentials();
  forgetAllLinks();
  forgetAllFacts();
  forgetTargets();
  emptyWeb();
  await getSimulator(env).reset();
  await getBenchState(env).forget();
  await benchClock.move(nowMs === undefined ? { kind: "following", offsetMs: 0 } : { kind: "standing", atMs: nowMs });
}
