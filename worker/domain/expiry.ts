import type { SendStep } from "../../shared/contract/flows.ts";
import { parseDuration } from "./duration.ts";
import { addDuration } from "./local-time.ts";
import { type Offers, offerEndsMs } from "./offer.ts";

/**
 * From this instant on the text is `expired`: counted from the due instant, before any deferral. A text goes no longer than
 * its offer.
 */
export function expiryOf(step: SendStep, dueMs: number, zone: string, offers: Offers): number | undefined {
  const duration = step.expires === undefined ? undefined : parseDuration(step.expires);
  const ownMs = duration === undefined ? undefined : addDuration(dueMs, duration, zone);
  const offer = step.offer === undefined ? undefined : offers[step.offer];
  const endsMs = offer === undefined ? undefined : offerEndsMs(offer, dueMs, zone);
  if (ownMs === undefined || endsMs === undefined) return ownMs ?? endsMs;
  return Math.min(ownMs, endsMs);
}
