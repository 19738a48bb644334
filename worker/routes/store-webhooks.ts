import { clock } from "../clock.ts";
import { findAdapter } from "../intake/adapters.ts";
import { takePrivacyRequest, workErasures } from "../intake/ask-privacy.ts";
import { takeInWithRefunds } from "../intake/ask-refunds.ts";
import { endStoreRuns, forgetStoreToken } from "../intake/end-store.ts";
import { keepLetter } from "../intake/keep-letter.ts";
import { logError } from "../log.ts";
import { listWebhookSecrets } from "../merchants/credentials.ts";
import { findMerchant } from "../merchants/merchant-rules.ts";
import { ProblemError } from "../problem.ts";
import { jsonResponse } from "./json-response.ts";
import { readBytes, tooLarge } from "./read-body.ts";
import { getParam, type PublicContext, type RouteRequest } from "./route.ts";

/** A store waits five seconds at most (Shopify); what is durable needs no longer than this to be acknowledged. */
const APPLY_WITHIN_MS = 100;

/** Of what is to be forgotten, so much is done at once; the rest is cron's. */
const ERASE_WITHIN_MS = 10_000;

/** Shopify sends up to 5 MB; nobody's unsigned body is read beyond that. */
const MOST_BYTES = 6_000_000;

/**
 * A store's webhook: verified on the raw body, durable, then 200. 401 is for a bad signature alone: a store switches off a
 * webhook that keeps failing, so whatever is authentic is kept, as an event or a dead letter.
 */
export async function takeStoreWebhook(request: RouteRequest, context: PublicContext): Promise<Response> {
  const { env, ctx, nowMs } = context;
  const kind = getParam(request, "store");
  const adapter = findAdapter(kind);
  const merchant = adapter === undefined ? undefined : await findMerchant(env, getParam(request, "merchantId"));
  if (adapter === undefined || merchant === undefined) {
    throw new ProblemError({ type: "/problems/unknown-merchant", title: "No such merchant or store", status: 404 });
  }
  const rawBody = await readBytes(request, MOST_BYTES);
  if (rawBody === undefined) throw tooLarge(MOST_BYTES);
  if (adapter.isPing?.(new TextDecoder().decode(rawBody)) === true) return jsonResponse({ kept: "ping" });
  const verify = async (maxAgeMs?: number): Promise<boolean> => {
    const secrets = await listWebhookSecrets(env, merchant.id, adapter.kind, maxAgeMs);
    return adapter.verify({ rawBody, headers: request.headers, secrets, nowMs: clock.machineNowMs() });
  };
  // Before a signature counts as bad, what it is compared with has to be new.
  const isAuthentic = (await verify()) || (await verify(0));
  if (!isAuthentic) {
    const detail = "The signature does not fit the body and the secret that is stored for this store.";
    throw new ProblemError({ type: "/problems/bad-signature", title: "Bad signature", status: 401, detail });
  }
  const delivery = adapter.read({
    rawBody: new TextDecoder().decode(rawBody),
    headers: request.headers,
    receivedAtMs: nowMs,
    shopCountry: merchant.country,
    shopCurrency: merchant.currency,
  });
  if (delivery.kind === "dead_letter") {
    const { headers } = request;
    await keepLetter(env, merchant.id, { source: adapter.kind, delivery, headers, rawBody, receivedAtMs: nowMs });
    return jsonResponse({ kept: "dead_letter" });
  }
  const events = delivery.kind === "events" ? delivery.events : [];
  const notice = delivery.kind === "notice" ? delivery.notice : undefined;
  const { deliveryId, topic } = delivery;
  if (delivery.kind === "privacy") {
    const { request: asked } = delivery;
    await takePrivacyRequest(env, merchant.id, { source: adapter.kind, deliveryId, request: asked }, nowMs);
  }
  // What asks to forget somebody names them: nothing of it is kept.
  const kept = delivery.kind === "privacy" ? new Uint8Array() : rawBody;
  const taken = await takeInWithRefunds(
    env,
    merchant,
    { source: adapter.kind, deliveryId, topic, rawBody: kept, events, notice },
    nowMs,
  );
  if (delivery.kind === "uninstalled") {
    await endStoreRuns(env, merchant.id, adapter.kind, delivery.atMs);
    // Delivered again after the store came back, it must not take the new token along.
    if (!taken.isDuplicate) await forgetStoreToken(env, merchant.id, adapter.kind);
  }
  const applied = taken.apply().catch((cause: unknown) => {
    logError("delivery not applied yet", { merchantId: merchant.id, deliveryId }, cause);
  });
  ctx.waitUntil(applied);
  if (delivery.kind === "privacy") ctx.waitUntil(workErasures(env, ERASE_WITHIN_MS));
  await Promise.race([applied, new Promise((resolve) => setTimeout(resolve, APPLY_WITHIN_MS))]);
  return jsonResponse({ kept: delivery.kind, duplicate: taken.isDuplicate });
}
