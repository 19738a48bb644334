import { describe, expect, it } from "vitest";
import { openPolicy } from "../../worker/domain/default-policy.ts";
import { decideSend, type GateMerchant, type GatePerson, type GateText } from "../../worker/domain/gate.ts";
import { type EventInput, news, openPerson, type PersonBench } from "./person-bench.ts";

const nowMs = Date.parse("2026-03-03T03:00:00Z"); // 22:00 in New York
const ok = {
  text: {
    class: "promotional",
    flow: "f",
    rank: 0,
    quiet: "defer",
    dueMs: nowMs,
    expiresAtMs: undefined,
    holdout: 0,
    isSuperseded: false,
    isUnlessMet: false,
    exceptionUntilMs: undefined,
    content: "text",
    slotAtMs: undefined,
  } as GateText,
  person: {
    phone: "+12125550101",
    optedOut: undefined,
    consent: { transactional: undefined, promotional: true },
    isUnreachable: false,
    lastSignMs: undefined,
    sends: [],
    scheduled: [],
    zones: ["America/New_York"],
    regions: ["US-NY"],
  } as GatePerson,
  merchant: { policy: openPolicy, stops: [], brakes: [], isPaused: false } as GateMerchant,
};
type Case = typeof ok;

/** Every check of R2 that this engine has, each failing on its own, in its order. */
const cap = { classes: ["promotional" as const], max: 1, windowSeconds: 3600, onCap: "skip" as const };
const failures: readonly (readonly [string, (one: Case) => Case])[] = [
  ["stopped", (one) => ({ ...one, merchant: { ...one.merchant, stops: [{ flow: "f" }] } })],
  ["paused", (one) => ({ ...one, merchant: { ...one.merchant, isPaused: true } })],
  ["opted_out", (one) => ({ ...one, person: { ...one.person, optedOut: "promotional" } })],
  [
    "no_consent",
    (one) => ({ ...one, person: { ...one.person, consent: { transactional: true, promotional: undefined } } }),
  ],
  ["unreachable", (one) => ({ ...one, person: { ...one.person, isUnreachable: true } })],
  ["superseded", (one) => ({ ...one, text: { ...one.text, isSuperseded: true } })],
  ["condition", (one) => ({ ...one, text: { ...one.text, isUnlessMet: true } })],
  ["missing_field", (one) => ({ ...one, text: { ...one.text, content: "missing_field" } })],
  ["expired", (one) => ({ ...one, text: { ...one.text, expiresAtMs: nowMs } })],
  [
    "quiet_hours",
    (one) => ({
      ...one,
      merchant: { ...one.merchant, policy: { ...one.merchant.policy, quietHours: { from: "20:00", to: "08:00" } } },
    }),
  ],
  [
    "reserved",
    (one) => ({ ...one, person: { ...one.person, scheduled: [{ class: "promotional", rank: 1, dueMs: nowMs + 1 }] } }),
  ],
  ["cap", (one) => ({ ...one, person: { ...one.person, sends: [{ atMs: nowMs, class: "promotional" }] } })],
  ["pace", (one) => ({ ...one, text: { ...one.text, slotAtMs: nowMs + 1 } })],
  ["holdout", (one) => ({ ...one, text: { ...one.text, holdout: 1 } })],
];
const withCap = (one: Case): Case => ({
  ...one,
  merchant: { ...one.merchant, policy: { ...one.merchant.policy, caps: [cap] } },
});
const reasonOf = (one: Case): string => {
  const decision = decideSend(one.text, one.person, one.merchant, nowMs);
  return decision.kind === "send" ? "send" : decision.kind === "hold" ? decision.rule : decision.reason;
};

