import { describe, expect, it } from "vitest";
import { PolicyInput } from "../../shared/contract/policy.ts";
import { openPolicy, shippedPolicy } from "../../worker/domain/default-policy.ts";
import { hourRules } from "../../worker/domain/gate-hours.ts";
import { nextOpenMs } from "../../worker/domain/open-hours.ts";

// 2 March 2026 is a Monday; UTC, so that the wall clock is plain to see.
const cases: readonly (readonly [string, string, string | undefined])[] = [
  ["Monday 09:59:59 waits until 10:00", "2026-03-02T09:59:59Z", "2026-03-02T10:00:00Z"],
  ["Monday 10:00 may go", "2026-03-02T10:00:00Z", undefined],
  ["Saturday 19:59:59 may go", "2026-03-07T19:59:59Z", undefined],
  ["Saturday 20:00 waits until Sunday noon", "2026-03-07T20:00:00Z", "2026-03-08T12:00:00Z"],
  ["Sunday 11:59 waits until noon", "2026-03-08T11:59:00Z", "2026-03-08T12:00:00Z"],
  ["Sunday 20:00 waits until Monday 10:00", "2026-03-08T20:00:00Z", "2026-03-09T10:00:00Z"],
];

describe("the policy that a merchant starts with", () => {
  it.each(cases)("%s", (_, at, until) => {
    const rules = hourRules("transactional", shippedPolicy, []);
    const next = nextOpenMs({ nowMs: Date.parse(at), zones: ["UTC"], rules });
    expect(next).toEqual(until === undefined ? { open: true } : { open: false, untilMs: Date.parse(until) });
  });

  it("allows one promotional text a day and two of both kinds in two weeks, then defers", () => {
    expect(shippedPolicy.caps).toEqual([
      { classes: ["promotional"], max: 1, windowSeconds: 86_400, onCap: "defer" },
      { classes: ["relationship", "promotional"], max: 2, windowSeconds: 1_209_600, onCap: "defer" },
    ]);
  });

  it("can be put back as it was read", () => {
    expect(PolicyInput.parse(structuredClone(shippedPolicy))).toEqual(shippedPolicy);
    expect(PolicyInput.parse(structuredClone(openPolicy))).toEqual(openPolicy);
  });
});

it("without a policy a promotional text may go at night, also where the law would forbid it", () => {
  expect(hourRules("promotional", openPolicy, ["US-TX", "US"])).toEqual([]);
  expect(openPolicy.caps).toEqual([]);
});
