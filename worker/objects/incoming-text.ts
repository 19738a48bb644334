import { readKeyword } from "../domain/inbound-keywords.ts";
import type { MerchantRules } from "../domain/merchant-rules.ts";
import { foldCustomers } from "../domain/person-state.ts";
import type { OpenQuestion } from "../domain/question.ts";
import { skusOf } from "../domain/run-skus.ts";
import { askForNumber, systemAnswer } from "../domain/system-answer.ts";
import { takeAnswer } from "../domain/take-answer.ts";
import type { IncomingText } from "./customer-messages.ts";
import type { CustomerStore } from "./customer-store.ts";

/** Reads a customer's text: opt-out first, then opting in again, then help, then an answer to a question; anything else is for a person. */
export function takeIncomingText(
  store: CustomerStore,
  text: IncomingText,
  { merchant, questions }: { readonly merchant: MerchantRules; readonly questions: readonly OpenQuestion[] },
): void {
  if (!store.addInbox({ id: text.gatewayId, body: text.body, atMs: text.atMs })) return;
  store.setMeta("unreachable", undefined);
  const keyword = readKeyword(text.body);
  const kind = text.optOutType === undefined ? keyword.kind : KIND_OF[text.optOutType];
  const wasOut = store.optOut() !== undefined;
  switch (kind) {
    case "stop":
    case "wrong_number":
      if (!wasOut) store.addOptOutFault(text.atMs);
      if (!wasOut) store.setOptOut({ scope: "all", atMs: text.atMs, source: kind }, text.atMs, kind);
      if (kind === "wrong_number") voidConsent(store, text);
      store.answerReply(text.atMs); // nobody may answer them any more
      // One confirmation, without marketing, at once: 47 CFR 64.1200(a)(12).
      if (!wasOut) answer(store, text, merchant, kind);
      return;
    case "start":
      // Only START, UNSTOP or YES lift an opt-out, and only where there is one.
      if (wasOut) {
        store.setOptOut(undefined, text.atMs, "start");
        answer(store, text, merchant, kind);
      } else store.awaitAnswer(text.gatewayId);
      return;
    case "help":
      answer(store, text, merchant, kind);
      return;
    case "none":
      listenToAnswer(store, text, merchant, questions);
      return;
  }
}

function listenToAnswer(
  store: CustomerStore,
  text: IncomingText,
  merchant: MerchantRules,
  questions: readonly OpenQuestion[],
): void {
  const markOf = ({ run, path }: OpenQuestion): string => `asked_again:${run.id}:${path}`;
  const taken = takeAnswer(text.body, {
    questions,
    answers: store.answers(),
    skusOf: (run) => skusOf(run, foldCustomers(store.events(), store.getMeta("customer_id") ?? "").get(run.customerId)),
    wasAskedAgain: (question) => store.getMeta(markOf(question)) !== undefined,
    nowMs: text.atMs,
  });
  switch (taken.kind) {
    case "answered":
      store.putAnswer(taken.answer);
      if (taken.needsPerson) store.awaitAnswer(text.gatewayId);
      return;
    case "ask_again":
      store.setMeta(markOf(taken.question), String(text.atMs));
      answer(store, text, merchant, { from: taken.from, to: taken.to });
      return;
    case "inbox":
      store.awaitAnswer(text.gatewayId);
      return;
  }
}

const KIND_OF = { STOP: "stop", START: "start", HELP: "help" } as const;

/** A recycled number: what its former owner allowed is not this person's word. */
function voidConsent(store: CustomerStore, text: IncomingText): void {
  store.addConsent({
    id: `wrong_number:${text.gatewayId}`,
    source: "api",
    type: "customer.updated",
    occurredAtMs: text.atMs,
    live: true,
    test: false,
    customer: { consent: { transactional: false, promotional: false, source: "wrong_number", atMs: text.atMs } },
  });
}

function answer(
  store: CustomerStore,
  text: IncomingText,
  merchant: MerchantRules,
  kind: "stop" | "wrong_number" | "start" | "help" | { readonly from: number; readonly to: number },
): void {
  // Where the gateway has answered by itself, we don't answer twice.
  if (text.isAnsweredByGateway) return;
  const customerId = store.getMeta("customer_id") ?? "";
  const customer = foldCustomers(store.events(), customerId).get(customerId);
  const locale = customer?.profileAt(text.atMs).locale;
  const shop = { shopName: merchant.name, helpText: merchant.helpText, locale: locale ?? undefined };
  const body = typeof kind === "string" ? systemAnswer(kind, shop) : askForNumber(kind, shop);
  store.addSingle({
    id: `answer:${text.gatewayId}`,
    step: { send: { body }, class: "transactional", quiet: "ignore" },
    class: "system",
    customerId,
    orderId: undefined,
    createdAtMs: text.atMs,
    dueAtMs: text.atMs,
  });
}
