import type { SendStep } from "../../shared/contract/flows.ts";
import { parseDuration } from "./duration.ts";
import { addDuration } from "./local-time.ts";

/** From this instant on the text is `expired`: counted from the due instant, before any deferral. */
export function expiryOf(step: SendStep, dueMs: number, zone: string): number | undefined {
  const duration = step.expires === undefined ? undefined : parseDuration(step.expires);
  return duration === undefined ? undefined : addDuration(dueMs, duration, zone);
}
