import { describe, expect, it } from "vitest";
import { type EventInput, iso, news, openPerson, type PersonBench } from "./person-bench.ts";

const NOW = "2026-03-02T15:00:00Z"; // Monday 10:00 in New York
const placed = (id: string, at?: string): EventInput => ({
  id: `placed-${id}`,
  type: "order.placed",
  orderId: id,
  ...(at && { at }),
});
const event = (type: EventInput["type"], id: string, at?: string, more: Partial<EventInput> = {}): EventInput => ({
  id: `${type}-${id}-${at ?? ""}`,
  type,
  orderId: id,
  ...(at && { at }),
  ...more,
});
const inZone = (timeZone: string): EventInput => ({
  id: `zone-${timeZone}`,
  type: "customer.updated",
  at: "2020-01-01T00:00:00Z",
  customer: { timeZone },
});
const flow = (steps: readonly unknown[], more: Record<string, unknown> = {}) =>
  ({ key: "f", name: "F", trigger: { event: "order.placed" }, steps, ...more }) as Parameters<
    PersonBench["publish"]
  >[0]; // as PUT /v1/flows takes it

function open(steps: readonly unknown[], more: Record<string, unknown> = {}, now = NOW): PersonBench {
  return openPerson(now, [flow(steps, more)]);
}

describe("a wait", () => {
  it.each([
    [
      "days keep the wall time when clocks go forward",
      "America/New_York",
      "2026-03-06T15:00:00Z",
      "P3D",
      "2026-03-09T14:00:00Z",
    ],
    ["hours do not", "America/New_York", "2026-03-06T15:00:00Z", "PT72H", "2026-03-09T15:00:00Z"],
    [
      "days keep the wall time when clocks go back",
      "America/New_York",
      "2026-10-30T14:00:00Z",
      "P3D",
      "2026-11-02T15:00:00Z",
    ],
    [
      "a skipped time moves forward by the gap",
      "America/New_York",
      "2026-03-07T07:30:00Z",
      "P1D",
      "2026-03-08T07:30:00Z",
    ],
    ["a repeated time is the first", "America/New_York", "2026-10-31T05:30:00Z", "P1D", "2026-11-01T05:30:00Z"],
    [
      "31 January and a month is the end of February",
      "Europe/Berlin",
      "2026-01-31T09:00:00Z",
      "P1M",
      "2026-02-28T09:00:00Z",
    ],
    ["29 February and a year is the 28th", "Europe/Berlin", "2028-02-29T09:00:00Z", "P1Y", "2029-02-28T09:00:00Z"],
    ["months come before days", "Europe/Berlin", "2026-01-30T09:00:00Z", "P1M1D", "2026-03-01T09:00:00Z"],
    ["400 days are 400 days", "America/New_York", "2026-03-02T15:00:00Z", "P400D", "2027-04-06T14:00:00Z"],
    [
      "before the anchor is possible, and past is now",
      "America/New_York",
      "2026-03-02T15:00:00Z",
      "-P3D",
      "2026-03-02T15:00:00Z",
    ],
  ])("%s", (_, zone, at, after, due) => {
    const person = open([news("hi", { after })], {}, at);
    person.take(inZone(zone), placed("o1"));
    person.moveTo("2030-01-01T00:00:00Z");
    expect(person.texts).toEqual([`f 0 @ ${due}: hi`]);
  });

  it("for a time of day ends at the first such time at or after", () => {
    for (const [at, due] of [
      ["2026-03-02T14:59:59Z", "2026-03-02T15:00:00Z"],
      ["2026-03-02T15:00:00Z", "2026-03-02T15:00:00Z"],
      ["2026-03-02T15:00:01Z", "2026-03-03T15:00:00Z"],
    ] as const) {
      const person = open([news("hi", { at: { localTime: "10:00" } })], {}, at);
      person.take(placed("o1"));
      person.moveTo("2026-03-09T00:00:00Z");
      expect(person.texts).toEqual([`f 0 @ ${due}: hi`]);
    }
  });

  it("counts from when the event happened, not from when it was heard of", () => {
    const person = open([news("hi", { after: "P3D" })]);
    person.take(placed("o1", "2026-03-01T09:00:00Z"));
    person.moveTo("2026-04-01T00:00:00Z");
    expect(person.texts).toEqual(["f 0 @ 2026-03-04T09:00:00Z: hi"]);
  });

  it("that ended before it was heard of ends now, and expiry counts from there", () => {
    const person = open([news("hi", { after: "P3D", expires: "PT2H", quiet: "defer" })]);
    person.policy = { ...person.policy, quietHours: { from: "09:00", to: "11:59" } };
    person.take(placed("o1", "2026-02-01T09:00:00Z"));
    person.moveTo("2026-04-01T00:00:00Z");
    expect(person.texts).toEqual(["f 0 @ 2026-03-02T16:59:00Z: hi"]);
  });

  it("uses the zone that held at its anchor, quiet hours the zone at sending", () => {
    const person = open([news("hi", { after: "P1D", at: { localTime: "09:00" } })]);
    person.take(inZone("Europe/Berlin"), placed("o1"));
    person.moveTo("2026-03-02T20:00:00Z");
    person.policy = { ...person.policy, quietHours: { from: "20:00", to: "08:00" } };
    person.take({ id: "moved", type: "customer.updated", customer: { timeZone: "America/Los_Angeles" } });
    person.moveTo("2026-04-01T00:00:00Z");
    // 09:00 in Berlin is midnight in Los Angeles; open there at 08:00.
    expect(person.texts).toEqual(["f 0 @ 2026-03-04T16:00:00Z: hi"]);
  });

  it("does not move with a number that changes", () => {
    const steps = [news("hi", { after: "P1D", at: { localTime: "09:00" } })];
    const person = open(steps);
    person.take({ ...placed("o1"), customer: { phone: "+12125550101" as never } });
    person.moveTo("2026-03-02T20:00:00Z");
    person.phone = "+13105550101";
    person.take({ id: "moved", type: "customer.updated", customer: { phone: "+13105550101" as never } });
    person.moveTo("2026-04-01T00:00:00Z");
    expect(person.texts).toEqual(["f 0 @ 2026-03-04T14:00:00Z: hi"]); // 09:00 in New York
  });
});

