import type { Policy } from "../../shared/contract/policy.ts";
import type { AnyClass } from "../../shared/contract/primitives.ts";
import type { Scheduled, Send } from "./cap.ts";
import { checkFrequency } from "./gate-frequency.ts";
import { checkHours } from "./gate-hours.ts";
import type { ConsentHead } from "./person-state.ts";
import { holdUnlessExpired, isExpired, type SendDecision } from "./send-decision.ts";
import { shareOf } from "./share.ts";

export type StopScope = "all" | "promotional" | { readonly flow: string };

/** All that decides over one text at the instant of sending. */
export interface GateText {
  readonly class: AnyClass;
  readonly flow: string;
  readonly rank: number;
  readonly quiet: "defer" | "drop" | "ignore";
  readonly dueMs: number;
  readonly expiresAtMs: number | undefined;
  readonly holdout: number;
  readonly isSuperseded: boolean;
  readonly isUnlessMet: boolean;
  /** Until when something is unsettled between this person and the shop, at the latest. */
  readonly exceptionUntilMs: number | undefined;
  readonly content: "text" | "missing_field" | "content";
  /** Where its link leads to nothing: when that is looked at again. */
  readonly deadLink?: { readonly recheckAtMs: number } | undefined;
  /** It has waited for its link until now. */
  readonly isWaitingForLink?: boolean;
  /** The instant that the sender's pace gave; undefined while none was asked for. */
  readonly slotAtMs: number | undefined;
  /** To the merchant's own phone: an opt-out of that number and the merchant's stop of everything hold for it, and nothing else. */
  readonly isTest?: boolean | undefined;
}

export interface GatePerson {
  readonly phone: string;
  readonly optedOut: "all" | "promotional" | undefined;
  readonly consent: ConsentHead;
  readonly isUnreachable: boolean;
  readonly sends: readonly Send[];
  /** When this person last tapped, replied or ordered. */
  readonly lastSignMs: number | undefined;
  readonly scheduled: readonly Scheduled[];
  /** A text may go only when every one of these zones is open (R5). */
  readonly zones: readonly string[];
  readonly regions: readonly string[];
}

export interface GateMerchant {
  readonly policy: Policy;
  readonly stops: readonly StopScope[];
  /** Flows that hold by themselves. */
  readonly brakes: readonly string[];
  readonly isPaused: boolean;
}

/**
 * R2: the whole gate, in its order, at the instant of sending and again after every deferral. Nothing that has passed it waits.
 * Exits come before it: an exit event ends the run when it becomes known.
 */
export function decideSend(text: GateText, person: GatePerson, merchant: GateMerchant, nowMs: number): SendDecision {
  return (
    checkMerchant(text, merchant, nowMs) ??
    checkPermission(text, person, merchant.policy) ??
    checkText(text, merchant, nowMs) ??
    checkHours(text, person, merchant.policy, nowMs) ??
    checkFrequency(text, person, merchant.policy, nowMs) ??
    checkPace(text, nowMs) ??
    checkHoldout(text, person) ?? { kind: "send" }
  );
}

/** Stopped, braked and paused (R9, R17): held until the merchant releases it. What expires meanwhile ends, for its own first reason. */
function checkMerchant(text: GateText, merchant: GateMerchant, nowMs: number): SendDecision | undefined {
  if (isExpired(text, nowMs)) return undefined;
  const rule = findStop(text, merchant);
  if (rule !== undefined) return { kind: "hold", rule, untilMs: undefined };
  const { exceptionUntilMs, expiresAtMs } = text;
  if (!merchant.policy.backToService || text.class !== "promotional" || exceptionUntilMs === undefined)
    return undefined;
  const untilMs = Math.min(exceptionUntilMs, expiresAtMs ?? exceptionUntilMs);
  const hold = { kind: "hold", rule: "paused", why: "open_exception" } as const;
  return { ...hold, untilMs: Number.isFinite(untilMs) ? untilMs : undefined };
}

