import type { Cap, Policy } from "../../shared/contract/policy.ts";
import type { AnyClass } from "../../shared/contract/primitives.ts";
import { checkCaps, type Scheduled, type Send } from "./cap.ts";
import { lawRules } from "./law-hours.ts";
import { type DayRule, nextOpenMs } from "./open-hours.ts";
import type { ConsentHead } from "./person-state.ts";
import { quietHoursRule } from "./quiet-hours.ts";
import type { Reason } from "./run.ts";
import { shareOf } from "./share.ts";

export type StopScope = "all" | "promotional" | { readonly flow: string };

export type SendDecision =
  | { readonly kind: "send" }
  /** Looked at again at `untilMs`; without one, when the merchant releases it. */
  | { readonly kind: "hold"; readonly rule: Reason; readonly untilMs: number | undefined; readonly why?: string }
  | { readonly kind: "suppress"; readonly reason: Reason; readonly rule?: string };

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

function isExpired(text: GateText, nowMs: number): boolean {
  return text.expiresAtMs !== undefined && nowMs >= text.expiresAtMs;
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

/** R5, R6. Transactional texts obey the merchant's window; the others the law's too. */
function checkHours(text: GateText, person: GatePerson, policy: Policy, nowMs: number): SendDecision | undefined {
  const rules = hourRules(text.class, policy, person.regions);
  if (text.class === "system" || text.quiet === "ignore" || rules.length === 0) return undefined;
  const next = nextOpenMs({ nowMs, zones: person.zones, rules });
  if (next.open) return undefined;
  if (text.quiet === "drop") return { kind: "suppress", reason: "quiet_hours" };
  return holdUnlessExpired(text, "quiet_hours", next.untilMs);
}

/** The hours in which a text of this class may go: merchant's window, never wider than the law's (R6). */
export function hourRules(textClass: AnyClass, policy: Policy, regions: readonly string[]): readonly DayRule[] {
  const own = policy.quietHours === null ? [] : [quietHoursRule(policy.quietHours)];
  const isLawBound = policy.stateLaw && (textClass === "relationship" || textClass === "promotional");
  return isLawBound ? [...own, ...lawRules(regions).rules] : own;
}

/** R12, with the law's own cap of section 3 (FL, OK, MD, OR: 3 in 24 h) behind the merchant's. */
function checkFrequency(text: GateText, person: GatePerson, policy: Policy, nowMs: number): SendDecision | undefined {
  const isDoubled = policy.capDoubling && isUnanswered(person);
  if (!isDoubled) return checkAllCaps(text, person, policy, policy.caps, nowMs);
  const held = checkAllCaps(text, person, policy, policy.caps.map(doubleWindow), nowMs);
  if (held?.kind !== "hold") return held;
  // Nobody tells of a tap: where one came, the text goes when it would have gone with the windows as they are.
  const usual = checkAllCaps(text, person, policy, policy.caps, nowMs);
  return { ...held, why: "cap_doubled", untilMs: usual?.kind === "hold" ? usual.untilMs : held.untilMs };
}

function checkAllCaps(
  text: GateText,
  person: GatePerson,
  policy: Policy,
  own: readonly Cap[],
  nowMs: number,
): SendDecision | undefined {
  const legal = policy.stateLaw ? lawRules(person.regions).maxPer24h : undefined;
  const caps = [...own];
  if (legal !== undefined) {
    caps.push({ classes: ["relationship", "promotional"], max: legal, windowSeconds: 86_400, onCap: "defer" });
  }
  const decision = checkCaps(text, caps, person.sends, person.scheduled, nowMs);
  switch (decision.kind) {
    case "clear":
      return undefined;
    case "reserved":
      return { kind: "suppress", reason: "reserved" };
    case "cap": {
      if (decision.onCap === "skip") return { kind: "suppress", reason: "cap" };
      return holdUnlessExpired(text, "cap", openAfter(decision.freesAtMs, text, person, policy));
    }
  }
}

/** R12: three texts that wanted something, and no tap, reply or order since. */
export function isUnanswered({
  sends,
  lastSignMs = Number.NEGATIVE_INFINITY,
}: Pick<GatePerson, "sends" | "lastSignMs">): boolean {
  const unanswered = sends.filter(
    (send) =>
      send.atMs > lastSignMs &&
      send.isHeldOut !== true &&
      (send.class === "relationship" || send.class === "promotional"),
  );
  return unanswered.length >= 3;
}

function doubleWindow(cap: Cap): Cap {
  return { ...cap, windowSeconds: cap.windowSeconds * 2 };
}

/** A cap's hold ends when the cap frees and the hours are open. */
function openAfter(freesAtMs: number, text: GateText, person: GatePerson, policy: Policy): number {
  const rules = hourRules(text.class, policy, person.regions);
  if (text.quiet === "ignore" || rules.length === 0) return freesAtMs;
  const next = nextOpenMs({ nowMs: freesAtMs, zones: person.zones, rules });
  return next.open ? freesAtMs : (next.untilMs ?? freesAtMs);
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

/** A hold that would release at or after the text's expiry is refused at once. */
function holdUnlessExpired(text: GateText, rule: Reason, untilMs: number | undefined): SendDecision {
  if (text.expiresAtMs !== undefined && (untilMs === undefined || untilMs >= text.expiresAtMs)) {
    return { kind: "suppress", reason: "expired", rule };
  }
  return { kind: "hold", rule, untilMs };
}