describe("the gate", () => {
  it("lets a text go that nothing is against", () => {
    expect(reasonOf(withCap(ok))).toBe("send");
  });

  it.each(failures.map(([reason], index) => [reason, index] as const))(
    "says %s before all that comes after it",
    (reason, index) => {
      for (const [later, fail] of failures.slice(index + 1)) {
        const isCapPair = reason === "reserved" && later === "cap"; // one text of two within one cap of one
        const one = failures[index]?.[1](fail(withCap(ok))) ?? ok;
        // An expired text is held by nothing; and a cap that is full already blocks whoever comes, so nothing is reserved.
        if (later === "expired" && (reason === "stopped" || reason === "paused")) expect(reasonOf(one)).toBe("expired");
        else if (isCapPair) expect(reasonOf(one)).toBe("cap");
        else expect([later, reasonOf(one)]).toEqual([later, reason]);
      }
    },
  );

  it.each<[string, Partial<Case["person"]>, Partial<Case["text"]>, string]>([
    [
      "an order text needs no opt-in",
      { consent: { transactional: undefined, promotional: undefined } },
      { class: "transactional" },
      "send",
    ],
    [
      "an order text refused outright does not go",
      { consent: { transactional: false, promotional: true } },
      { class: "transactional" },
      "no_consent",
    ],
    [
      "thanks need an opt-in",
      { consent: { transactional: true, promotional: undefined } },
      { class: "relationship" },
      "no_consent",
    ],
    ["a refused opt-in is none", { consent: { transactional: true, promotional: false } }, {}, "no_consent"],
    ["who opted out of offers still gets order texts", { optedOut: "promotional" }, { class: "transactional" }, "send"],
    ["who opted out of all gets none", { optedOut: "all" }, { class: "transactional" }, "opted_out"],
    ["an answer of ours always goes", { optedOut: "all", isUnreachable: true }, { class: "system" }, "send"],
  ])("%s", (_, person, text, expected) => {
    expect(reasonOf({ ...ok, person: { ...ok.person, ...person }, text: { ...ok.text, ...text } })).toBe(expected);
  });

  it.each<[string, GateMerchant["stops"], Partial<GateText>, string]>([
    ["everything", ["all"], { class: "transactional" }, "stopped"],
    ["offers", ["promotional"], {}, "stopped"],
    ["offers, and no thanks", ["promotional"], { class: "relationship" }, "send"],
    ["a flow", [{ flow: "f" }], { class: "transactional" }, "stopped"],
    ["another flow", [{ flow: "g" }], {}, "send"],
    ["everything but our answers", ["all"], { class: "system" }, "send"],
  ])("a stop of %s", (_, stops, text, expected) => {
    expect(reasonOf({ ...ok, text: { ...ok.text, ...text }, merchant: { ...ok.merchant, stops } })).toBe(expected);
  });
});

