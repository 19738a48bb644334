import type { ConsentReason } from "../../shared/contract/records.ts";
import type { ConsentHead } from "./person-state.ts";

export interface ConsentInput {
  readonly hasPhone: boolean;
  readonly isUnreachable: boolean;
  readonly optedOut: "all" | "promotional" | undefined;
  readonly consent: ConsentHead;
  /** The merchant demands a recorded opt-in for texts about an order too (R15). */
  readonly requireTransactionalConsent: boolean;
}

export interface ExplainedConsent {
  readonly transactional: ConsentReason;
  readonly promotional: ConsentReason;
}

/** Whether texts of either kind may go to a person, and why, as the gate sees it. Relationship texts go by the promotional one. */
export function explainConsent(input: ConsentInput): ExplainedConsent {
  const { hasPhone, isUnreachable, optedOut, consent } = input;
  if (!hasPhone) return both("no_phone");
  if (optedOut === "all") return both("opted_out");
  const transactional = explainTransactional(input);
  const promotional = optedOut === "promotional" ? "opted_out" : explainPromotional(consent);
  const orUnreachable = (code: Code): Code => (isUnreachable && mayGo(code) ? "unreachable" : code);
  return { transactional: say(orUnreachable(transactional)), promotional: say(orUnreachable(promotional)) };
}

export function isPermitted({ code }: ConsentReason): boolean {
  return mayGo(code);
}

type Code = ConsentReason["code"];

function mayGo(code: Code): boolean {
  return code === "opted_in" || code === "number_with_order";
}

function explainTransactional({ consent, requireTransactionalConsent }: ConsentInput): Code {
  if (consent.transactional === false) return "refused";
  if (consent.transactional === true) return "opted_in";
  return requireTransactionalConsent ? "record_required" : "number_with_order";
}

function explainPromotional({ promotional }: ConsentHead): Code {
  if (promotional === true) return "opted_in";
  return promotional === false ? "refused" : "no_opt_in";
}

function both(code: Code): ExplainedConsent {
  return { transactional: say(code), promotional: say(code) };
}

function say(code: Code): ConsentReason {
  return { code, words: words[code] };
}

const words: Readonly<Record<Code, string>> = {
  opted_out: "They texted STOP. Only they can change that, by texting START.",
  refused: "They said no to these texts.",
  no_opt_in: "No opt-in is recorded. Ask for one at checkout or on a form.",
  record_required: "Your policy asks for a recorded opt-in for order texts too, and there is none.",
  opted_in: "They opted in.",
  number_with_order: "They gave this number with an order, which permits texts about it.",
  unreachable: "The carrier says that this number cannot be reached by text.",
  no_phone: "No mobile number is known.",
};
