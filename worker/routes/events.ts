import type { EventInput } from "../../shared/contract/events.ts";
import { takeIn } from "../intake/take-in.ts";
import type { ProblemError } from "../problem.ts";
import { readEventInput } from "../stores/event-input.ts";
import type { InputIssue } from "../stores/input-issue.ts";
import { jsonResponse } from "./json-response.ts";
import { invalidRequest } from "./read-body.ts";
import type { ApiContext, RouteRequest } from "./route.ts";

/** `POST /v1/events`: a store event of a custom store. */
export async function takeEvent(_request: RouteRequest, context: ApiContext, input: EventInput): Promise<Response> {
  const { env, merchant, nowMs } = context;
  const reading = readEventInput(input, {
    nowMs,
    source: "api",
    shopCountry: merchant.country,
    shopCurrency: merchant.currency,
  });
  if (reading.kind === "invalid") throw invalidFields(reading.issues);
  const rawBody = new TextEncoder().encode(JSON.stringify(input));
  const delivery = { source: "api", deliveryId: input.id, topic: input.type, rawBody, events: [reading.event] };
  const taken = await takeIn(env, merchant, delivery, nowMs);
  const { runs, notes } = await taken.apply();
  if (taken.isDuplicate) return jsonResponse({ id: input.id, duplicate: true, runs: [], notes: [] });
  return jsonResponse(
    { id: input.id, duplicate: false, runs, notes: [...notes, ...noteOn(input, taken.newOrders)] },
    202,
  );
}

/** What the caller may have meant otherwise: the event is kept all the same. */
function noteOn(input: EventInput, newOrders: ReadonlySet<string>): readonly string[] {
  const isOfOrder = input.type.startsWith("order.") || input.type.startsWith("fulfillment.");
  if (isOfOrder && input.order === undefined) return ["the event names no order: it is kept, and is of no order's use"];
  const orderId = typeof input.order === "string" ? input.order : input.order?.id;
  const isUnknown = orderId !== undefined && newOrders.has(orderId) && input.type !== "order.placed";
  const unknown = isUnknown ? ["nothing was known of the order: it is made of what this event says"] : [];
  const isUnnamedParcel = input.type.startsWith("fulfillment.") && (input.items ?? []).length === 0;
  return isUnnamedParcel
    ? [...unknown, "a parcel that names no items counts as one of several: order.shipped tells of the whole order"]
    : unknown;
}

export function invalidFields(issues: readonly InputIssue[]): ProblemError {
  return invalidRequest(issues.map(({ path, message }) => ({ path: path.join("."), message })));
}
