import { personName } from "../crypto/keyed-hash.ts";
import type { Gateway, Receipt, Webhook } from "../gateways/gateway.ts";
import { openGateway } from "../merchants/open-gateway.ts";
import type { ReceiptResult } from "../objects/customer-messages.ts";
import { ProblemError } from "../problem.ts";
import { getParam, type PublicContext, type RouteRequest } from "./route.ts";

/** Twilio reads TwiML; an empty document sends nothing back. */
const NO_ANSWER = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>';

function acknowledge(): Response {
  return new Response(NO_ANSWER, { headers: { "content-type": "text/xml" } });
}

/** A delivery receipt: its address names the object and our row id, so it also proves a send whose answer was lost. */
export async function takeReceipt(request: RouteRequest, context: PublicContext): Promise<Response> {
  const { gateway, webhook, merchantId } = await openWebhook(request, context);
  const receipt = gateway.readReceipt(webhook);
  const query = new URL(request.url).searchParams;
  const messageId = query.get("m");
  const owner = query.get("o");
  if (receipt !== undefined && messageId !== null && owner !== null) {
    await deliverReceipt(context.env, { merchantId, messageId, owner }, receipt);
  }
  return acknowledge();
}

/** A customer who changed their number takes their texts along: each owner on the way learns of it. */
const MOST_OWNERS = 5;

async function deliverReceipt(
  env: Env,
  { merchantId, messageId, owner }: { readonly merchantId: string; readonly messageId: string; readonly owner: string },
  receipt: Receipt,
): Promise<void> {
  let next: string | undefined = owner;
  for (let hop = 0; hop < MOST_OWNERS && next !== undefined; hop += 1) {
    const result: ReceiptResult = await env.CUSTOMER.getByName(next).receiveReceipt(merchantId, messageId, receipt);
    next = result.kind === "moved" ? result.to : undefined;
  }
}

/** A customer's text. Acknowledged once their object has it: an opt-out holds from then on. */
export async function takeReply(request: RouteRequest, context: PublicContext): Promise<Response> {
  const { env, nowMs } = context;
  const { gateway, webhook, merchantId } = await openWebhook(request, context);
  const text = gateway.readInbound(webhook);
  if (text === undefined) return acknowledge();
  const owner = await personName(env, merchantId, text.from);
  await env.CUSTOMER.getByName(owner).receiveText({
    merchantId,
    owner,
    phone: text.from,
    gatewayId: text.gatewayId,
    body: text.body,
    atMs: nowMs,
    isAnsweredByGateway: text.optOutType !== undefined,
    optOutType: text.optOutType,
  });
  return acknowledge();
}

/** Verified on the configured public address, never on what the request claims its host to be. */
async function openWebhook(
  request: RouteRequest,
  { env }: PublicContext,
): Promise<{ readonly gateway: Gateway; readonly webhook: Webhook; readonly merchantId: string }> {
  const merchantId = getParam(request, "merchantId");
  const gateway = await openGateway(env, merchantId);
  if (gateway === undefined) {
    throw new ProblemError({ type: "/problems/unknown-merchant", title: "No such merchant or gateway", status: 404 });
  }
  const { pathname, search } = new URL(request.url);
  const webhook = {
    url: `${env.BASE_URL}${pathname}${search}`,
    headers: request.headers,
    // Not text(): workerd writes a warning to its log for a body of this content type, for each receipt.
    rawBody: new TextDecoder().decode(await request.arrayBuffer()),
  };
  // Before a signature counts as bad, what it is compared with has to be new.
  const isAuthentic =
    (await gateway.verify(webhook)) || (await (await openGateway(env, merchantId, 0))?.verify(webhook)) === true;
  if (!isAuthentic) {
    throw new ProblemError({ type: "/problems/bad-signature", title: "Bad signature", status: 401 });
  }
  return { gateway, webhook, merchantId };
}
