import * as z from "zod";
import { CustomerFields, EventInput } from "../../shared/contract/events.ts";
import { CustomerTaken, DecisionsQuery, DecisionView, EventTaken } from "../../shared/contract/messages.ts";
import { putCustomer } from "./customers.ts";
import { showDecisions } from "./decisions.ts";
import { takeEvent } from "./events.ts";
import { type ApiRoute, withBody } from "./route.ts";

/** What happens to customers: events in, and what became of every text. */
export const customerRoutes: readonly ApiRoute[] = [
  withBody({
    method: "POST",
    path: "/v1/events",
    summary: "A store event of a custom store; the same id again changes nothing",
    body: EventInput,
    answers: { 200: EventTaken, 202: EventTaken },
    handle: takeEvent,
  }),
  withBody({
    method: "PUT",
    path: "/v1/customers/:id",
    summary: "Facts about a person: absent = unchanged, null = removed",
    body: CustomerFields,
    answers: { 200: CustomerTaken },
    handle: putCustomer,
  }),
  {
    method: "GET",
    path: "/v1/decisions",
    summary: "What became of every text, and why",
    query: DecisionsQuery,
    answers: { 200: z.array(DecisionView) },
    handle: showDecisions,
  },
];
