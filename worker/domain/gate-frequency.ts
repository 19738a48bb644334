import type { Cap, Policy } from "../../shared/contract/policy.ts";
import { checkCaps } from "./cap.ts";
import type { GatePerson, GateText } from "./gate.ts";
import { hourRules } from "./gate-hours.ts";
import { lawRules } from "./law-hours.ts";
import { nextOpenMs } from "./open-hours.ts";
import { holdUnlessExpired, type SendDecision } from "./send-decision.ts";

/** R12, with the law's own cap of section 3 (FL, OK, MD, OR: 3 in 24 h) behind the merchant's. */
export function checkFrequency(
  text: GateText,
  person: GatePerson,
  policy: Policy,
  nowMs: number,
): SendDecision | undefined {
  const isDoubled = policy.capDoubling && isUnanswered(person);
  if (!isDoubled) return checkAllCaps(text, person, policy, policy.caps, nowMs);
  const held = checkAllCaps(text, person, policy, policy.caps.map(doubleWindow), nowMs);
  if (held?.kind !== "hold") return held;
  // Nobody tells of a tap: where one came, the text goes when it would have gone with the windows as they are.
  const usual = checkAllCaps(text, person, policy, policy.caps, nowMs);
  return { ...held, why: "cap_doubled", untilMs: usual?.kind === "hold" ? usual.untilMs : held.untilMs };
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

/** An order as a sign of life: what happens at an instant comes before its texts (R12), so it answers none of them. */
export function signOfOrder({ occurredAtMs }: { readonly occurredAtMs: number }): number {
  return occurredAtMs - 1;
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
