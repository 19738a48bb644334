import * as z from "zod";
import { CustomerFields, EventInput } from "../../shared/contract/events.ts";
import {
  CustomerTaken,
  DecisionsQuery,
  DecisionView,
  EventTaken,
  MessageInput,
  PreviewView,
  RecordQuery,
} from "../../shared/contract/messages.ts";
import { putCustomer } from "./customers.ts";
import { showDecisions } from "./decisions.ts";
import { takeEvent } from "./events.ts";
import { previewMessage, sendMessage, takeBackMessage } from "./messages.ts";
import { showRecord } from "./records.ts";
import { type ApiRoute, withBody } from "./route.ts";

/** What happens to customers: events in, texts out, and why. */
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
  withBody({
    method: "POST",
    path: "/v1/messages/preview",
    summary: "How a text would read, and what the gate says of it now",
    body: MessageInput,
    answers: { 200: PreviewView },
    handle: previewMessage,
  }),
  withBody({
    method: "POST",
    path: "/v1/messages",
    summary: "Send one text to one person, through the same gate as every other",
    body: MessageInput,
    answers: { 202: DecisionView },
    handle: sendMessage,
  }),
  {
    method: "DELETE",
    path: "/v1/messages/:id",
    summary: "Take a text back that no gateway has been given yet",
    answers: { 200: undefined },
    handle: takeBackMessage,
  },
  {
    method: "GET",
    path: "/v1/records",
    summary: "A record of a store's admin: who, what they bought, and their texts",
    query: RecordQuery,
    answers: { 200: undefined },
    handle: showRecord,
  },
];
