import { env, exports } from "cloudflare:workers";
import { vi } from "vitest";

// What the Worker asks of its own address (the simulated gateway, and its webhooks) comes back to it; nothing else may leave.
vi.stubGlobal("fetch", (input: RequestInfo, init?: RequestInit) => {
  const request = new Request(input, init);
  if (new URL(request.url).origin !== env.BASE_URL) throw new Error(`a test asked for ${request.url}`);
  return exports.default.fetch(request);
});
