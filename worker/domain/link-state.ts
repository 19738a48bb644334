import type { Link } from "./link.ts";

export type ClosedReason = "disabled" | "not-started" | "expired" | "used-up";

export type LinkDestination =
  | { readonly kind: "target"; readonly url: string }
  | { readonly kind: "closed"; readonly why: ClosedReason; readonly fallbackUrl: string | undefined };

/** Decide where a link leads at an instant; `startsAtMs` inclusive, `expiresAtMs` exclusive. */
export function decideDestination(link: Timed, os: string | undefined, nowMs: number): LinkDestination {
  if (link.state !== "live") return { kind: "closed", why: "disabled", fallbackUrl: undefined };
  if (link.startsAtMs !== undefined && nowMs < link.startsAtMs) {
    return { kind: "closed", why: "not-started", fallbackUrl: undefined };
  }
  if (link.expiresAtMs !== undefined && nowMs >= link.expiresAtMs) return closed(link, "expired");
  if (link.maxClicks !== undefined && link.usedClicks >= link.maxClicks) return closed(link, "used-up");
  const platformUrl = os === "iOS" ? link.iosUrl : os === "Android" ? link.androidUrl : undefined;
  return { kind: "target", url: platformUrl ?? link.targetUrl };
}

type Timed = Pick<
  Link,
  | "targetUrl"
  | "iosUrl"
  | "androidUrl"
  | "fallbackUrl"
  | "startsAtMs"
  | "expiresAtMs"
  | "maxClicks"
  | "usedClicks"
  | "state"
>;

function closed(link: Timed, why: "expired" | "used-up"): LinkDestination {
  return { kind: "closed", why, fallbackUrl: link.fallbackUrl };
}