const NOW = "2026-03-02T15:00:00Z"; // Monday 10:00 in New York
type FlowInput = Parameters<PersonBench["publish"]>[0];
const flow = (step: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  ({
    key: "f",
    name: "F",
    trigger: { event: "order.placed" },
    steps: [{ ...news("hi"), ...step }],
    ...more,
  }) as FlowInput; // as the API takes it
const placed = (id = "o1"): EventInput => ({ id, type: "order.placed", orderId: id });
const optIn: EventInput = {
  id: "in",
  type: "customer.updated",
  customer: { consent: { promotional: true, source: "form", atMs: 0 } },
};

describe("a quiet stretch", () => {
  const until = "2026-03-02T22:00:00Z"; // closed from 9 to 17
  const quietHours = { from: "09:00", to: "17:00" };
  it.each<[string, Record<string, unknown>, string[], string[]]>([
    ["holds", {}, [`f 0 @ ${until}: hi`], []],
    ["drops", { quiet: "drop" }, [], ["f 0 suppressed quiet_hours @ 2026-03-02T15:00:00Z"]],
    ["is ignored", { quiet: "ignore" }, ["f 0 @ 2026-03-02T15:00:00Z: hi"], []],
    ["holds up to a moment before expiry", { expires: "PT7H1S" }, [`f 0 @ ${until}: hi`], []],
    ["that ends at expiry refuses at once", { expires: "PT7H" }, [], ["f 0 suppressed expired @ 2026-03-02T15:00:00Z"]],
    [
      "is never ignored by an offer",
      { quiet: "ignore", class: "promotional" },
      [],
      ["f 0 suppressed quiet_hours @ 2026-03-02T15:00:00Z"],
    ],
  ])("%s: %j", (_, step, texts, others) => {
    const person = openPerson(NOW, [flow(step)]);
    person.policy = { ...person.policy, quietHours };
    person.take(optIn, placed());
    if (others.length > 0) expect(person.others()).toEqual(others);
    person.moveTo("2026-04-01T00:00:00Z");
    expect([person.texts, person.others()]).toEqual([texts, others]);
  });

  it("shows until when it holds, and is looked at again there under the policy of then", () => {
    const person = openPerson(NOW, [flow({})]);
    person.policy = { ...person.policy, quietHours };
    person.take(placed());
    expect(person.rows()[0]).toMatchObject({
      outcome: "waiting",
      reason: "quiet_hours",
      untilAtMs: Date.parse(until),
      atMs: Date.parse(NOW),
    });
    person.policy = { ...person.policy, quietHours: { from: "09:00", to: "18:00" } };
    person.moveTo("2026-03-03T00:00:00Z");
    expect(person.texts).toEqual(["f 0 @ 2026-03-02T23:00:00Z: hi"]);
  });

  it("without an end holds without one", () => {
    const person = openPerson(NOW, [flow({})]);
    person.policy = {
      ...person.policy,
      quietHours: { from: "20:00", to: "08:00", days: ["SU", "MO", "TU", "WE", "TH", "FR", "SA"] },
    };
    person.take(placed());
    expect(person.rows()[0]).toMatchObject({ outcome: "waiting", reason: "quiet_hours", untilAtMs: undefined });
  });
});

describe("a text that the merchant holds", () => {
  it("goes when it is released, and ends when it expires meanwhile, for the first reason it has by then", () => {
    for (const [optedOut, reason] of [
      [undefined, "expired"],
      ["all", "opted_out"],
    ] as const) {
      const person = openPerson(NOW, [flow({ expires: "PT2H" })]);
      person.stops = ["all"];
      person.take(placed());
      expect(person.others()).toEqual(["f 0 waiting stopped @ 2026-03-02T15:00:00Z"]);
      expect(person.plan().due[0]?.expiresAtMs).toBe(Date.parse("2026-03-02T17:00:00Z"));
      person.optedOut = optedOut;
      person.nowMs = Date.parse("2026-03-02T17:00:00Z");
      person.look();
      expect(person.others()).toEqual([`f 0 suppressed ${reason} @ 2026-03-02T17:00:00Z`]);
      person.stops = [];
      person.look();
      expect(person.texts).toEqual([]);
    }
    const person = openPerson(NOW, [flow({ expires: "PT2H" })]);
    person.paused = ["f"];
    person.take(placed());
    expect(person.others()).toEqual(["f 0 waiting paused @ 2026-03-02T15:00:00Z"]);
    person.nowMs = Date.parse("2026-03-02T16:59:59Z");
    person.paused = [];
    person.look();
    expect(person.texts).toEqual(["f 0 @ 2026-03-02T16:59:59Z: hi"]);
  });
});

describe("a confirmation with an offer", () => {
  const step = { send: { body: "confirmed", promotionalBody: "confirmed, and 10 % off" }, quiet: "ignore" };
  const optOut: EventInput = {
    id: "out",
    type: "customer.updated",
    customer: { consent: { promotional: false, source: "form", atMs: 1 } },
  };
  const cap = { classes: ["promotional" as const], max: 1, windowSeconds: 86_400, onCap: "defer" as const };

  it.each<[string, Partial<Pick<PersonBench, "policy" | "stops">>, EventInput[], string]>([
    ["goes as the offer where one may go now", {}, [], "confirmed, and 10 % off"],
    ["goes plain without opt-in", {}, [optOut], "confirmed"],
    [
      "goes plain while offers sleep",
      { policy: { ...openPolicy, quietHours: { from: "09:00", to: "12:00" } } },
      [],
      "confirmed",
    ],
    ["goes plain while offers are stopped", { stops: ["promotional"] }, [], "confirmed"],
    ["goes plain on a cap", { policy: { ...openPolicy, caps: [cap] } }, [placed("o0")], "confirmed"],
  ])("%s", (_, rules, before, body) => {
    const person = openPerson(NOW, [flow(step)]);
    Object.assign(person, rules);
    person.take(optIn, ...before);
    person.take(placed());
    expect(person.texts.at(-1)).toBe(`f 0 @ 2026-03-02T15:00:00Z: ${body}`);
  });
});

describe("texts of one instant", () => {
  it("go by class, then rank, then the order of their flows, then when they were due", () => {
    const step = (textClass: string) => ({ class: textClass, after: "P1D" });
    const person = openPerson(NOW, [
      flow(step("promotional"), { key: "offer", rank: 9 }),
      flow(step("relationship"), { key: "low" }),
      flow(step("relationship"), { key: "low-too" }),
      flow(step("relationship"), { key: "high", rank: 5 }),
      flow(step("transactional"), { key: "news" }),
    ]);
    person.take(optIn, placed("o2"), { ...placed("o1"), at: "2026-03-02T14:00:00Z" });
    person.policy = { ...person.policy, quietHours: { from: "00:00", to: "23:00" } };
    person.moveTo("2026-04-01T00:00:00Z");
    const rows = person.rows().filter((row) => row.outcome === "sent");
    expect(person.texts.map((text) => text.split(" ")[0])).toEqual(
      ["news", "high", "low", "low-too", "offer"].flatMap((key) => [key, key]),
    );
    expect(new Set(rows.map((row) => row.atMs))).toEqual(new Set([Date.parse("2026-03-04T04:00:00Z")]));
  });
});
