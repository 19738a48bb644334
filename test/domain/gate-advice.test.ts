import { expect, it } from "vitest";
import { adviseOn } from "../../worker/domain/gate-advice.ts";
import type { Reason } from "../../worker/domain/run.ts";
import type { SendDecision } from "../../worker/domain/send-decision.ts";

const atMs = Date.parse("2026-03-03T15:00:00Z");
const no = (reason: Reason): SendDecision => ({ kind: "suppress", reason });
const hold = (rule: Reason, untilMs?: number): SendDecision => ({ kind: "hold", rule, untilMs });

it.each([
  ["may go", { kind: "send" }, undefined],
  ["meets quiet hours", hold("quiet_hours", atMs), { kind: "schedule", at: "2026-03-03T15:00:00.000Z" }],
  ["meets a cap", hold("cap", atMs), { kind: "schedule", at: "2026-03-03T15:00:00.000Z" }],
  ["meets hours that never open", hold("quiet_hours"), { kind: "none" }],
  ["meets the merchant's stop", hold("stopped"), { kind: "resume_sending" }],
  ["goes to somebody who texted STOP", no("opted_out"), { kind: "wait_for_start" }],
  ["goes to somebody who never agreed", no("no_consent"), { kind: "ask_consent" }],
  ["goes to a dead number", no("unreachable"), { kind: "check_number" }],
  ["lacks a field", no("missing_field"), { kind: "fill_fields", fields: ["order.name"] }],
  ["would take the place of a more important one", no("reserved"), { kind: "none" }],
] as const)("a text that %s comes with the way out", (_, decision, advice) => {
  expect(adviseOn({ decision, missingFields: ["order.name"], asTransactional: undefined })).toEqual(advice);
});

it("who may not get an offer may get a text about their order, unless they refused those too", () => {
  const decision = no("no_consent");
  for (const asTransactional of [{ kind: "send" }, hold("quiet_hours", atMs)] as const) {
    expect(adviseOn({ decision, missingFields: [], asTransactional })).toEqual({
      kind: "change_class",
      class: "transactional",
    });
  }
  expect(adviseOn({ decision, missingFields: [], asTransactional: no("no_consent") })).toEqual({ kind: "ask_consent" });
});
