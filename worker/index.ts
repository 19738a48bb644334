import { audit } from "./cron/audit.ts";
import { handleRequest } from "./routes/handle-request.ts";

export { CustomerObject } from "./objects/customer-object.ts";
export { SenderObject } from "./objects/sender-object.ts";

export default {
  fetch: handleRequest,
  scheduled: (_controller, env) => audit(env),
} satisfies ExportedHandler<Env>;
