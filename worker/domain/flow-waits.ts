import type { Flow } from "../../shared/contract/flows.ts";
import { listSteps } from "./flow-steps.ts";

/** Whether runs may stand at an event rather than at a text. */
export function hasWait(flow: Flow): boolean {
  return listSteps(flow).some(({ value }) => "waitFor" in value);
}

/** Whether they may stand there without end. */
export function hasEndlessWait(flow: Flow): boolean {
  return listSteps(flow).some(({ value }) => "waitFor" in value && value.waitFor.timeout === undefined);
}