describe("the step before", () => {
  const second = (more: Record<string, unknown>) => news("second", { from: "previous", after: "P1D", ...more });

  it("counts when it went, after its deferral", () => {
    const person = open([news("first"), second({})]);
    person.policy = { ...person.policy, quietHours: { from: "09:00", to: "12:00" } };
    person.take(placed("o1"));
    person.moveTo("2026-04-01T00:00:00Z");
    expect(person.texts).toEqual(["f 0 @ 2026-03-02T17:00:00Z: first", "f 1 @ 2026-03-03T17:00:00Z: second"]);
  });

  it("counts when it was suppressed", () => {
    const person = open([news("first", { after: "PT5H", unless: ["order.paid"] }), second({})]);
    person.take(placed("o1"), event("order.paid", "o1"));
    person.moveTo("2026-04-01T00:00:00Z");
    expect(person.texts).toEqual(["f 1 @ 2026-03-03T20:00:00Z: second"]);
    expect(person.others()).toEqual(["f 0 suppressed condition @ 2026-03-02T20:00:00Z"]);
  });

  it("left out by its `if` takes no time: the one before it counts", () => {
    const steps = [
      news("first", { after: "PT2H" }),
      news("never", { after: "P9D", if: { "customer.orderCount": { gt: 5 } } }),
      second({}),
    ];
    const person = open(steps);
    person.take(placed("o1"));
    person.moveTo("2026-04-01T00:00:00Z");
    expect(person.texts).toEqual(["f 0 @ 2026-03-02T17:00:00Z: first", "f 2 @ 2026-03-03T17:00:00Z: second"]);
    expect(person.others()).toEqual(["f 1 suppressed condition @ 2026-03-02T17:00:00Z"]);
  });

  it("without the field that it counts from ended when it was looked at", () => {
    const person = open([news("first", { from: { field: "eta" } }), second({})]);
    person.take(placed("o1", "2026-02-27T15:00:00Z"));
    expect(person.others()).toContain("f 0 suppressed condition @ 2026-03-02T15:00:00Z");
    person.moveTo("2026-04-01T00:00:00Z");
    expect(person.texts).toEqual(["f 1 @ 2026-03-03T15:00:00Z: second"]);
  });

  it("that waited for an event ended when the event happened, or at the timeout", () => {
    const steps = [{ waitFor: { event: "order.shipped", timeout: "P5D" }, then: [], onTimeout: [] }, second({})];
    const early = open(steps);
    early.take(placed("o1"));
    early.moveTo("2026-03-04T15:00:00Z");
    early.take(event("order.shipped", "o1", "2026-03-04T10:00:00Z"));
    early.moveTo("2026-04-01T00:00:00Z");
    expect(early.texts).toEqual(["f 1 @ 2026-03-05T10:00:00Z: second"]);
    const late = open(steps);
    late.take(placed("o1"));
    late.moveTo("2026-04-01T00:00:00Z");
    expect(late.texts).toEqual(["f 1 @ 2026-03-08T14:00:00Z: second"]); // P5D over the change of clocks, and a day
  });
});

