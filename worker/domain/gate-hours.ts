import type { Policy } from "../../shared/contract/policy.ts";
import type { AnyClass } from "../../shared/contract/primitives.ts";
import type { GatePerson, GateText } from "./gate.ts";
import { lawRules } from "./law-hours.ts";
import { type DayRule, nextOpenMs } from "./open-hours.ts";
import { quietHoursRule } from "./quiet-hours.ts";
import { holdUnlessExpired, type SendDecision } from "./send-decision.ts";

/** R5, R6. Transactional texts obey the merchant's window; the others the law's too. */
export function checkHours(
  text: GateText,
  person: GatePerson,
  policy: Policy,
  nowMs: number,
): SendDecision | undefined {
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
