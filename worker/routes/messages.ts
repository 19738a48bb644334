import { nanoid } from "nanoid";
import type { MessageInput } from "../../shared/contract/messages.ts";
import { countSegments } from "../../shared/segments.ts";
import { keyedHash, personName } from "../crypto/keyed-hash.ts";
import { toIso } from "../domain/iso.ts";
import { checkTarget } from "../domain/link-target.ts";
import { parsePhoneNumber } from "../domain/phone-number.ts";
import type { SingleText } from "../domain/plan.ts";
import { checkTemplate } from "../domain/template.ts";
import { findTargetRules } from "../links/link-facts.ts";
import type { Address } from "../objects/customer-messages.ts";
import { ProblemError } from "../problem.ts";
import { findOwnerOfMessage } from "../tables/decisions.ts";
import { invalidFields } from "./events.ts";
import { jsonResponse } from "./json-response.ts";
import { type ApiContext, getParam, type RouteRequest } from "./route.ts";

/** `POST /v1/messages`: a text from a person at the shop. It goes the way of every text, through the same gate. */
export async function sendMessage(_request: RouteRequest, context: ApiContext, input: MessageInput): Promise<Response> {
  const address = await findAddress(context, input);
  const { idempotencyKey: key, env, merchant } = context;
  // With the body in it: a key that is used anew once its day is over names a new text.
  const named = key && (await keyedHash(env, "message", `${merchant.id}\n${key}\n${JSON.stringify(input)}`));
  const id = named ?? nanoid();
  const single = await readSingle(`m_${id}`, input, context);
  const row = await env.CUSTOMER.getByName(address.owner).submit(address, single);
  return jsonResponse(row, 202);
}

export async function previewMessage(
  _request: RouteRequest,
  context: ApiContext,
  input: MessageInput,
): Promise<Response> {
  const address = await findAddress(context, input);
  const single = await readSingle("preview", input, context);
  const verdict = await context.env.CUSTOMER.getByName(address.owner).preview(address, single);
  if (verdict === undefined) throw new Error("a number's object does not know its merchant");
  const { decision, composed } = verdict;
  if (composed.kind === "missing_field") {
    throw invalidFields([{ path: ["body"], message: `nothing to print for ${composed.fields.join(", ")}` }]);
  }
  if (composed.kind === "content") throw invalidFields([{ path: ["body"], message: composed.problem }]);
  const { encoding, segments, units } = countSegments(composed.body);
  const gate =
    decision.kind === "hold"
      ? { decision: decision.kind, reason: decision.rule, rule: decision.rule, untilAt: isoOf(decision.untilMs) }
      : { decision: decision.kind, reason: decision.kind === "suppress" ? decision.reason : undefined };
  return jsonResponse({ body: composed.body, encoding, segments, units, gate });
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
      throw new ProblemError({ type: "/problems/unknown-message", title: "No such message", status: 404 });
  }
}

async function findAddress({ env, merchant }: ApiContext, input: MessageInput): Promise<Address> {
  const phone = parsePhoneNumber(input.to, merchant.country);
  if (phone === undefined) throw invalidFields([{ path: ["to"], message: "not a phone number that exists" }]);
  return { merchantId: merchant.id, owner: await personName(env, merchant.id, phone), phone };
}

/** Refuses what can never go, the same for a preview and a send. */
async function readSingle(id: string, input: MessageInput, { env, merchant, nowMs }: ApiContext): Promise<SingleText> {
  const { problems, usesLink } = checkTemplate(input.body);
  const issues = problems.map(({ message }) => ({ path: ["body"], message }));
  if (input.body.trim() === "") issues.push({ path: ["body"], message: "has nothing to read" });
  if (usesLink && input.link === undefined) {
    issues.push({ path: ["link"], message: "the body prints {{ link }}: say where it leads" });
  }
  const target = input.link && checkTarget(input.link.url, await findTargetRules(env, merchant.id));
  if (target?.kind === "refused") issues.push({ path: ["link", "url"], message: `is refused: ${target.why}` });
  if (input.sendAt !== undefined && Date.parse(input.sendAt) > nowMs + LONGEST_WAIT_MS) {
    issues.push({ path: ["sendAt"], message: "lies more than two years ahead" });
  }
  if (issues.length > 0) throw invalidFields(issues);
  const earliestMs = nowMs + (input.undoSeconds ?? 0) * 1000;
  const dueAtMs = Math.max(input.sendAt === undefined ? nowMs : Date.parse(input.sendAt), earliestMs);
  return {
    id,
    step: { send: { body: input.body }, link: input.link, class: input.class, quiet: input.quiet ?? "defer" },
    class: input.class,
    customerId: "",
    orderId: input.orderId,
    createdAtMs: nowMs,
    dueAtMs,
  };
}

const LONGEST_WAIT_MS = 2 * 366 * 86_400_000;

function isoOf(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : toIso(ms);
}