/** The merchant's own hold on a text of this class and flow. */
export function findStop(
  text: Pick<GateText, "class" | "flow" | "isTest">,
  merchant: Pick<GateMerchant, "stops" | "brakes" | "isPaused">,
): "stopped" | "brake" | "paused" | undefined {
  if (text.class === "system" && text.isTest !== true) return undefined;
  const isStopped = merchant.stops.some(
    (scope) =>
      scope === "all" ||
      (scope === "promotional" && text.class === "promotional") ||
      (typeof scope === "object" && scope.flow === text.flow),
  );
  if (isStopped) return "stopped";
  if (merchant.brakes.includes(text.flow)) return "brake";
  return merchant.isPaused ? "paused" : undefined;
}

/**
 * Opt-out and consent (R15). A number given with an order permits texts about that order: prior express consent,
 * 47 CFR 64.1200(a)(1). Everything else needs a recorded opt-in.
 */
function checkPermission(text: GateText, person: GatePerson, policy: Policy): SendDecision | undefined {
  if (text.isTest === true && person.optedOut === "all") return { kind: "suppress", reason: "opted_out" };
  if (text.class === "system") return undefined;
  const isOptedOut = person.optedOut === "all" || (person.optedOut === "promotional" && text.class !== "transactional");
  if (isOptedOut) return { kind: "suppress", reason: "opted_out" };
  const { transactional, promotional } = person.consent;
  const isPermitted =
    text.class === "transactional"
      ? transactional !== false && (transactional === true || !policy.requireTransactionalConsent)
      : promotional === true;
  if (!isPermitted) return { kind: "suppress", reason: "no_consent" };
  return person.isUnreachable ? { kind: "suppress", reason: "unreachable" } : undefined;
}

function checkText(text: GateText, merchant: GateMerchant, nowMs: number): SendDecision | undefined {
  if (text.isSuperseded) return { kind: "suppress", reason: "superseded" };
  if (text.isUnlessMet) return { kind: "suppress", reason: "condition", rule: "unless" };
  if (text.content !== "text") return { kind: "suppress", reason: text.content };
  const deadLink = checkLink(text, nowMs);
  if (deadLink !== undefined) return deadLink;
  if (!isExpired(text, nowMs)) return undefined;
  if (text.isWaitingForLink === true) return { kind: "suppress", reason: "dead_link" };
  const rule = findStop(text, merchant);
  return rule === undefined ? { kind: "suppress", reason: "expired" } : { kind: "suppress", reason: "expired", rule };
}

/** Without an expiry of its own, a text waits no longer for its link than this. */
const deadLinkWaitMs = 3 * 86_400_000;

/** A text whose link leads to nothing waits until that answers again, and does not go where that takes too long. */
function checkLink({ deadLink, dueMs, expiresAtMs }: GateText, nowMs: number): SendDecision | undefined {
  if (deadLink === undefined) return undefined;
  const endsAtMs = expiresAtMs ?? dueMs + deadLinkWaitMs;
  if (nowMs >= endsAtMs) return { kind: "suppress", reason: "dead_link" };
  return { kind: "hold", rule: "dead_link", untilMs: Math.min(deadLink.recheckAtMs, endsAtMs) };
}

function checkPace(text: GateText, nowMs: number): SendDecision | undefined {
  if (text.slotAtMs === undefined || text.slotAtMs <= nowMs) return undefined;
  return holdUnlessExpired(text, "pace", text.slotAtMs);
}

/** R13, R14: the last gate, so that treated and held-out people passed the same ones. */
function checkHoldout(text: GateText, person: GatePerson): SendDecision | undefined {
  if (text.holdout === 0 || text.class === "transactional" || text.class === "system") return undefined;
  const isHeldOut = shareOf(`holdout:${text.flow}`, person.phone) < text.holdout;
  return isHeldOut ? { kind: "suppress", reason: "holdout" } : undefined;
}
