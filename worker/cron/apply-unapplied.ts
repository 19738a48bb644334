import { clock } from "../clock.ts";
import { NotFetchedError } from "../intake/apply-notice.ts";
import { applyKept } from "../intake/take-in.ts";
import { logError } from "../log.ts";
import { listUnapplied, markNoticesTried, markTried, type UnappliedDelivery } from "../tables/store-events.ts";

const MOST_DELIVERIES = 500;

/** Stores that take their time to answer may not keep the rest of a round waiting for longer (machine time). */
const NOTICES_WITHIN_MS = 20_000;

/** Hands over what was acknowledged but never reached its owner. */
export async function applyUnapplied(env: Env): Promise<number> {
  const deliveries = await listUnapplied(env.DB, MOST_DELIVERIES);
  const silent = new Set<string>();
  const startedAtMs = clock.machineNowMs();
  for (const delivery of deliveries) {
    // A store that does not answer is asked once a round: each question may take seconds.
    const isLate = clock.machineNowMs() - startedAtMs > NOTICES_WITHIN_MS;
    if (delivery.notice !== undefined && (isLate || silent.has(storeOf(delivery)))) continue;
    try {
      await applyKept(env, delivery);
    } catch (cause) {
      const { merchantId, source, deliveryId } = delivery;
      logError("cron.apply-unapplied", { merchantId, source, deliveryId }, cause);
      if (cause instanceof NotFetchedError && cause.isWholeStore) {
        silent.add(storeOf(delivery));
        await markNoticesTried(env.DB, delivery, clock.machineNowMs());
      } else await markTried(env.DB, delivery, clock.machineNowMs());
    }
  }
  return deliveries.length;
}

function storeOf({ merchantId, source }: UnappliedDelivery): string {
  return `${merchantId}/${source}`;
}
