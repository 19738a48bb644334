import * as z from "zod";
import { clock } from "../clock.ts";
import { checkTarget, targetRefusals } from "../domain/link-target.ts";
import { openCredentials, sealCredentials } from "../merchants/credentials.ts";
import { jsonResponse } from "./json-response.ts";
import { invalidRequest } from "./read-body.ts";
import type { ApiContext, RouteRequest } from "./route.ts";
import { StandardSecret } from "./store-inputs.ts";

export const WebhookInput = z.strictObject({
  url: z.string().min(1).max(2048),
  /** Left out, one is made and shown once. */
  secret: StandardSecret.optional(),
});

export const WebhookView = z.object({ url: z.string(), secret: z.string().optional() });

/** The address of a webhook obeys the rules of links; a bench merchant may be told on this very machine. */
export async function connectWebhook(
  _: RouteRequest,
  { env, merchant }: ApiContext,
  { url, secret: given }: z.output<typeof WebhookInput>,
): Promise<Response> {
  const target = checkTarget(url, { ownDomains: new Set() });
  const isLocal = merchant.isBench && /^http:\/\/127\.0\.0\.1:\d+\//.test(url);
  if (target.kind === "refused" && !isLocal) {
    throw invalidRequest([{ path: "url", message: targetRefusals[target.why] }]);
  }
  const known = await openCredentials(env, merchant.id, "destination:webhook", 0);
  const fresh = `whsec_${btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))}`;
  const secret = given ?? known?.secret ?? fresh;
  const place = { merchantId: merchant.id, kind: "destination:webhook", account: new URL(url).host } as const;
  await sealCredentials(env, place, { url: isLocal ? url : new URL(url).href, secret }, clock.machineNowMs());
  // One that we made is shown this once; one that was given, or stood before, is known already.
  return jsonResponse({ url, ...(secret === fresh ? { secret } : {}) });
}