describe("a wait for an event", () => {
  const steps = [
    {
      waitFor: { event: "order.shipped", timeout: "P5D" },
      then: [news("shipped")],
      onTimeout: [news("late", { after: "PT0S", from: "previous" })],
    },
    news("behind", { from: "previous", after: "PT1H" }),
  ];

  it("is met by an event that was known before, and goes on behind the block", () => {
    const person = open(steps);
    person.take(event("order.shipped", "o1", "2026-03-01T10:00:00Z"));
    person.take(placed("o1", "2026-03-01T09:00:00Z"));
    person.moveTo("2026-04-01T00:00:00Z");
    expect(person.texts).toEqual(["f 0.then.0 @ 2026-03-02T15:00:00Z: shipped", "f 1 @ 2026-03-02T16:00:00Z: behind"]);
  });

  it("in a run without an order is met by the customer's next one, not by one of before", () => {
    const flow = { key: "f", name: "F", trigger: { event: "checkout.abandoned" as const } };
    const come = { waitFor: { event: "order.placed" as const, timeout: "PT4H" }, onTimeout: [news("come back")] };
    const person = openPerson("2026-03-02T15:00:00Z", [{ ...flow, steps: [come] }]);
    person.take({ id: "before", type: "order.placed", orderId: "o0", at: "2026-03-01T15:00:00Z" });
    person.take({ id: "left", type: "checkout.abandoned" });
    const other = openPerson("2026-03-02T15:00:00Z", [{ ...flow, steps: [come] }]);
    other.take({ id: "left", type: "checkout.abandoned" });
    other.take({ id: "bought", type: "order.placed", orderId: "o1", at: "2026-03-02T16:00:00Z" });
    for (const one of [person, other]) one.moveTo("2026-03-03T15:00:00Z");
    expect(person.texts).toEqual(["f 0.onTimeout.0 @ 2026-03-02T19:00:00Z: come back"]);
    expect(other.texts).toEqual([]);
  });

  it("is met by an event at the very timeout, and not a moment later", () => {
    const met = open(steps);
    met.take(placed("o1"), event("order.shipped", "o1", "2026-03-07T15:00:00Z"));
    met.moveTo("2026-03-09T00:00:00Z");
    expect(met.texts[0]).toContain("0.then.0");
    const missed = open(steps);
    missed.take(placed("o1"), event("order.shipped", "o1", "2026-03-07T15:00:00.001Z"));
    missed.moveTo("2026-03-09T00:00:00Z");
    expect(missed.texts[0]).toBe("f 0.onTimeout.0 @ 2026-03-07T15:00:00Z: late");
  });

  it("of another order is not met", () => {
    const person = open(steps);
    person.take(placed("o1"), { ...event("order.shipped", "o2"), at: NOW });
    person.moveTo("2026-03-06T00:00:00Z");
    expect(person.texts).toEqual([]);
  });

  it("whose late text went stays late, whatever is heard of afterwards", () => {
    const person = open(steps);
    person.take(placed("o1"));
    person.moveTo("2026-03-08T00:00:00Z");
    person.take(event("order.shipped", "o1", "2026-03-04T00:00:00Z"));
    person.moveTo("2026-04-01T00:00:00Z");
    expect(person.texts).toEqual([
      "f 0.onTimeout.0 @ 2026-03-07T15:00:00Z: late",
      "f 1 @ 2026-03-07T16:00:00Z: behind",
    ]);
  });

  it("that is over does not send its text after the ones behind it", () => {
    const person = open([
      { waitFor: { event: "order.shipped", timeout: "P5D" }, then: [news("shipped")] },
      news("behind", { from: "previous" }),
    ]);
    person.take(placed("o1"));
    person.moveTo("2026-03-08T00:00:00Z");
    person.take(event("order.shipped", "o1", "2026-03-04T00:00:00Z"));
    person.moveTo("2026-04-01T00:00:00Z");
    expect(person.texts).toEqual(["f 1 @ 2026-03-07T15:00:00Z: behind"]);
  });

  it("whose late text has not gone yet is met by an event heard of late", () => {
    const person = open([{ ...steps[0], onTimeout: [news("late", { from: "previous", after: "P2D" })] }]);
    person.take(placed("o1"));
    person.moveTo("2026-03-08T00:00:00Z");
    person.take(event("order.shipped", "o1", "2026-03-04T00:00:00Z"));
    person.moveTo("2026-04-01T00:00:00Z");
    expect(person.texts).toEqual(["f 0.then.0 @ 2026-03-08T00:00:00Z: shipped"]);
    expect(person.others()).toEqual([]);
  });
});

