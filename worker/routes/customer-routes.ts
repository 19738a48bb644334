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
