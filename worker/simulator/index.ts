import { installClock } from "../clock.ts";
import { audit, auditState } from "../cron/audit.ts";
import { installHostnames } from "../domains/custom-hostnames.ts";
import { installWeb } from "../links/probe-target.ts";
import { handleRequest } from "../routes/handle-request.ts";
import { handleBench } from "./bench.ts";
import { withFaults } from "./faults.ts";
import { benchClock } from "./local-clock.ts";
import type { LocalEnv } from "./local-env.ts";
import { localHostnames } from "./local-hostnames.ts";
import { isLocalRoot, leadToPhones } from "./local-root.ts";
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
  fetch: (request, localEnv, ctx) => {
    const answer = handleBench(request, localEnv) ?? handleRequest(request, faulty(localEnv), ctx);
    return isLocalRoot(request, localEnv.BASE_URL) ? leadToPhones(answer) : answer;
  },
  // While the clock stands still, stores are asked when it is moved: planned-polls.ts.
  scheduled: async (_controller, localEnv) => {
    await benchClock.ready();
    await (benchClock.isRunning() ? audit : auditState)(faulty(localEnv));
  },
} satisfies ExportedHandler<LocalEnv>;

let faultyEnv: LocalEnv | undefined;

/** Made once: an isolate's bindings do not change. */
function faulty(localEnv: LocalEnv): LocalEnv {
  faultyEnv ??= withFaults(localEnv);
  return faultyEnv;
}