describe("a path", () => {
  const isBig = { "customer.orderCount": { gte: 2 } };
  const steps = [
    { branch: [{ if: isBig, steps: [news("again")] }], else: [news("first"), { exit: true }] },
    news("behind", { from: "previous", after: "PT1H" }),
  ];

  it("is named as it stands in the flow, and arms not taken have no row", () => {
    const person = open(steps);
    person.take(placed("o0", "2026-02-01T00:00:00Z"));
    person.moveTo("2026-03-03T00:00:00Z");
    person.take(placed("o1"));
    person.moveTo("2026-03-04T00:00:00Z");
    expect(person.rows().map((row) => `${row.orderId} ${row.path} ${row.outcome}`)).toEqual([
      "o0 0.else.0 sent",
      "o1 0.branch.0.steps.0 sent",
      "o1 1 sent",
    ]);
  });

  it("over an exit ends there", () => {
    const person = open([...steps.slice(0, 1), news("behind")]);
    person.take(placed("o1"));
    person.moveTo("2026-04-01T00:00:00Z");
    expect(person.texts).toEqual(["f 0.else.0 @ 2026-03-02T15:00:00Z: first"]);
    expect(person.others()).toEqual([]);
  });

  it("through an experiment is the same for a number, and everybody takes one arm", () => {
    const split = {
      split: "tone",
      arms: [
        { name: "a", weight: 1, steps: [news("A")] },
        { name: "b", weight: 1, steps: [news("B")] },
      ],
    };
    const seen = new Set<string>();
    for (let index = 0; index < 40; index += 1) {
      const person = open([split, news("behind")]);
      person.phone = `+121255501${String(index).padStart(2, "0")}`;
      person.take(placed("o1"), placed("o2"));
      const arms = person.rows().flatMap((row) => (row.path.startsWith("0.") ? [row.path] : []));
      expect(arms).toHaveLength(2);
      expect(new Set(arms).size).toBe(1);
      for (const arm of arms) seen.add(arm);
    }
    expect([...seen].sort()).toEqual(["0.arms.0.steps.0", "0.arms.1.steps.0"]);
  });

  it("already taken stays, also where a late event would lead elsewhere", () => {
    const person = open([
      {
        branch: [{ if: isBig, steps: [news("again"), news("again 2", { after: "P2D" })] }],
        else: [news("first"), news("first 2", { after: "P2D" })],
      },
    ]);
    person.take(placed("o1"));
    person.take(placed("o0", "2026-02-01T00:00:00Z"));
    person.moveTo("2026-04-01T00:00:00Z");
    expect(
      person
        .rows()
        .filter((row) => row.orderId === "o1")
        .map((row) => row.path),
    ).toEqual(["0.else.0", "0.else.1"]);
  });
});

