import type { Cap } from "../../shared/contract/policy.ts";
import type { AnyClass } from "../../shared/contract/primitives.ts";

/** A text that reached the gateway, or was held out as if it had (R14). Sends of unknown outcome count. */
export interface Send {
  readonly atMs: number;
  readonly class: AnyClass;
  readonly isHeldOut?: boolean;
}

export interface Scheduled {
  readonly class: AnyClass;
  readonly rank: number;
  readonly dueMs: number;
}

export type CapDecision =
  | { readonly kind: "clear" }
  | { readonly kind: "reserved" }
  | { readonly kind: "cap"; readonly onCap: "defer" | "skip"; readonly freesAtMs: number };

/** R12. Caps are rolling windows over texts really sent to the number; the first that blocks decides. */
export function checkCaps(
  text: { readonly class: AnyClass; readonly rank: number },
  caps: readonly Cap[],
  sends: readonly Send[],
  scheduled: readonly Scheduled[],
  nowMs: number,
): CapDecision {
  const mine = caps.filter((cap) => covers(cap, text.class));
  if (text.class !== "transactional" && mine.some((cap) => wouldBlock(text.rank, cap, sends, scheduled, nowMs))) {
    return { kind: "reserved" };
  }
  for (const cap of mine) {
    const windowMs = cap.windowSeconds * 1000;
    const active = sends
      .filter((send) => covers(cap, send.class) && send.atMs + windowMs > nowMs)
      .map((send) => send.atMs)
      .sort((a, b) => a - b);
    const oldest = active[active.length - cap.max];
    if (oldest !== undefined) return { kind: "cap", onCap: cap.onCap, freesAtMs: oldest + windowMs };
  }
  return { kind: "clear" };
}

/** True where sending now would make the cap block a higher-ranked text that is already scheduled within the window. */
function wouldBlock(
  rank: number,
  cap: Cap,
  sends: readonly Send[],
  scheduled: readonly Scheduled[],
  nowMs: number,
): boolean {
  const windowMs = cap.windowSeconds * 1000;
  const higher = scheduled
    .filter((other) => covers(cap, other.class) && other.rank > rank)
    .filter((other) => other.dueMs < nowMs + windowMs)
    .sort((a, b) => a.dueMs - b.dueMs);
  return higher.some((other, index) => {
    const atMs = Math.max(other.dueMs, nowMs);
    const sent = sends.filter((send) => covers(cap, send.class) && send.atMs + windowMs > atMs).length;
    const before = higher.slice(0, index).filter((one) => Math.max(one.dueMs, nowMs) + windowMs > atMs).length;
    return sent + before === cap.max - 1;
  });
}

function covers(cap: Cap, textClass: AnyClass): boolean {
  return textClass !== "system" && cap.classes.includes(textClass);
}
