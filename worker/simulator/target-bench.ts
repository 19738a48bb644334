import { checkDueTargets } from "../links/target-health.ts";
import { benchClock } from "./local-clock.ts";
import type { LocalEnv } from "./local-env.ts";
import { type ScriptedTarget, scriptTarget } from "./simulated-web.ts";

/** Answers how every watched target stands once that address has changed: all are asked at once, whenever they were due. */
export async function changeTarget(env: LocalEnv, target: ScriptedTarget): Promise<{ readonly targets: unknown }> {
  scriptTarget(target);
  await env.DB.prepare("UPDATE targets SET next_check_ms = 0").run();
  await checkDueTargets(env, benchClock.nowMs(), 10_000);
  const { results } = await env.DB.prepare("SELECT url, watch, state, answer FROM targets ORDER BY url").all();
  return { targets: results };
}
