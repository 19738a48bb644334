import { nanoid } from "nanoid";
import type { CustomerFields } from "../../shared/contract/events.ts";
import { keyedHash } from "../crypto/keyed-hash.ts";
import { takeIn } from "../intake/take-in.ts";
import { ProblemError } from "../problem.ts";
import { readCustomerInput } from "../stores/customer-input.ts";
import { invalidFields } from "./events.ts";
import { jsonResponse } from "./json-response.ts";
import { type ApiContext, getParam, type RouteRequest } from "./route.ts";

/** `PUT /v1/customers/{id}`: facts about a person are an event like any other, and merge in the order of their instants. */
export async function putCustomer(
  request: RouteRequest,
  context: ApiContext,
  input: CustomerFields,
): Promise<Response> {
  const { env, merchant, nowMs, idempotencyKey } = context;
  const customerId = getParam(request, "id");
  if (customerId.length === 0 || customerId.length > 128) {
    throw new ProblemError({
      type: "/problems/invalid-request",
      title: "A customer id has 1 to 128 characters",
      status: 422,
    });
  }
  const body = JSON.stringify(input);
  // With the body in it: a key that is used anew once its day is over names a new request.
  const repeatable = idempotencyKey && (await keyedHash(env, "customer", `${idempotencyKey}\n${customerId}\n${body}`));
  const eventId = repeatable ?? nanoid();
  const reading = readCustomerInput(customerId, input, { nowMs, shopCountry: merchant.country, eventId });
  if (reading.kind === "invalid") throw invalidFields(reading.issues);
  const rawBody = new TextEncoder().encode(body);
  const delivery = {
    source: "customers",
    deliveryId: eventId,
    topic: "customer.updated",
    rawBody,
    events: [reading.event],
  };
  const { notes } = await (await takeIn(env, merchant, delivery, nowMs)).apply();
  return jsonResponse({ id: customerId, notes });
}
