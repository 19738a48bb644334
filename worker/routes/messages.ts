import { nanoid } from "nanoid";
import type { GateView, MessageInput, MessageTaken, MessageView, PreviewView } from "../../shared/contract/messages.ts";
import { countSegments } from "../../shared/segments.ts";
import { keyedHash, personName } from "../crypto/keyed-hash.ts";
import { adviseOn } from "../domain/gate-advice.ts";
import { toIso } from "../domain/iso.ts";
import { parsePhoneNumber } from "../domain/phone-number.ts";
import { countryOfPhone, findSegmentPrice, priceText } from "../domain/segment-price.ts";
import type { Address, Preview, SingleView } from "../objects/customer-messages.ts";
import { ProblemError } from "../problem.ts";
import { clicksOfMessages } from "../tables/click-statistics.ts";
import { findOwnerOfMessage } from "../tables/decisions.ts";
import { invalidFields } from "./events.ts";
import { jsonResponse } from "./json-response.ts";
import { readSingle } from "./read-single.ts";
import { type ApiContext, getParam, type RouteRequest } from "./route.ts";
import { findTestOwner } from "./test-phone.ts";

/** `POST /v1/messages`: a text from a person at the shop. It goes the way of every text, through the same gate. */
export async function sendMessage(_request: RouteRequest, context: ApiContext, input: MessageInput): Promise<Response> {
  const address = await findAddress(context, input);
  const id = await nameMessage("m_", input, context);
  const single = await readSingle(id, input, context);
  const person = context.env.CUSTOMER.getByName(address.owner);
  const preview = await person.preview(address, { ...single, id: "preview" });
  const row = await person.submit(address, single);
  if (preview === undefined || row === undefined) throw new Error("a number's object does not know its merchant");
  const priced =
    preview.verdict.composed.kind === "text" ? priceBody(preview.verdict.composed.body, address, context) : {};
  const taken: MessageTaken = {
    ...row,
    id,
    ...waitOf(row),
    ...priced,
    status: row.outcome,
    gate: describeGate(preview),
  };
  return jsonResponse(taken, 202);
}

/** An id that the same Idempotency-Key with the same body gives again: whatever was cut off before its answer, one text goes. */
export async function nameMessage(
  prefix: string,
  input: unknown,
  { env, merchant, idempotencyKey: key }: ApiContext,
): Promise<string> {
  // With the body in it: a key that is used anew once its day is over names a new text.
  const named = key && (await keyedHash(env, "message", `${merchant.id}\n${key}\n${JSON.stringify(input)}`));
  return `${prefix}${named ?? nanoid()}`;
}

export async function previewMessage(
  _request: RouteRequest,
  context: ApiContext,
  input: MessageInput,
): Promise<Response> {
  const address = await findAddress(context, input);
  const single = await readSingle("preview", input, context);
  const preview = await context.env.CUSTOMER.getByName(address.owner).preview(address, single);
  if (preview === undefined) throw new Error("a number's object does not know its merchant");
  const body = readBody(preview);
  const view: PreviewView = {
    body,
    ...measure(body),
    ...priceBody(body, address, context),
    gate: describeGate(preview),
  };
  return jsonResponse(view);
}

/** The final text; a 422 problem where there is none. */
export function readBody({ verdict: { composed } }: Preview): string {
  switch (composed.kind) {
    case "text":
      return composed.body;
    case "missing_field":
      throw invalidFields([{ path: ["body"], message: `nothing to print for ${composed.fields.join(", ")}` }]);
    case "content":
      throw invalidFields([{ path: ["body"], message: composed.problem }]);
  }
}

export function measure(body: string): Pick<PreviewView, "encoding" | "segments" | "units"> {
  const { encoding, segments, units } = countSegments(body);
  return { encoding, segments, units };
}

export function priceBody(
  body: string,
  { phone }: Address,
  { merchant }: ApiContext,
): Pick<PreviewView, "price"> & { readonly segments: number } {
  const { segments } = countSegments(body);
  const country = phone === undefined ? undefined : countryOfPhone(phone);
  return { segments, price: priceText(findSegmentPrice(country, merchant), segments) };
}

function describeGate({ verdict: { decision, composed }, asTransactional }: Preview): GateView {
  const missingFields = composed.kind === "missing_field" ? composed.fields : [];
  const advice = adviseOn({ decision, missingFields, asTransactional: asTransactional?.decision });
  switch (decision.kind) {
    case "send":
      return { decision: "send" };
    case "hold": {
      const { rule, untilMs } = decision;
      const untilAt = untilMs === undefined ? undefined : toIso(untilMs);
      return { decision: "hold", reason: rule, rule, untilAt, advice };
    }
    case "suppress":
      return { decision: "suppress", reason: decision.reason, rule: decision.rule, advice };
  }
}

/** `GET /v1/messages/{id}`: what has become of a text by now. */
export async function showMessage(request: RouteRequest, context: ApiContext): Promise<Response> {
  const { env, merchant } = context;
  const id = getParam(request, "id");
  const view = await findSingle(id, context);
  if (view === undefined) throw unknownMessage();
  const { row, status, segments } = view;
  const clicks = (await clicksOfMessages(env.DB, merchant.id, [id])).get(id) ?? { people: 0, all: 0 };
  const { outcome, reason, rule, at } = row;
  const shown: MessageView = {
    id,
    outcome,
    status: status === "received" ? "unknown" : status,
    reason,
    rule,
    at,
    ...waitOf(row),
    segments,
    clicks,
  };
  return jsonResponse(shown);
}

/** A test is in no list: it is asked of the merchant's own phone. */
async function findSingle(id: string, context: ApiContext): Promise<SingleView | undefined> {
  const { env, merchant } = context;
  const owner = await findOwnerOfMessage(env.DB, merchant.id, id);
  const test = owner === undefined ? await findTestOwner(context) : undefined;
  const object = owner ?? test;
  return object === undefined ? undefined : env.CUSTOMER.getByName(object).single(id);
}

/** What waits for its instant, as for the end of the time to undo it, waits until then. */
function waitOf(row: SingleView["row"]): Pick<MessageView, "untilAt"> {
  return { untilAt: row.outcome === "waiting" ? (row.untilAt ?? row.at) : row.untilAt };
}

/** `DELETE /v1/messages/{id}`: takes a text back that no gateway has been given. */
export async function takeBackMessage(request: RouteRequest, { env, merchant }: ApiContext): Promise<Response> {
  const id = getParam(request, "id");
  const owner = await findOwnerOfMessage(env.DB, merchant.id, id);
  const outcome = owner === undefined ? "unknown" : await env.CUSTOMER.getByName(owner).takeBack(id);
  switch (outcome) {
    case "taken_back":
      return jsonResponse({ id, outcome: "suppressed", reason: "taken_back" });
    case "handed_over": {
      const detail = "The text was handed to the gateway, or had ended before.";
      throw new ProblemError({
        type: "/problems/message-handed-over",
        title: "Too late to take it back",
        status: 409,
        detail,
      });
    }
    case "unknown":
      throw unknownMessage();
  }
}

async function findAddress({ env, merchant }: ApiContext, input: MessageInput): Promise<Address> {
  const phone = parsePhoneNumber(input.to, merchant.country);
  if (phone === undefined)
    throw invalidFields([{ path: ["to"], message: "is no phone number that exists; write it as +14155550123" }]);
  return { merchantId: merchant.id, owner: await personName(env, merchant.id, phone), phone };
}

function unknownMessage(): ProblemError {
  return new ProblemError({ type: "/problems/unknown-message", title: "No such message", status: 404 });
}
