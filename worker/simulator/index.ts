import { installClock } from "../clock.ts";
import { audit } from "../cron/audit.ts";
import { installHostnames } from "../domains/custom-hostnames.ts";
import { installWeb } from "../links/probe-target.ts";
import { handleRequest } from "../routes/handle-request.ts";
import { handleBench } from "./bench.ts";
import { withFaults } from "./faults.ts";
import { benchClock } from "./local-clock.ts";
import type { LocalEnv } from "./local-env.ts";
import { localHostnames } from "./local-hostnames.ts";
import { leadToPhones } from "./local-root.ts";
import { simulatedWeb } from "./simulated-web.ts";

export { CustomerObject } from "../objects/customer-object.ts";
export { LinkImport } from "../objects/link-import.ts";
export { SenderObject } from "../objects/sender-object.ts";
export { BenchState } from "./bench-clock.ts";
export { GatewaySimulator } from "./gateway-simulator.ts";
export { LocalClickLog as ClickLog } from "./local-click-log.ts";
export { LocalLinkShard as LinkShard } from "./local-link-shard.ts";

// The whole of Aftertext with the bench beside it. Only `npm start` and the tests run this entry; what is deployed has none of it.
installClock(benchClock);
installHostnames(localHostnames);
installWeb(simulatedWeb);

export default {
  fetch: async (request, localEnv, ctx) =>
    handleBench(request, localEnv) ??
    leadToPhones(request, await handleRequest(request, faulty(localEnv), ctx), localEnv.BASE_URL),
  scheduled: (_controller, localEnv) => audit(faulty(localEnv)),
} satisfies ExportedHandler<LocalEnv>;

let faultyEnv: LocalEnv | undefined;

/** Made once: an isolate's bindings do not change. */
function faulty(localEnv: LocalEnv): LocalEnv {
  faultyEnv ??= withFaults(localEnv);
  return faultyEnv;
}
