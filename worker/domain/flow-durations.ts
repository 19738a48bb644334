import type { Flow, SendStep } from "../../shared/contract/flows.ts";
import type { Policy } from "../../shared/contract/policy.ts";
import { longestClosedMs } from "./closed-stretch.ts";
import { parseDuration } from "./duration.ts";
import type { FlowFinding } from "./flow-check.ts";
import { listSteps, type Placed } from "./flow-steps.ts";

export function checkDurations(flow: Flow): readonly FlowFinding[] {
  return listDurations(flow).flatMap(({ value, path }) =>
    lengthMs(value) > 0 ? [] : [{ path, message: "must be longer than no time at all" }],
  );
}

export function warnOfExpiry(sends: readonly Placed<SendStep>[], policy: Policy): readonly FlowFinding[] {
  const closedMs = longestClosedMs(policy.quietHours);
  return sends.flatMap(({ value: step, path }) => {
    const defers = (step.quiet ?? "defer") === "defer";
    if (!defers || step.expires === undefined || lengthMs(step.expires) >= closedMs) return [];
    return [
      {
        path: `${path}.expires`,
        message: "is shorter than the longest closed stretch: some texts will expire waiting",
      },
    ];
  });
}

/** "Three days before" counts from a date that lies ahead; what a trigger or a step before was is over. */
export function warnOfPast(sends: readonly Placed<SendStep>[]): readonly FlowFinding[] {
  return sends.flatMap(({ value: { after, from }, path }) => {
    const isPast = typeof after === "string" && lengthMs(after) < 0 && typeof from !== "object";
    return isPast ? [{ path: `${path}.after`, message: "lies in the past: the text goes at once" }] : [];
  });
}

/** Times that only pass forward; `after` alone may be negative ("three days before"). */
function listDurations(flow: Flow): readonly Placed<string>[] {
  const { reentry } = flow;
  const found = typeof reentry === "object" ? [{ value: reentry.after, path: "reentry.after" }] : [];
  for (const { value: step, path } of listSteps(flow)) {
    if (("send" in step || "ask" in step) && step.expires !== undefined) {
      found.push({ value: step.expires, path: `${path}.expires` });
    }
    if ("ask" in step && step.ask.timeout !== undefined) {
      found.push({ value: step.ask.timeout, path: `${path}.ask.timeout` });
    }
    if ("waitFor" in step && step.waitFor.timeout !== undefined) {
      found.push({ value: step.waitFor.timeout, path: `${path}.waitFor.timeout` });
    }
  }
  return found;
}

/** At least; a month has 28 days here. */
function lengthMs(text: string): number {
  const duration = parseDuration(text);
  if (duration === undefined) return 0;
  const days = duration.years * 365 + duration.months * 28 + duration.weeks * 7 + duration.days;
  return duration.sign * (days * 86_400_000 + duration.timeMs);
}
