/** Durable Objects that only the local entry, worker/simulator/index.ts, exports: binding → class. */
export const localObjects: Readonly<Record<string, string>> = {
  GATEWAY_SIMULATOR: "GatewaySimulator",
  BENCH_STATE: "BenchState",
};
