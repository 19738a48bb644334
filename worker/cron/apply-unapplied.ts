import { clock } from "../clock.ts";
import { applyDelivery } from "../intake/apply-events.ts";
import { logError } from "../log.ts";
import { listUnapplied, markTried } from "../tables/store-events.ts";

const MOST_DELIVERIES = 500;

/** Hands over what was acknowledged but never reached its owner. */
export async function applyUnapplied(env: Env): Promise<number> {
  const deliveries = await listUnapplied(env.DB, MOST_DELIVERIES);
  for (const delivery of deliveries) {
    try {
      await applyDelivery(env, delivery);
    } catch (cause) {
      const { merchantId, source, deliveryId } = delivery;
      logError("cron.apply-unapplied", { merchantId, source, deliveryId }, cause);
      await markTried(env.DB, delivery, clock.machineNowMs());
    }
  }
  return deliveries.length;
}
