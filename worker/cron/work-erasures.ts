import { workErasures } from "../intake/ask-privacy.ts";

/** Deliveries of years take more than one round (machine time). */
const WITHIN_MS = 20_000;

export function workErasuresInTurn(env: Env): Promise<void> {
  return workErasures(env, WITHIN_MS);
}
