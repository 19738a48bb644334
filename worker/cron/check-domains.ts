import { checkDomain, dropDomain } from "../domains/bring-domain.ts";
import { logError } from "../log.ts";
import { listPendingDomains } from "../tables/short-domains.ts";

const DOMAINS_PER_TICK = 10;
/** Whoever has not set the records by then has to ask again, so that nobody keeps a host from its owner. */
const LONGEST_PENDING_MS = 14 * 86_400_000;

/** Lets merchants' domains serve as soon as their DNS says so. */
export async function checkDomains(env: Env, nowMs: number): Promise<void> {
  for (const domain of await listPendingDomains(env.DB, DOMAINS_PER_TICK)) {
    try {
      if (nowMs - domain.createdAtMs > LONGEST_PENDING_MS) await dropDomain(env, domain);
      else await checkDomain(env, domain);
    } catch (cause) {
      logError("cron.check-domains", { merchantId: domain.merchantId }, cause);
    }
  }
}
