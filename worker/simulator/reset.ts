import { forgetCredentials } from "../merchants/credentials.ts";
import { forgetProducts } from "../merchants/known-products.ts";
import { forgetEverything } from "../merchants/merchant-rules.ts";
import { benchClock } from "./local-clock.ts";
import type { LocalEnv } from "./local-env.ts";
import { getSimulator } from "./simulator-env.ts";

/**
 * Empties all state. Objects are not gone through one by one: their names come from merchants' random ids, so nobody finds them
 * again, and one that wakes by itself sees that its merchant is gone and sleeps for good.
 */
export async function emptyState(env: LocalEnv, nowMs: number | undefined): Promise<void> {
  const { results } = await env.DB.prepare(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_cf%' ESCAPE '\\' AND name <> 'd1_migrations'",
  ).all<{ name: string }>();
  await env.DB.batch([
    env.DB.prepare("PRAGMA defer_foreign_keys = true"),
    ...results.map(({ name }) => env.DB.prepare(`DELETE FROM "${name}"`)),
  ]);
  forgetEverything();
  forgetProducts();
  forgetCredentials();
  await getSimulator(env).reset();
  await benchClock.move(nowMs === undefined ? { kind: "following", offsetMs: 0 } : { kind: "standing", atMs: nowMs });
}
