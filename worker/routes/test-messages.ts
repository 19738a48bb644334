import type { TestMessageInput, TestMessageTaken } from "../../shared/contract/messages.ts";
import { personName } from "../crypto/keyed-hash.ts";
import { maskPhone } from "../domain/mask-phone.ts";
import type { Address, Preview } from "../objects/customer-messages.ts";
import { sampleUrl } from "../objects/preview-text.ts";
import { ProblemError } from "../problem.ts";
import { findOwner, findPlaceOfOrder } from "../tables/customers.ts";
import { jsonResponse } from "./json-response.ts";
import { measure, nameMessage, priceBody, readBody } from "./messages.ts";
import { readSingle } from "./read-single.ts";
import type { ApiContext, RouteRequest } from "./route.ts";
import { findTestPhone, needSending, testPhoneOptedOut } from "./test-phone.ts";

/** `POST /v1/messages/test`: the text as that customer would read it, to the merchant's own verified phone. */
export async function sendTest(_: RouteRequest, context: ApiContext, input: TestMessageInput): Promise<Response> {
  const { env, merchant, nowMs } = context;
  const phone = await findTestPhone(context);
  if (phone === undefined) throw noTestPhone();
  needSending(context);
  const own: Address = { merchantId: merchant.id, owner: await personName(env, merchant.id, phone), phone };
  const body = readBody(await previewFor(input, own, context));
  const id = await nameMessage("test_", input, context);
  const written = body.replace(sampleUrl(env, merchant.shortDomain), "{{ link }}");
  const outcome = await env.CUSTOMER.getByName(own.owner).submitTest(own, {
    id,
    // Its fields are filled and its last lines are there: nothing is added to a text about an order.
    step: { send: { body: written }, link: input.link, class: "transactional", quiet: "ignore", expires: "PT10M" },
    class: "system",
    customerId: "",
    orderId: undefined,
    createdAtMs: nowMs,
    dueAtMs: nowMs,
    isTest: true,
  });
  if (outcome === "opted_out") throw testPhoneOptedOut();
  const taken: TestMessageTaken = {
    id,
    to: maskPhone(phone),
    body,
    ...measure(body),
    ...priceBody(body, own, context),
  };
  return jsonResponse(taken, 202);
}

/** Written for whom it is about; for nobody in particular, as the merchant's own phone would get it. */
async function previewFor(input: TestMessageInput, own: Address, context: ApiContext): Promise<Preview> {
  const { env, merchant } = context;
  const single = await readSingle("preview", input, context);
  const owner = await findReader(input, context);
  const preview =
    owner === undefined
      ? undefined
      : await env.CUSTOMER.getByName(owner).preview({ merchantId: merchant.id, owner, phone: undefined }, single);
  const shown = preview ?? (await env.CUSTOMER.getByName(own.owner).preview(own, single));
  if (shown === undefined) throw new Error("a number's object does not know its merchant");
  return shown;
}

async function findReader(
  { orderId, customerId }: TestMessageInput,
  { env, merchant }: ApiContext,
): Promise<string | undefined> {
  if (orderId !== undefined) return (await findPlaceOfOrder(env.DB, merchant.id, orderId))?.owner;
  return customerId === undefined ? undefined : findOwner(env.DB, merchant.id, customerId);
}

function noTestPhone(): ProblemError {
  const detail = "Say which phone is yours (POST /v1/test-phone) and give back the code that it is sent.";
  return new ProblemError({
    type: "/problems/no-test-phone",
    title: "No phone of yours is verified",
    status: 409,
    detail,
  });
}
