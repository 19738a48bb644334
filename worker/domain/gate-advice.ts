import type { Advice } from "../../shared/contract/messages.ts";
import { toIso } from "./iso.ts";
import type { Reason } from "./run.ts";
import type { SendDecision } from "./send-decision.ts";

export interface AdviceInput {
  readonly decision: SendDecision;
  /** Fields that the body prints and nothing is known of. */
  readonly missingFields: readonly string[];
  /** What the gate would say of the same text as one about an order; undefined where it is none. */
  readonly asTransactional: SendDecision | undefined;
}

/** The way out for who wrote a text that may not go now; undefined where it may. */
export function adviseOn({ decision, missingFields, asTransactional }: AdviceInput): Advice | undefined {
  switch (decision.kind) {
    case "send":
      return undefined;
    case "hold":
      if (decision.untilMs !== undefined) return { kind: "schedule", at: toIso(decision.untilMs) };
      return { kind: decision.rule === "stopped" ? "resume_sending" : "none" };
    case "suppress":
      return adviseOnRefusal(decision.reason, missingFields, asTransactional);
  }
}

function adviseOnRefusal(
  reason: Reason,
  missingFields: readonly string[],
  asTransactional: SendDecision | undefined,
): Advice {
  switch (reason) {
    // Nobody but the person lifts an opt-out, and only with START, UNSTOP or YES (docs/rules.md, section 3, "In again").
    case "opted_out":
      return { kind: "wait_for_start" };
    case "no_consent":
      return asTransactional !== undefined && asTransactional.kind !== "suppress"
        ? { kind: "change_class", class: "transactional" }
        : { kind: "ask_consent" };
    case "unreachable":
    case "no_phone":
      return { kind: "check_number" };
    case "missing_field":
      return { kind: "fill_fields", fields: missingFields };
    default:
      return { kind: "none" };
  }
}
