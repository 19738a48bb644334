import * as z from "zod";
import {
  AnswerStatsQuery,
  AnswerStatsView,
  AnswersView,
  NotesQuery,
  TellsView,
} from "../../shared/contract/answers.ts";
import { CustomerFields, EventInput } from "../../shared/contract/events.ts";
import { CustomerTaken, DecisionsQuery, DecisionView, EventTaken } from "../../shared/contract/messages.ts";
import { readAnswerStats, showAnswers, showTells } from "./answers.ts";
import { putCustomer } from "./customers.ts";
import { showDecisions } from "./decisions.ts";
import { takeEvent } from "./events.ts";
import { jsonResponse } from "./json-response.ts";
import { deleteCustomer, deleteNumber, ErasedView, ExportView, exportCustomer, exportNumber } from "./people.ts";
import { type ApiRoute, readQuery, withBody } from "./route.ts";

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
    path: "/v1/customers/:id/export",
    summary: "Everything that is known of a customer (GDPR 15)",
    answers: { 200: ExportView },
    problems: { "unknown-customer": "404: nothing is known of them, or they were erased" },
    handle: exportCustomer,
  },
  {
    method: "DELETE",
    path: "/v1/customers/:id",
    summary: "Erase a customer (GDPR 17); an opt-out stays as a keyed hash",
    answers: { 200: ErasedView, 202: ErasedView },
    problems: { "unknown-customer": "404: nothing is known of them, or they were erased" },
    handle: deleteCustomer,
  },
  {
    method: "GET",
    path: "/v1/people/:phone/export",
    summary: "Everything that is known of a number and everybody who has it (GDPR 15)",
    answers: { 200: ExportView },
    handle: exportNumber,
  },
  {
    method: "DELETE",
    path: "/v1/people/:phone",
    summary: "Erase a number and everybody who has it (GDPR 17); an opt-out stays as a keyed hash",
    answers: { 200: ErasedView, 202: ErasedView },
    handle: deleteNumber,
  },
  {
    method: "GET",
    path: "/v1/decisions",
    summary: "What became of every text, and why",
    query: DecisionsQuery,
    answers: { 200: z.array(DecisionView) },
    handle: showDecisions,
  },
  {
    method: "GET",
    path: "/v1/answers",
    summary: "What customers answered to questions, with order and products; the newest first",
    query: NotesQuery,
    answers: { 200: AnswersView },
    handle: showAnswers,
  },
  {
    method: "GET",
    path: "/v1/answers/stats",
    summary: "By question of each flow: asked, answered, by value, average; and what other systems were told",
    query: AnswerStatsQuery,
    answers: { 200: AnswerStatsView },
    handle: async (request, context) =>
      jsonResponse(await readAnswerStats(readQuery(request, AnswerStatsQuery), context)),
  },
  {
    method: "GET",
    path: "/v1/tells",
    summary: "What flows told other systems, or are about to; the newest first",
    query: NotesQuery,
    answers: { 200: TellsView },
    handle: showTells,
  },
];
