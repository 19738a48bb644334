import type { GateText } from "./gate.ts";
import type { Reason } from "./run.ts";

export type SendDecision =
  | { readonly kind: "send" }
  /** Looked at again at `untilMs`; without one, when the merchant releases it. */
  | { readonly kind: "hold"; readonly rule: Reason; readonly untilMs: number | undefined; readonly why?: string }
  | { readonly kind: "suppress"; readonly reason: Reason; readonly rule?: string };

export function isExpired(text: Pick<GateText, "expiresAtMs">, nowMs: number): boolean {
  return text.expiresAtMs !== undefined && nowMs >= text.expiresAtMs;
}

/** A hold that would release at or after the text's expiry is refused at once. */
export function holdUnlessExpired(
  text: Pick<GateText, "expiresAtMs">,
  rule: Reason,
  untilMs: number | undefined,
): SendDecision {
  if (text.expiresAtMs !== undefined && (untilMs === undefined || untilMs >= text.expiresAtMs)) {
    return { kind: "suppress", reason: "expired", rule };
  }
  return { kind: "hold", rule, untilMs };
}
