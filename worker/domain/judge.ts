import type { AnyClass } from "../../shared/contract/primitives.ts";
import type { Send } from "./cap.ts";
import { type Composed, composeText } from "./compose.ts";
import { isSupersededByRank } from "./exit.ts";
import { expiryOf } from "./expiry.ts";
import { decideSend, type SendDecision } from "./gate.ts";
import type { MerchantRules } from "./merchant-rules.ts";
import type { ConsentHead } from "./person-state.ts";
import { type DueText, type Plan, scheduledTexts, zonesAt } from "./plan.ts";
import { currentScope, type ProductFacts } from "./scope.ts";

export interface PersonFacts {
  readonly phone: string;
  readonly optedOut: "all" | "promotional" | undefined;
  readonly consent: ConsentHead;
  readonly isUnreachable: boolean;
  readonly sends: readonly Send[];
}

export interface JudgeInput {
  readonly text: DueText;
  readonly plan: Plan;
  readonly person: PersonFacts;
  readonly merchant: MerchantRules;
  readonly products: ReadonlyMap<string, ProductFacts>;
  readonly shortUrl: string | undefined;
}

export interface Verdict {
  readonly decision: SendDecision;
  readonly composed: Composed;
  /** As which it goes: a confirmation with its upsell goes as promotional. */
  readonly class: AnyClass;
  readonly expiresAtMs: number | undefined;
}

/** Puts one due text through the gate: as its promotional variant if it has one that may go now, else as itself. */
export function judge(input: JudgeInput, nowMs: number): Verdict {
  const { send, class: ownClass } = input.text.step;
  if (send.promotionalBody !== undefined && ownClass !== "promotional") {
    const promoted = judgeAs("promotional", send.promotionalBody, input, nowMs);
    if (promoted.decision.kind === "send") return promoted;
  }
  return judgeAs(input.text.row.class, send.body, input, nowMs);
}

function judgeAs(textClass: AnyClass, body: string, input: JudgeInput, nowMs: number): Verdict {
  const { text, person, merchant } = input;
  const { run, step, customer } = text;
  const { zones, regions, dueZone } = zonesAt(customer, person.phone, merchant.timeZone, nowMs);
  const shop = { name: merchant.name, url: merchant.siteUrl, helpText: merchant.helpText };
  const composed = composeText({
    step,
    class: textClass,
    body,
    scope: currentScope(run, customer, { nowMs, shop, products: input.products }),
    shortUrl: input.shortUrl,
    shopName: merchant.name,
    timeZone: dueZone,
    isFirstText: !person.sends.some((one) => one.class === "relationship" || one.class === "promotional"),
    footer: merchant.policy.footer,
  });
  const expiresAtMs = expiryOf(step, text.dueMs, dueZone);
  const decision = decideSend(
    {
      class: textClass,
      flow: run.flow.key,
      rank: run.flow.rank ?? 0,
      quiet: quietOf(textClass, text),
      dueMs: text.dueMs,
      expiresAtMs,
      holdout: run.flow.holdout ?? 0,
      isSuperseded: isSuperseded(text),
      isUnlessMet: knowsEvent(text, step.unless),
      content: composed.kind,
      slotAtMs: text.row.slotAtMs,
    },
    { ...person, scheduled: scheduledTexts(input.plan, text), zones, regions },
    {
      policy: merchant.policy,
      stops: merchant.stops,
      isPaused: merchant.flows[run.flow.key]?.status === "paused",
    },
    nowMs,
  );
  return { decision, composed, class: textClass, expiresAtMs };
}

/** Only transactional texts may ignore the hours; their promotional variant may not, and is dropped rather than held. */
function quietOf(textClass: AnyClass, { step }: DueText): "defer" | "drop" | "ignore" {
  const quiet = step.quiet ?? "defer";
  return quiet === "ignore" && textClass !== "transactional" && textClass !== "system" ? "drop" : quiet;
}

function isSuperseded(text: DueText): boolean {
  const { run, step, customer } = text;
  if (knowsEvent(text, run.flow.supersededBy)) return true;
  const announces = step.class === "transactional" && (step.from ?? "trigger") === "trigger" && step.unless === undefined;
  return announces && isSupersededByRank(run, customer);
}

/** Whether one of these events of the run's order is known now. */
function knowsEvent({ run, customer }: DueText, types: readonly string[] | undefined): boolean {
  if (types === undefined) return false;
  const isOurs = (orderId: string | undefined): boolean => run.orderId !== undefined && orderId === run.orderId;
  return customer.events.some(
    (event) => types.includes(event.type) && isOurs(event.orderId) && event.id !== run.trigger.id,
  );
}