describe("an `if`", () => {
  const first = [news("first", { after: "P1D", if: { "customer.orderCount": { eq: 1 } } })];

  it("counts orders as of the trigger: later ones do not count, earlier ones heard of late do", () => {
    const person = open(first);
    person.take(placed("o1"), placed("o2", "2026-03-02T15:00:00.001Z"));
    person.moveTo("2026-03-02T16:00:00Z");
    person.take({ ...placed("o0", "2026-03-02T14:00:00Z"), live: false });
    person.moveTo("2026-04-01T00:00:00Z");
    expect(person.texts).toEqual([]);
    const other = open(first);
    other.take(placed("o1"), placed("o2", "2026-03-02T15:00:00.001Z"));
    other.moveTo("2026-04-01T00:00:00Z");
    expect(other.texts).toEqual(["f 0 @ 2026-03-03T15:00:00Z: first"]);
  });

  it.each<[string, EventInput[], boolean]>([
    [
      "a cancelled order does not count",
      [placed("o0", "2026-02-01T00:00:00Z"), event("order.cancelled", "o0", "2026-02-02T00:00:00Z")],
      true,
    ],
    [
      "one cancelled after the trigger does",
      [placed("o0", "2026-02-01T00:00:00Z"), event("order.cancelled", "o0", "2026-03-02T15:00:01Z")],
      false,
    ],
    ["a test order does not count", [{ ...placed("o0", "2026-02-01T00:00:00Z"), test: true }], true],
    [
      "orders from before the shop's own count",
      [{ id: "c", type: "customer.updated", customer: { priorOrders: 2 } }],
      false,
    ],
  ])("%s", (_, before, isFirst) => {
    const person = open(first);
    person.take(...before.map((one) => ({ ...one, live: false })), placed("o1"));
    person.moveTo("2026-04-01T00:00:00Z");
    expect(person.texts.some((text) => text.endsWith("first") && text.includes("03-03"))).toBe(isFirst);
  });

  it("reads a mark as it stood at the trigger", () => {
    const person = open([news("vip", { after: "P1D", if: { "customer.tags": { contains: "vip" } } })]);
    person.take(
      { id: "c1", type: "customer.updated", at: "2026-03-01T00:00:00Z", customer: { firstName: "Ann" } },
      placed("o1"),
    );
    person.moveTo("2026-03-02T18:00:00Z");
    person.take({ id: "c2", type: "customer.updated", customer: { tags: ["vip"] } });
    person.moveTo("2026-04-01T00:00:00Z");
    expect(person.others()).toEqual(["f 0 suppressed condition @ 2026-03-02T15:00:00Z"]);
  });

  it("reads the events that the run awaited", () => {
    const wait = {
      waitFor: { event: "order.shipped", timeout: "P5D" },
      then: [news("by {{ order.carrier }}", { if: { "order.carrier": { eq: "UPS" } } })],
    };
    const person = open([wait]);
    person.take(placed("o1"), event("order.shipped", "o1", undefined, { order: { carrier: "UPS" } }));
    expect(person.texts).toEqual(["f 0.then.0 @ 2026-03-02T15:00:00Z: by UPS"]);
  });

  it("once decided stays when its due instant has passed", () => {
    const person = open(first);
    person.take({ ...placed("o0", "2026-02-01T00:00:00Z"), live: false }, placed("o1"));
    person.moveTo("2026-03-10T00:00:00Z");
    person.take(event("order.cancelled", "o0", "2026-02-02T00:00:00Z"));
    person.moveTo("2026-04-01T00:00:00Z");
    expect(person.texts).toEqual([]);
    expect(person.others()).toContain("f 0 suppressed condition @ 2026-03-02T15:00:00Z");
  });
});

