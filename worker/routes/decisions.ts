import type * as z from "zod";
import { DecisionsQuery } from "../../shared/contract/messages.ts";
import { personName } from "../crypto/keyed-hash.ts";
import { parsePhoneNumber } from "../domain/phone-number.ts";
import type { DecisionView } from "../objects/customer-messages.ts";
import { findOwner } from "../tables/customers.ts";
import { listDecisions } from "../tables/decisions.ts";
import { invalidFields } from "./events.ts";
import { jsonResponse } from "./json-response.ts";
import { type ApiContext, type RouteRequest, readQuery } from "./route.ts";

type Query = z.output<typeof DecisionsQuery>;

/** `GET /v1/decisions`: with a phone or customer the person's object answers, else the copy of all of them. */
export async function showDecisions(request: RouteRequest, context: ApiContext): Promise<Response> {
  const { env, merchant } = context;
  const query = readQuery(request, DecisionsQuery);
  const sinceMs = query.since === undefined ? undefined : Date.parse(query.since);
  const owner = await findPerson(context, query);
  if (owner === "everybody") {
    return jsonResponse(await listDecisions(env.DB, merchant.id, { flow: query.flow, orderId: query.order, sinceMs }));
  }
  if (owner === undefined) return jsonResponse([]);
  const rows = await env.CUSTOMER.getByName(owner).decisions(query.customer);
  return jsonResponse(rows.filter((row) => fits(row, query, sinceMs)));
}

async function findPerson({ env, merchant }: ApiContext, query: Query): Promise<string | undefined> {
  if (query.customer !== undefined) return findOwner(env.DB, merchant.id, query.customer);
  if (query.phone === undefined) return "everybody";
  // A plus sign in a query is a space unless it was encoded: forgiven, since no number begins with a space.
  const phone = parsePhoneNumber(query.phone.replace(/^ /, "+"), merchant.country);
  if (phone === undefined)
    throw invalidFields([{ path: ["phone"], message: "is no phone number that exists; write it as +14155550123" }]);
  return personName(env, merchant.id, phone);
}

function fits(row: DecisionView, query: Query, sinceMs: number | undefined): boolean {
  if (query.flow !== undefined && row.flow !== query.flow) return false;
  if (query.order !== undefined && row.order !== query.order) return false;
  return sinceMs === undefined || Date.parse(row.at) >= sinceMs;
}
