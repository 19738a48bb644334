import { brakeSurges } from "../brakes/apply-brakes.ts";
import { clock } from "../clock.ts";
import { flushClickLogs } from "../links/click-logs.ts";
import { deleteOldTokens } from "../tables/devices.ts";
import { deleteOldKeys } from "../tables/idempotency-keys.ts";
import { deleteOldMisses } from "../tables/slug-misses.ts";
import { deleteOldTestCodes } from "../tables/test-phones.ts";
import { applyUnapplied } from "./apply-unapplied.ts";
import { checkDomains } from "./check-domains.ts";
import { checkTargets } from "./check-targets.ts";
import { copyLinksInTurn } from "./copy-links.ts";
import { pollStores } from "./poll-stores.ts";
import { purgeClicks } from "./purge-clicks.ts";
import { wakeOverdue } from "./wake-overdue.ts";
import { workErasuresInTurn } from "./work-erasures.ts";

const KEYS_KEPT_MS = 86_400_000;
/** A stolen refresh token gives itself away by being used again, for so long. */
const TOKENS_KEPT_MS = 90 * 86_400_000;
const CODES_KEPT_MS = 86_400_000;

/** What cron does each minute. Stores come last: they may take their time. */
export async function audit(env: Env): Promise<void> {
  await auditState(env);
  await pollStores(env);
}

/** The auditor: by what is undone, not by tick, since a tick may be skipped or come twice. Alone it is enough to send all. */
export async function auditState(env: Env): Promise<void> {
  await clock.ready();
  await applyUnapplied(env);
  await wakeOverdue(env, clock.nowMs());
  await workErasuresInTurn(env);
  await brakeSurges(env, clock.nowMs());
  await flushClickLogs(env); // whose own alarm may be lost
  await copyLinksInTurn(env);
  await checkDomains(env, clock.nowMs());
  await checkTargets(env, clock.nowMs());
  await purgeClicks(env, clock.nowMs());
  const machineNowMs = clock.machineNowMs();
  await deleteOldMisses(env.DB, Math.floor(machineNowMs / 60_000));
  await deleteOldKeys(env.DB, machineNowMs - KEYS_KEPT_MS);
  await deleteOldTokens(env.DB, machineNowMs - TOKENS_KEPT_MS);
  await deleteOldTestCodes(env.DB, machineNowMs - CODES_KEPT_MS);
}
