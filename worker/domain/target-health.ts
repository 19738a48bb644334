/** What a target said when it was asked. */
export type Probe =
  | { readonly kind: "answered"; readonly status: number }
  /** No such host, no connection, no answer in time, or a redirect that leads nowhere. */
  | { readonly kind: "unreachable"; readonly why: string };

/** `page`: the very address is asked for. `host`: its pages are another for every order, so that only the host is. */
export type Watch = "page" | "host";

export interface TargetHealth {
  readonly state: "unknown" | "alive" | "dead";
  /** In a row. */
  readonly failures: number;
  readonly nextCheckMs: number;
}

const minuteMs = 60_000;
const aliveCheckMs = 6 * 60 * minuteMs;
const firstRetryMs = 5 * minuteMs;
/** One answer of the kind proves little: servers restart, name servers stumble. */
const failuresOfDead = 2;

/**
 * Decide what an answer says of a target, and when to ask again.
 *
 * Gone is gone: 404, 410 (RFC 9110, 15.5.5, 15.5.11). A server that fails or cannot be reached is dead at the second time. All
 * else is alive: who answers 401, 403 or 429 dislikes programs, not people.
 */
export function judgeTarget(before: TargetHealth, probe: Probe, watch: Watch, nowMs: number): TargetHealth {
  const verdict = readProbe(probe, watch);
  if (verdict === "alive") return { state: "alive", failures: 0, nextCheckMs: nowMs + aliveCheckMs };
  const failures = before.failures + 1;
  const isDead = verdict === "gone" || before.state === "dead" || failures >= failuresOfDead;
  const backOffMs = Math.min(firstRetryMs * 2 ** (failures - 1), aliveCheckMs);
  return { state: isDead ? "dead" : before.state, failures, nextCheckMs: nowMs + backOffMs };
}

function readProbe(probe: Probe, watch: Watch): "alive" | "gone" | "failing" {
  if (probe.kind === "unreachable") return "failing";
  const { status } = probe;
  if (status >= 500) return "failing";
  return watch === "page" && (status === 404 || status === 410) ? "gone" : "alive";
}

/** In words, for the merchant. */
export function describeProbe(probe: Probe): string {
  return probe.kind === "answered" ? `answers ${probe.status}` : probe.why;
}

export interface WatchedTarget {
  readonly url: string;
  readonly watch: Watch;
}

/**
 * What to watch of a target. An address that a template makes of an order or a person is another one each time, often with a
 * key in it: of those the host alone is asked for.
 */
export function watchedTarget(targetUrl: string, template: string): WatchedTarget {
  const { origin, href, hash } = new URL(targetUrl);
  if (personalField.test(template)) return { url: `${origin}/`, watch: "host" };
  return { url: hash === "" ? href : href.slice(0, -hash.length), watch: "page" };
}

const personalField = /\{[{%][^}]*\b(?:order|customer|parcel|event)\b/;
