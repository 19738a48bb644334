import { brakeSurges } from "../brakes/apply-brakes.ts";
import { clock } from "../clock.ts";
import { deleteOldKeys } from "../tables/idempotency-keys.ts";
import { applyUnapplied } from "./apply-unapplied.ts";
import { wakeOverdue } from "./wake-overdue.ts";

const KEYS_KEPT_MS = 86_400_000;

/** The auditor: by what is undone, not by tick, since a tick may be skipped or come twice. Alone it is enough to send all. */
export async function audit(env: Env): Promise<void> {
  await clock.ready();
  await applyUnapplied(env);
  await wakeOverdue(env, clock.nowMs());
  await brakeSurges(env, clock.nowMs());
  await deleteOldKeys(env.DB, clock.machineNowMs() - KEYS_KEPT_MS);
}
