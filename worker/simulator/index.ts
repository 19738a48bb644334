import { installClock } from "../clock.ts";
import { audit } from "../cron/audit.ts";
import { handleRequest } from "../routes/handle-request.ts";
import { handleBench } from "./bench.ts";
import { benchClock } from "./local-clock.ts";
import type { LocalEnv } from "./local-env.ts";

export { CustomerObject } from "../objects/customer-object.ts";
export { SenderObject } from "../objects/sender-object.ts";
export { BenchState } from "./bench-clock.ts";
export { GatewaySimulator } from "./gateway-simulator.ts";

// The whole of Aftertext with the bench beside it. Only `npm start` and the tests run this entry; what is deployed has none of it.
installClock(benchClock);

export default {
  fetch: async (request, localEnv, ctx) =>
    (await handleBench(request, localEnv)) ?? handleRequest(request, localEnv, ctx),
  scheduled: (_controller, localEnv) => audit(localEnv),
} satisfies ExportedHandler<LocalEnv>;
