import type { AnyClass } from "../../shared/contract/primitives.ts";
import type { Send } from "./cap.ts";
import { type Composed, composeText } from "./compose.ts";
import { currentScope } from "./current-scope.ts";
import type { DueText } from "./due-text.ts";
import { decideSend, findStop } from "./gate.ts";
import type { MerchantRules } from "./merchant-rules.ts";
import { describeOffer, offerEndsMs } from "./offer.ts";
import { openExceptionUntilMs } from "./open-exception.ts";
import type { ConsentHead } from "./person-state.ts";
import { type Plan, scheduledTexts } from "./plan.ts";
import type { ProductFacts } from "./product-facts.ts";
import type { BoughtTogether } from "./related.ts";
import type { StepRow } from "./run.ts";
import type { Scope } from "./scope.ts";
import type { SendDecision } from "./send-decision.ts";
import { isSuperseded, knowsEvent } from "./superseded.ts";
import { zonesAt } from "./zones-at.ts";

export interface PersonFacts {
  readonly phone: string;
  readonly optedOut: "all" | "promotional" | undefined;
  readonly consent: ConsentHead;
  readonly isUnreachable: boolean;
  readonly sends: readonly Send[];
  readonly lastSignMs: number | undefined;
}

export interface JudgeInput {
  readonly text: DueText;
  readonly plan: Plan;
  readonly person: PersonFacts;
  readonly merchant: MerchantRules;
  readonly products: ReadonlyMap<string, ProductFacts>;
  /** The links that are minted, by name. */
  readonly shortUrls: Readonly<Record<string, string>>;
  /** The text's own code; undefined = none is made yet. */
  readonly offerCode: string | undefined;
  readonly together: BoughtTogether;
  readonly points: number;
  readonly deadLink?: { readonly recheckAtMs: number } | undefined;
}

export interface Verdict {
  readonly decision: SendDecision;
  readonly composed: Composed;
  /** As which it goes: a confirmation with its upsell goes as promotional. */
  readonly class: AnyClass;
}

/** Puts one due text through the gate: as its promotional variant if it has one that may go now, else as itself. */
export function judge(input: JudgeInput, nowMs: number): Verdict {
  const { send, class: ownClass } = input.text.step;
  if (send.promotionalBody !== undefined && ownClass !== "promotional") {
    const promoted = judgeAs("promotional", "promotional", input, nowMs);
    if (promoted.decision.kind === "send") return promoted;
  }
  return judgeAs(input.text.row.class, "own", input, nowMs);
}

function judgeAs(textClass: AnyClass, variant: "own" | "promotional", input: JudgeInput, nowMs: number): Verdict {
  const { text, person, merchant } = input;
  const { run, step, customer } = text;
  const { zones, regions, dueZone } = zonesAt(customer, person.phone, merchant.timeZone, nowMs);
  const shop = { name: merchant.name, url: merchant.siteUrl, helpText: merchant.helpText };
  const composed = composeText({
    step,
    class: textClass,
    variant,
    scope: {
      ...currentScope(run, customer, { nowMs, zone: dueZone, shop, ...input }),
      offer: offerOf(input, dueZone, nowMs),
    },
    shortUrls: input.shortUrls,
    shopName: merchant.name,
    timeZone: dueZone,
    isFirstText: !person.sends.some(carriedFirstLine),
    footer: merchant.policy.footer,
  });
  const brakes = merchant.brakes.map(({ flow }) => flow);
  const isPaused = (flow: string): boolean => merchant.flows[flow]?.status === "paused";
  const isHeld = (row: Pick<StepRow, "class" | "flow">): boolean =>
    findStop({ ...row, isTest: isTest(row.flow) }, { stops: merchant.stops, brakes, isPaused: isPaused(row.flow) }) !==
    undefined;
  const decision = decideSend(
    {
      class: textClass,
      flow: run.flow.key,
      rank: run.flow.rank ?? 0,
      quiet: quietOf(textClass, text),
      dueMs: text.dueMs,
      expiresAtMs: text.expiresAtMs,
      holdout: run.flow.holdout ?? 0,
      isSuperseded: isSuperseded(run, step, customer),
      isUnlessMet: knowsEvent(run, customer, step.unless),
      exceptionUntilMs: textClass === "promotional" ? openExceptionUntilMs(customer, nowMs) : undefined,
      content: composed.kind,
      deadLink: composed.kind === "text" && Object.keys(composed.targets).length > 0 ? input.deadLink : undefined,
      isWaitingForLink: text.row.reason === "dead_link",
      slotAtMs: text.row.slotAtMs,
      isTest: isTest(run.flow.key),
    },
    { ...person, scheduled: scheduledTexts(input.plan, text, isHeld), zones, regions },
    {
      policy: merchant.policy,
      stops: merchant.stops,
      brakes,
      isPaused: isPaused(run.flow.key),
    },
    nowMs,
  );
  return { decision, composed, class: textClass };
}

function isTest(flowKey: string): boolean {
  return flowKey === "test";
}

/** Undefined where the step has none, or names one that is gone: then what it prints is missing. */
function offerOf({ text, merchant, offerCode }: JudgeInput, zone: string, nowMs: number): Scope | undefined {
  const offer = text.step.offer === undefined ? undefined : merchant.offers[text.step.offer];
  if (offer === undefined) return undefined;
  return describeOffer(offer, {
    code: offerCode,
    endsMs: offerEndsMs(offer, text.dueMs, zone),
    currency: merchant.currency,
    shopUrl: merchant.siteUrl,
    locale: text.customer.profileAt(nowMs).locale ?? undefined,
  });
}

/** Only transactional texts may ignore the hours; their promotional variant may not, and is dropped rather than held. */
function quietOf(textClass: AnyClass, { step }: DueText): "defer" | "drop" | "ignore" {
  const quiet = step.quiet ?? "defer";
  return quiet === "ignore" && textClass !== "transactional" && textClass !== "system" ? "drop" : quiet;
}

/** The first text of a programme tells who writes; one that was held out was never read. */
export function carriedFirstLine(send: Send): boolean {
  return send.isHeldOut !== true && (send.class === "relationship" || send.class === "promotional");
}
