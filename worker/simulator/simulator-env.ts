import type { GatewaySimulator } from "./gateway-simulator.ts";

/** What the simulator's routes need; bound by the local entry alone. */
export interface SimulatorEnv {
  readonly GATEWAY_SIMULATOR: DurableObjectNamespace<GatewaySimulator>;
  readonly BASE_URL: string;
}

export function getSimulator(env: SimulatorEnv): DurableObjectStub<GatewaySimulator> {
  return env.GATEWAY_SIMULATOR.getByName("simulator");
}