describe("a date field", () => {
  const steps = [news("soon", { from: { field: "eta" }, after: "P1D" })];
  it("moves the text when it changes", () => {
    const person = open(steps);
    person.take({ ...placed("o1"), order: { eta: "2026-03-05T12:00:00Z" } });
    person.moveTo("2026-03-03T00:00:00Z");
    person.take(event("order.delayed", "o1", undefined, { eta: "2026-03-09T12:00:00Z" }));
    person.moveTo("2026-04-01T00:00:00Z");
    expect(person.texts).toEqual(["f 0 @ 2026-03-10T12:00:00Z: soon"]);
  });

  it("missing gives one row, and is read again when it comes", () => {
    const person = open(steps);
    person.take(placed("o1"));
    expect(person.others()).toEqual(["f 0 suppressed condition @ 2026-03-02T15:00:00Z"]);
    person.moveTo("2026-03-03T00:00:00Z");
    person.take(event("order.delayed", "o1", undefined, { eta: "2026-03-09" }));
    person.moveTo("2026-04-01T00:00:00Z");
    expect(person.texts).toEqual(["f 0 @ 2026-03-10T04:00:00Z: soon"]); // midnight in New York
  });
});

describe("a number that is taken away", () => {
  it("leaves a row at the text that was next, which goes on once there is a number again", () => {
    const person = open([news("one"), news("two", { after: "P1D" }), news("three", { after: "P2D" })]);
    person.take(placed("o1"));
    person.moveTo("2026-03-02T18:00:00Z");
    person.phone = undefined;
    person.look();
    expect(person.others()).toEqual(["f 1 suppressed no_phone @ 2026-03-02T18:00:00Z"]);
    person.moveTo("2026-03-05T00:00:00Z");
    person.phone = "+12125550102";
    person.look();
    expect(person.texts.slice(1)).toEqual(["f 1 @ 2026-03-05T00:00:00Z: two", "f 2 @ 2026-03-05T00:00:00Z: three"]);
  });
});

describe("a new version of a flow", () => {
  it("leaves runs with theirs", () => {
    const person = open([news("old", { after: "P1D" }), news("old 2", { after: "P2D" })]);
    person.take(placed("o1"));
    person.publish(flow([news("new", { after: "P1D" })]));
    person.take(placed("o2"));
    person.moveTo("2026-04-01T00:00:00Z");
    expect(person.texts.map((text) => text.split(": ")[1])).toEqual(["old", "new", "old 2"]);
    expect(person.rows().map((row) => row.version)).toEqual([1, 2, 1]);
  });
});

it("a text that waits shows its due instant", () => {
  const person = open([news("hi", { after: "P1D" })]);
  person.take(placed("o1"));
  expect(person.others()).toEqual([`f 0 waiting - @ ${iso(Date.parse("2026-03-03T15:00:00Z"))}`]);
});
