import type { Flow } from "../../shared/contract/flows.ts";
import { fieldsOf } from "./condition.ts";
import { listConditions } from "./flow-steps.ts";
import { toIso } from "./iso.ts";
import type { Scope } from "./scope.ts";
import type { Segments } from "./segment.ts";

/** When somebody with this number took up the merchant's texts, in any order. */
export interface Signs {
  readonly tapsMs: readonly number[];
  readonly repliesMs: readonly number[];
}

/** What conditions may ask of it. */
export const engagementFields: ReadonlySet<string> = new Set([
  "customer.lastTapAt",
  "customer.lastReplyAt",
  "customer.lastEngagedAt",
  "customer.daysSinceEngaged",
]);

/** The scope with what this person had done with texts by an instant; who has done nothing has no such field. */
export function withEngagement(scope: Scope, signs: Signs | undefined, atMs: number): Scope {
  const { customer } = scope;
  if (signs === undefined || typeof customer !== "object" || customer === null) return scope;
  const tapMs = lastBy(signs.tapsMs, atMs);
  const replyMs = lastBy(signs.repliesMs, atMs);
  if (tapMs === undefined && replyMs === undefined) return scope;
  const engagedMs = Math.max(tapMs ?? Number.NEGATIVE_INFINITY, replyMs ?? Number.NEGATIVE_INFINITY);
  return {
    ...scope,
    customer: {
      ...customer,
      lastTapAt: tapMs === undefined ? undefined : toIso(tapMs),
      lastReplyAt: replyMs === undefined ? undefined : toIso(replyMs),
      lastEngagedAt: toIso(engagedMs),
      daysSinceEngaged: Math.floor((atMs - engagedMs) / 86_400_000),
    },
  };
}

/** Whether any condition asks for taps, which lie elsewhere and are fetched only then. */
export function asksForTaps(segments: Segments, flows: Iterable<Flow>): boolean {
  const isAsked = (field: string): boolean => field !== "customer.lastReplyAt" && engagementFields.has(field);
  if (Object.values(segments).some(({ where }) => fieldsOf(where).some(isAsked))) return true;
  return [...flows].some((flow) => listConditions(flow).some(({ value }) => fieldsOf(value).some(isAsked)));
}

function lastBy(instantsMs: readonly number[], atMs: number): number | undefined {
  return instantsMs.reduce<number | undefined>(
    (last, instantMs) => (instantMs <= atMs && (last === undefined || instantMs > last) ? instantMs : last),
    undefined,
  );
}
