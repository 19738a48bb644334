import { clock } from "../clock.ts";
import { deleteOldTokens } from "../tables/devices.ts";
import { deleteOldKeys } from "../tables/idempotency-keys.ts";
import { deleteOldTestCodes } from "../tables/test-phones.ts";
import { applyUnapplied } from "./apply-unapplied.ts";
import { wakeOverdue } from "./wake-overdue.ts";

const KEYS_KEPT_MS = 86_400_000;
/** A stolen refresh token gives itself away by being used again, for so long. */
const TOKENS_KEPT_MS = 90 * 86_400_000;
const CODES_KEPT_MS = 86_400_000;

/** The auditor: by what is undone, not by tick, since a tick may be skipped or come twice. Alone it is enough to send all. */
export async function audit(env: Env): Promise<void> {
  await clock.ready();
  await applyUnapplied(env);
  await wakeOverdue(env, clock.nowMs());
  const machineNowMs = clock.machineNowMs();
  await deleteOldKeys(env.DB, machineNowMs - KEYS_KEPT_MS);
  await deleteOldTokens(env.DB, machineNowMs - TOKENS_KEPT_MS);
  await deleteOldTestCodes(env.DB, machineNowMs - CODES_KEPT_MS);
}
