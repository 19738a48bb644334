import * as z from "zod";
import { personName } from "../crypto/keyed-hash.ts";
import { toIso } from "../domain/iso.ts";
import { parsePhoneNumber } from "../domain/phone-number.ts";
import { eraseNumber, workErasureNow } from "../intake/ask-privacy.ts";
import { ProblemError } from "../problem.ts";
import { findOwner } from "../tables/customers.ts";
import { insertErasure } from "../tables/erasures.ts";
import { listCustomersOf, listLinkFacts, listLinksOf, listOrderFacts, listOrdersOf } from "../tables/people.ts";
import { invalidFields } from "./events.ts";
import { jsonResponse } from "./json-response.ts";
import { type ApiContext, getParam, type RouteRequest } from "./route.ts";

const List = z.array(z.looseObject({}));

/** Everything that is known of somebody, in the words of the other addresses. */
export const ExportView = z.object({
  phone: z.string().optional(),
  customers: z.array(z.string()),
  optOut: z.object({ scope: z.string(), source: z.string(), at: z.string() }).optional(),
  optOuts: List,
  consent: List,
  events: List,
  texts: List,
  decisions: List,
  answers: List,
  tells: List,
  orders: List,
  links: List,
});

export const ErasedView = z.object({
  id: z.string(),
  /** False = bodies of old deliveries are still being gone through. */
  done: z.boolean(),
});

/** `GET /v1/people/{phone}/export` */
export async function exportNumber(request: RouteRequest, context: ApiContext): Promise<Response> {
  const { env, merchant } = context;
  const owner = await readOwner(request, context);
  return jsonResponse(await collect(context, owner, undefined, await listCustomersOf(env.DB, merchant.id, owner)));
}

/** `GET /v1/customers/{id}/export`: of a number that several have, this one's alone. */
export async function exportCustomer(request: RouteRequest, context: ApiContext): Promise<Response> {
  const id = getParam(request, "id");
  return jsonResponse(await collect(context, await getOwner(context, id), [id], [id]));
}

async function collect(
  { env, merchant }: ApiContext,
  owner: string,
  only: readonly string[] | undefined,
  customers: readonly string[],
): Promise<z.output<typeof ExportView>> {
  const person = await env.CUSTOMER.getByName(owner).export(only);
  const orders = await listOrdersOf(env.DB, merchant.id, customers);
  const links = await listLinksOf(env.DB, merchant.id, { customers, orders });
  const facts = await listOrderFacts(env.DB, merchant.id, customers);
  const taps = await listLinkFacts(env.DB, merchant.id, links);
  return ExportView.parse({ ...person, orders: facts.map(withInstants), links: taps.map(withInstants) });
}

/** `placedAtMs: 1772463600000` reads `placedAt: "2026-03-02T15:00:00.000Z"`. */
function withInstants(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).flatMap(([name, value]) => {
      if (value === null) return [];
      const isInstant = name.endsWith("AtMs") && typeof value === "number";
      return [isInstant ? [name.slice(0, -2), toIso(value)] : [name, value]];
    }),
  );
}

/** Machine time; what is left is cron's. */
const ERASE_WITHIN_MS = 10_000;

/** `DELETE /v1/people/{phone}`: everybody who has this number, and all that was ever sent to it. An opt-out stays, by a keyed hash. */
export async function deleteNumber(request: RouteRequest, context: ApiContext): Promise<Response> {
  const { env, merchant, nowMs } = context;
  const owner = await readOwner(request, context);
  const id = `api:${crypto.randomUUID()}`;
  await eraseNumber(env, merchant.id, owner, id, nowMs);
  return answer(context, id);
}

/** `DELETE /v1/customers/{id}` */
export async function deleteCustomer(request: RouteRequest, context: ApiContext): Promise<Response> {
  const { env, merchant, nowMs } = context;
  const customer = getParam(request, "id");
  await getOwner(context, customer);
  const id = `api:${crypto.randomUUID()}`;
  const subject = { kind: "people", customers: [customer], orders: [], owners: [] } as const;
  await insertErasure(env.DB, merchant.id, { id, subject, askedAtMs: nowMs });
  return answer(context, id);
}

async function answer({ env, merchant }: ApiContext, id: string): Promise<Response> {
  const done = await workErasureNow(env, merchant.id, id, ERASE_WITHIN_MS);
  return jsonResponse({ id, done } satisfies z.input<typeof ErasedView>, done ? 200 : 202);
}

async function readOwner(request: RouteRequest, { env, merchant }: ApiContext): Promise<string> {
  const phone = parsePhoneNumber(getParam(request, "phone"), merchant.country);
  if (phone === undefined)
    throw invalidFields([{ path: ["phone"], message: "is no phone number that exists; write it as +14155550123" }]);
  return personName(env, merchant.id, phone);
}

async function getOwner({ env, merchant }: ApiContext, customerId: string): Promise<string> {
  const owner = await findOwner(env.DB, merchant.id, customerId);
  if (owner === undefined) {
    throw new ProblemError({ type: "/problems/unknown-customer", title: "No such customer", status: 404 });
  }
  return owner;
}
