import type { EventInput } from "../../shared/contract/events.ts";
import { takeIn } from "../intake/take-in.ts";
import { ProblemError } from "../problem.ts";
import { readEventInput } from "../stores/event-input.ts";
import type { InputIssue } from "../stores/input-issue.ts";
import { jsonResponse } from "./json-response.ts";
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
  return jsonResponse({ id: input.id, duplicate: false, runs, notes }, 202);
}

export function invalidFields(issues: readonly InputIssue[]): ProblemError {
  return new ProblemError({
    type: "/problems/invalid-request",
    title: "The request does not fit",
    status: 422,
    errors: issues.map(({ path, message }) => ({ path: path.join("."), message })),
  });
}
