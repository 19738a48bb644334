import { env } from "cloudflare:workers";
import { MovableClock } from "./bench-clock.ts";
import { getBenchState, type LocalEnv } from "./local-env.ts";

/** The clock of this isolate, hence of everything that runs here. */
export const benchClock = new MovableClock(() => {
  const localEnv = env as unknown as LocalEnv; // the local entry is started with these bindings
  return getBenchState(localEnv);
});
