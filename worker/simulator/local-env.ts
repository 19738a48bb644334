import type { BenchState } from "./bench-clock.ts";
import type { LocalLinkShard } from "./local-link-shard.ts";
import type { SimulatorEnv } from "./simulator-env.ts";

/** What the local entry binds beside wrangler.toml. */
export interface LocalEnv extends Env, SimulatorEnv {
  readonly BASE_URL: string;
  readonly LINK_SHARD: DurableObjectNamespace<LocalLinkShard>;
  readonly BENCH_STATE: DurableObjectNamespace<BenchState>;
}

export function getBenchState(env: LocalEnv): DurableObjectStub<BenchState> {
  return env.BENCH_STATE.getByName("bench");
}
