import { describe, expect, it } from "vitest";
import { findNextMs, type PhoneDecision, tellTimeline } from "../../worker/simulator/phone-timeline.ts";
import { nameDuration } from "../../worker/simulator/phone-words.ts";
import type { SimulatedMessage } from "../../worker/simulator/simulated-message.ts";

const delivered = { event: "order.delivered", at: "2026-03-01T17:00:00Z" };

function text(overrides: Partial<SimulatedMessage>): SimulatedMessage {
  return {
    seq: 1,
    sid: "SM1",
    accountSid: "AC1",
    merchantId: "m1",
    direction: "outbound-api",
    to: "+14155550123",
    from: "+18445550100",
    body: "How is it? https://go.test/abc.",
    status: "delivered",
    errorCode: null,
    ref: "row1",
    statusCallbackUrl: null,
    atMs: Date.parse("2026-03-07T18:00:00Z"),
    updatedAtMs: 0,
    ...overrides,
  };
}

function decision(overrides: Partial<PhoneDecision>): PhoneDecision {
  const at = "2026-03-07T18:00:00Z";
  return {
    flow: "review-request",
    run: "run1",
    step: "0",
    template: "review_request",
    at,
    outcome: "sent",
    ...overrides,
  };
}

function tell(messages: readonly SimulatedMessage[], decisions: readonly PhoneDecision[]) {
  return tellTimeline(messages, decisions, "America/Los_Angeles");
}

describe("beside each text the phone page says why it went when it went", () => {
  it("its flow, its segments, the customer's local time and the delay", () => {
    expect(tell([text({})], [decision({ messageId: "row1", trigger: delivered })])).toEqual([
      {
        id: "SM1",
        kind: "text",
        direction: "out",
        title: "review-request",
        body: "How is it? https://go.test/abc.",
        at: "2026-03-07T18:00:00.000Z",
        localTime: "Sat 7 Mar, 10:00",
        status: "delivered",
        segments: 1,
        encoding: "GSM-7",
        links: ["https://go.test/abc"],
        why: "6 days 1 hour after the delivery",
      },
    ]);
  });

  it.each<[string, Partial<PhoneDecision>, string]>([
    ["at once", { trigger: { event: "order.placed", at: "2026-03-07T17:59:30Z" } }, "at once after the order"],
    [
      "held back",
      { trigger: delivered, rule: "quiet_hours" },
      "6 days 1 hour after the delivery, held back by quiet hours",
    ],
    ["without a known trigger", {}, "step 0"],
    [
      "another event",
      { trigger: { event: "order.out_for_delivery", at: "2026-03-07T17:58:00Z" } },
      "2 minutes after order out for delivery",
    ],
  ])("%s", (_, overrides, why) => {
    expect(tell([text({})], [decision({ messageId: "SM1", ...overrides })])[0]?.why).toBe(why);
  });

  it("an answer that no flow sent, and a failure with its code", () => {
    expect(tell([text({ status: "undelivered", errorCode: 30003 })], [])[0]).toMatchObject({
      title: "Answer",
      why: "at once",
      status: "undelivered (30003)",
    });
  });

  it("a customer's own text stands on the other side", () => {
    const reply = text({ direction: "inbound", status: "received", ref: null, body: "Thanks" });
    expect(tell([reply], [])[0]).toMatchObject({ direction: "in", title: "Reply", why: "" });
  });
});

describe("texts that wait or did not go stand in their place in time", () => {
  it.each<[string, Partial<PhoneDecision>, object]>([
    [
      "held until quiet hours end",
      { outcome: "waiting", rule: "quiet_hours", untilAt: "2026-03-08T17:00:00Z" },
      {
        kind: "waiting",
        status: "waits until",
        localTime: "Sun 8 Mar, 10:00",
        why: "because it is quiet hours for the customer",
      },
    ],
    [
      "not due yet",
      { outcome: "waiting", trigger: delivered },
      { kind: "waiting", status: "is due", why: "6 days 1 hour after the delivery" },
    ],
    [
      "suppressed",
      { outcome: "suppressed", reason: "opted_out" },
      { kind: "dropped", why: "the customer has opted out" },
    ],
    [
      "of a date that no store has told",
      { outcome: "suppressed", reason: "condition", rule: "field" },
      { kind: "dropped", why: "the day that it counts from is not known yet" },
    ],
    ["refused", { outcome: "failed", reason: "gateway_rejected" }, { kind: "dropped", why: "the gateway refused it" }],
    ["a reason of tomorrow", { outcome: "suppressed", reason: "new_rule" }, { kind: "dropped", why: "new rule" }],
    ["of unknown fate", { outcome: "unknown" }, { kind: "dropped", status: "unknown" }],
  ])("%s", (_, overrides, expected) => {
    expect(tell([], [decision(overrides)])).toMatchObject([expected]);
  });

  it("once for all that stayed away at one moment for one reason", () => {
    const dropped = { outcome: "suppressed", reason: "superseded" } as const;
    const entries = tell(
      [text({ atMs: Date.parse("2026-03-07T19:00:00Z") })],
      [
        decision({ ...dropped, flow: "delay-alert" }),
        decision({ ...dropped, flow: "lost-parcel", step: "0" }),
        decision({ ...dropped, flow: "lost-parcel", step: "1" }),
        decision({ ...dropped, flow: "check-in", reason: "expired" }),
        decision({ ...dropped, flow: "delay-alert", run: "run2", at: "2026-03-07T20:00:00Z" }),
      ],
    );
    expect(entries.map(({ title }) => title)).toEqual([
      "delay-alert, lost-parcel",
      "check-in",
      "Answer",
      "delay-alert",
    ]);
  });

  it("in order of time", () => {
    const rows = [
      decision({ step: "1", outcome: "waiting", at: "2026-03-09T18:00:00Z" }),
      decision({ step: "2", outcome: "suppressed", reason: "cap", at: "2026-03-05T18:00:00Z" }),
    ];
    expect(tell([text({})], rows).map(({ id }) => id)).toEqual(["run1/2", "SM1", "run1/1"]);
  });
});

it("the next text is the earliest that waits, at the end of its hold", () => {
  const rows = [
    decision({ at: "2026-03-01T00:00:00Z" }),
    decision({ outcome: "waiting", at: "2026-03-02T00:00:00Z", untilAt: "2026-03-04T00:00:00Z" }),
    decision({ outcome: "waiting", at: "2026-03-03T00:00:00Z" }),
  ];
  expect(findNextMs(rows)).toBe(Date.parse("2026-03-03T00:00:00Z"));
  expect(findNextMs(rows.slice(0, 1))).toBeUndefined();
});

it.each([
  [59_999, ""],
  [60_000, "1 minute"],
  [3 * 3_600_000 + 5 * 60_000, "3 hours 5 minutes"],
  [6 * 86_400_000, "6 days"],
  [25 * 3_600_000 + 60_000, "1 day 1 hour"],
])("%d ms is called %j", (durationMs, name) => {
  expect(nameDuration(durationMs)).toBe(name);
});
