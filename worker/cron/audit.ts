import { clock } from "../clock.ts";
import { flushClickLogs } from "../links/click-logs.ts";
import { deleteOldKeys } from "../tables/idempotency-keys.ts";
import { applyUnapplied } from "./apply-unapplied.ts";
import { checkDomains } from "./check-domains.ts";
import { checkTargets } from "./check-targets.ts";
import { copyLinksInTurn } from "./copy-links.ts";
import { purgeClicks } from "./purge-clicks.ts";
import { wakeOverdue } from "./wake-overdue.ts";

const KEYS_KEPT_MS = 86_400_000;

/** The auditor: by what is undone, not by tick, since a tick may be skipped or come twice. Alone it is enough to send all. */
export async function audit(env: Env): Promise<void> {
  await clock.ready();
  await applyUnapplied(env);
  await wakeOverdue(env, clock.nowMs());
  await flushClickLogs(env); // whose own alarm may be lost
  await copyLinksInTurn(env);
  await checkDomains(env, clock.nowMs());
  await checkTargets(env, clock.nowMs());
  await purgeClicks(env, clock.nowMs());
  await deleteOldKeys(env.DB, clock.machineNowMs() - KEYS_KEPT_MS);
}
