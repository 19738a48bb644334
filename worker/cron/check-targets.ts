import { checkDueTargets } from "../links/target-health.ts";
import { logError } from "../log.ts";

/** Each is asked for every six hours, sooner where it failed: 60,000 of a day are looked at in time. */
const targetsPerTick = 40;

/** Notices when a page that links lead to is gone, and when it is back. */
export async function checkTargets(env: Pick<Env, "DB" | "BASE_URL">, nowMs: number): Promise<void> {
  try {
    await checkDueTargets(env, nowMs, targetsPerTick);
  } catch (cause) {
    logError("cron.check-targets", {}, cause);
  }
}
