import { audit } from "./cron/audit.ts";
import { handleRequest } from "./routes/handle-request.ts";

export { ClickLog } from "./objects/click-log.ts";
export { CustomerObject } from "./objects/customer-object.ts";
export { LinkImport } from "./objects/link-import.ts";
export { LinkShard } from "./objects/link-shard.ts";
export { SenderObject } from "./objects/sender-object.ts";

export default {
  fetch: handleRequest,
  scheduled: (_controller, env) => audit(env),
} satisfies ExportedHandler<Env>;
