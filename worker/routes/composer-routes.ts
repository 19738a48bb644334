import {
  MessageInput,
  MessageTaken,
  MessageView,
  PreviewView,
  TakenBackView,
  TestMessageInput,
  TestMessageTaken,
} from "../../shared/contract/messages.ts";
import { SearchQuery, SearchView } from "../../shared/contract/record-search.ts";
import { RecordInput, RecordQuery, RecordView } from "../../shared/contract/records.ts";
import { RepliesQuery, RepliesView, ReplyDoneView } from "../../shared/contract/replies.ts";
import { TemplateInput, TemplatesView, TemplateView } from "../../shared/contract/templates.ts";
import { TestCodeInput, TestPhoneInput, TestPhoneView } from "../../shared/contract/test-phone.ts";
import { fetchFromStore } from "./fetch-record.ts";
import { previewMessage, sendMessage, showMessage, takeBackMessage } from "./messages.ts";
import { searchRecords } from "./record-search.ts";
import { showRecord } from "./records.ts";
import { closeReply, showReplies } from "./replies.ts";
import { type ApiRoute, withBody } from "./route.ts";
import { removeTemplate, replaceTemplate, showTemplates } from "./templates.ts";
import { sendTest } from "./test-messages.ts";
import { askTestCode, forgetTestPhone, verifyTestPhone } from "./test-phone.ts";

/** What a person at the shop does from the composer. */
export const composerRoutes: readonly ApiRoute[] = [
  {
    method: "GET",
    path: "/v1/records",
    summary: "A record of a store's admin, or the newest of a number: who, what they bought, and their texts",
    query: RecordQuery,
    answers: { 200: RecordView },
    problems: {
      "unknown-store": "404: connect that store, or pair with its merchant's key",
      "unknown-record": "404: its store has not told of it; with `canFetch` it can be asked (POST /v1/records/fetch)",
    },
    handle: showRecord,
  },
  withBody({
    method: "POST",
    path: "/v1/records/fetch",
    summary: "Fetch a record from its store's own API; it starts no run",
    body: RecordInput,
    answers: { 200: RecordView },
    problems: {
      "no-store-access": "409: no access to the store's API was given (PUT /v1/stores/…)",
      "no-such-record": "404: the store has none",
      "store-refused": "502: the detail says why, as for a token that has ended",
      "store-unreachable": "502: try again",
      "unknown-store": "404: connect that store first",
    },
    handle: fetchFromStore,
  }),
  {
    method: "GET",
    path: "/v1/records/search",
    summary: "Records that an order's name or a phone number could mean, the newest first",
    query: SearchQuery,
    answers: { 200: SearchView },
    handle: searchRecords,
  },

  withBody({
    method: "POST",
    path: "/v1/messages/preview",
    summary: "How a text would read, what it costs, and what the gate says of it at its instant",
    body: MessageInput,
    answers: { 200: PreviewView },
    handle: previewMessage,
  }),
  withBody({
    method: "POST",
    path: "/v1/messages",
    summary: "Send one text to one person, through the same gate as every other; with undoSeconds it waits so long",
    body: MessageInput,
    answers: { 202: MessageTaken },
    isRepeatable: true,
    problems: { "idempotency-key-reused": "422: the key was used for another text; a new text takes a new key" },
    handle: sendMessage,
  }),
  withBody({
    method: "POST",
    path: "/v1/messages/test",
    summary: "Send a text as it would read to the merchant's own verified phone; in no list, cap or figure",
    body: TestMessageInput,
    answers: { 202: TestMessageTaken },
    isRepeatable: true,
    problems: {
      "no-test-phone": "409: verify a phone first (POST /v1/test-phone)",
      "test-phone-opted-out": "409: text START from that phone",
      "sending-stopped": "409: resume sending first",
    },
    handle: sendTest,
  }),
  {
    method: "GET",
    path: "/v1/messages/:id",
    summary: "What has become of a text by now",
    answers: { 200: MessageView },
    problems: { "unknown-message": "404" },
    handle: showMessage,
  },
  {
    method: "DELETE",
    path: "/v1/messages/:id",
    summary: "Take a text back that no gateway has been given yet; done = it is certain that none was and none will be",
    answers: { 200: TakenBackView },
    problems: {
      "message-handed-over": "409: it was given to the gateway, may have been, or had ended",
      "unknown-message": "404",
    },
    handle: takeBackMessage,
  },

  {
    method: "GET",
    path: "/v1/replies",
    summary: "People whose last word is theirs and unanswered, the latest first",
    query: RepliesQuery,
    answers: { 200: RepliesView },
    handle: showReplies,
  },
  {
    method: "POST",
    path: "/v1/replies/:id/done",
    summary: "Nothing has to be said to this reply",
    answers: { 200: ReplyDoneView },
    problems: { "unknown-reply": "404: answered, done, or they wrote again; read the list anew" },
    handle: closeReply,
  },

  {
    method: "GET",
    path: "/v1/templates",
    summary: "The composer's templates: shipped ones and the merchant's own",
    answers: { 200: TemplatesView },
    handle: showTemplates,
  },
  withBody({
    method: "PUT",
    path: "/v1/templates/:key",
    summary: "Write a template; under a shipped one's key it stands in for that",
    body: TemplateInput,
    answers: { 200: TemplateView, 201: TemplateView },
    handle: replaceTemplate,
  }),
  {
    method: "DELETE",
    path: "/v1/templates/:key",
    summary: "Delete a template of one's own; a shipped one of that key is there again",
    answers: { 204: undefined },
    problems: { "unknown-template": "404: there is none of your own under this key" },
    handle: removeTemplate,
  },

  withBody({
    method: "POST",
    path: "/v1/test-phone",
    summary: "Name the merchant's own phone: it is sent a code of six digits, good for ten minutes",
    body: TestPhoneInput,
    answers: { 202: TestPhoneView },
    problems: {
      "too-many-codes": "429: three an hour",
      "test-phone-opted-out": "409: text START from that phone",
      "sending-stopped": "409: resume sending first",
    },
    handle: askTestCode,
  }),
  withBody({
    method: "POST",
    path: "/v1/test-phone/verify",
    summary: "Give the code back: from then on test texts go there",
    body: TestCodeInput,
    answers: { 200: TestPhoneView },
    problems: {
      "wrong-code": "422: with the tries that are left",
      "code-expired": "409: ten minutes or five tries are over; ask for another one",
    },
    handle: verifyTestPhone,
  }),
  {
    method: "DELETE",
    path: "/v1/test-phone",
    summary: "Forget the merchant's own phone",
    answers: { 204: undefined },
    handle: forgetTestPhone,
  },
];
