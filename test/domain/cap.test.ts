import { describe, expect, it } from "vitest";
import type { Cap } from "../../shared/contract/policy.ts";
import { checkCaps, type Scheduled, type Send } from "../../worker/domain/cap.ts";
import { type EventInput, news, openPerson, type PersonBench } from "./person-bench.ts";

const NOW = "2026-03-02T15:00:00Z";
type FlowInput = Parameters<PersonBench["publish"]>[0];
const flow = (key: string, step: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  ({
    key,
    name: key,
    trigger: { event: "order.placed" },
    steps: [{ ...news("hi"), class: "promotional", ...step }],
    ...more,
  }) as FlowInput; // as the API takes it
const placed = (id: string, at?: string): EventInput => ({ id, type: "order.placed", orderId: id, ...(at && { at }) });
const optIn: EventInput = {
  id: "in",
  type: "customer.updated",
  customer: { consent: { promotional: true, source: "form", atMs: 0 } },
};
const cap = (
  max: number,
  hours: number,
  onCap: Cap["onCap"] = "defer",
  classes: Cap["classes"] = ["promotional"],
): Cap => ({ classes, max, windowSeconds: hours * 3600, onCap });

function open(caps: readonly Cap[], ...flows: FlowInput[]): PersonBench {
  const person = openPerson(NOW, flows);
  person.policy = { ...person.policy, caps };
  person.take(optIn);
  return person;
}

describe("a cap", () => {
  it("defers to the instant at which it frees, exactly", () => {
    const person = open([cap(1, 24)], flow("f", {}));
    person.take(placed("o1"));
    person.moveTo("2026-03-02T16:00:00Z");
    person.take(placed("o2"));
    expect(person.rows().at(-1)).toMatchObject({ reason: "cap", untilAtMs: Date.parse("2026-03-03T15:00:00Z") });
    person.moveTo("2026-04-01T00:00:00Z");
    expect(person.texts).toEqual(["f 0 @ 2026-03-02T15:00:00Z: hi", "f 0 @ 2026-03-03T15:00:00Z: hi"]);
  });

  it("defers through quiet hours again, and refuses at once what would be expired by then", () => {
    for (const [expires, texts] of [
      ["P2D", ["f 0 @ 2026-03-03T21:00:00Z: hi"]],
      ["P1DT7H", []],
    ] as const) {
      const person = open([cap(1, 25)], flow("f", { expires }));
      person.policy = { ...person.policy, quietHours: { from: "09:30", to: "16:00" } };
      person.nowMs = Date.parse("2026-03-02T14:00:00Z"); // 09:00; the cap frees at 10:00 tomorrow, hours open at 16:00
      person.take(placed("o1"), placed("o2"));
      expect(person.others()).toEqual([
        `f 0 ${texts.length === 0 ? "suppressed expired" : "waiting cap"} @ 2026-03-02T14:00:00Z`,
      ]);
      person.moveTo("2026-04-01T00:00:00Z");
      expect(person.texts.slice(1)).toEqual(texts);
    }
  });

  it("skips where it says so", () => {
    const person = open([cap(1, 24, "skip")], flow("f", {}));
    person.take(placed("o1"), placed("o2"));
    expect(person.texts).toHaveLength(1);
    expect(person.others()).toEqual(["f 0 suppressed cap @ 2026-03-02T15:00:00Z"]);
  });

  it("rolls: texts of any window are at most so many", () => {
    const person = open([cap(2, 24)], flow("f", {}));
    for (let hour = 0; hour < 6; hour += 1) {
      person.moveTo(Date.parse(NOW) + hour * 3_600_000);
      person.take(placed(`o${hour}`));
    }
    person.moveTo("2026-04-01T00:00:00Z");
    expect(person.texts.map((text) => text.slice(6, 22))).toEqual([
      "2026-03-02T15:00",
      "2026-03-02T16:00",
      "2026-03-03T15:00",
      "2026-03-03T16:00",
      "2026-03-04T15:00",
      "2026-03-04T16:00",
    ]);
  });

  it.each([
    [3_599_999, "cap"],
    [3_600_000, "clear"],
  ])("of an hour, %s ms after a text, is %s", (atMs, kind) => {
    const sends: Send[] = [{ atMs: 0, class: "promotional" }];
    expect(checkCaps({ class: "promotional", rank: 0 }, [cap(1, 1)], sends, [], atMs).kind).toBe(kind);
  });

  it("is tried in its order: the first that blocks decides", () => {
    for (const [caps, expected] of [
      [[cap(1, 1), cap(1, 48, "skip")], "waiting"],
      [[cap(1, 48, "skip"), cap(1, 1)], "suppressed"],
    ] as const) {
      const person = open(caps, flow("f", {}));
      person.take(placed("o1"), placed("o2"));
      expect(
        person
          .rows()
          .filter((row) => row.outcome !== "sent")
          .map((row) => row.outcome),
      ).toEqual([expected]);
    }
  });

  it("counts the classes that it names, and never an answer of ours", () => {
    const sends: Send[] = ["system", "transactional", "relationship"].map((one) => ({
      atMs: 0,
      class: one as Send["class"],
    })); // classes, literally
    const text = { class: "promotional", rank: 0 } as const;
    expect(checkCaps(text, [cap(1, 1)], sends, [], 1).kind).toBe("clear");
    expect(checkCaps(text, [cap(1, 1, "defer", ["promotional", "relationship"])], sends, [], 1).kind).toBe("cap");
    expect(checkCaps({ class: "system", rank: 0 }, [cap(1, 1)], sends, [], 1).kind).toBe("clear");
  });

  it("counts what was held out as if it had gone", () => {
    const person = open([cap(1, 24, "skip")], flow("f", {}, { holdout: 0.9 }), flow("g", { after: "PT1H" }));
    for (let index = 0; !person.rows().some((row) => row.reason === "holdout"); index += 1) {
      person.phone = `+121255501${String(index).padStart(2, "0")}`;
      person.take(placed(`o${index}`));
      person.moveTo(person.nowMs + 40 * 86_400_000);
      if (index === 50) throw new Error("nobody of 50 was held out by 0.9");
    }
    expect(
      person
        .rows()
        .filter((row) => row.flow === "g")
        .at(-1),
    ).toMatchObject({ outcome: "suppressed", reason: "cap" });
  });

  it("of the law holds beside the merchant's: 3 in 24 hours for Florida", () => {
    const person = open([], flow("f", {}));
    person.phone = "+13055550101";
    person.policy = { ...person.policy, stateLaw: true };
    for (let index = 0; index < 4; index += 1) person.take(placed(`o${index}`));
    expect(person.texts).toHaveLength(3);
    expect(person.rows().find((row) => row.outcome === "waiting")).toMatchObject({
      reason: "cap",
      untilAtMs: Date.parse("2026-03-03T15:00:00Z"),
    });
  });
});

describe("room for a text that matters more", () => {
  it.each<[string, Record<string, unknown>, Record<string, unknown>, Cap[], boolean]>([
    ["is kept within the window", {}, { after: "PT23H" }, [cap(1, 24)], true],
    ["is not needed where the window is over by then", {}, { after: "PT24H" }, [cap(1, 24)], false],
    ["is not needed where the cap has room for both", {}, { after: "PT1H" }, [cap(2, 24)], false],
    ["is not kept for other classes", {}, { after: "PT1H", class: "relationship" }, [cap(1, 24)], false],
    [
      "is not taken from order texts",
      { class: "transactional" },
      { after: "PT1H" },
      [cap(1, 24, "defer", ["transactional", "promotional"])],
      false,
    ],
  ])("%s: %j before %j", (_, low, high, caps, isReserved) => {
    const person = open(caps, flow("low", low), flow("high", high, { rank: 1 }));
    person.take(placed("o1"));
    expect(person.others().filter((row) => row.includes("reserved"))).toHaveLength(isReserved ? 1 : 0);
    person.moveTo("2026-04-01T00:00:00Z");
    expect(person.texts.filter((text) => text.startsWith("high"))).toHaveLength(1);
    expect(person.texts.filter((text) => text.startsWith("low"))).toHaveLength(isReserved ? 0 : 1);
  });

  it("is not kept for what the merchant holds, and is again once it is released", () => {
    const person = open([cap(1, 24)], flow("low", {}), flow("high", { after: "PT1H" }, { rank: 1 }));
    person.paused = ["high"];
    person.take(placed("o1"));
    expect(person.texts).toEqual(["low 0 @ 2026-03-02T15:00:00Z: hi"]);
    const other = open(
      [cap(1, 24)],
      flow("low", { class: "transactional" }),
      flow("mid", {}),
      flow("high", {}, { rank: 1 }),
    );
    other.stops = ["promotional"];
    other.take(placed("o1"));
    other.stops = [];
    other.look();
    expect(other.texts.map((text) => text.split(" ")[0])).toEqual(["low", "high"]);
  });

  it("is not kept for equals", () => {
    const person = open([cap(1, 24)], flow("low", {}), flow("same", { after: "PT1H" }));
    person.take(placed("o1"));
    expect(person.texts).toEqual(["low 0 @ 2026-03-02T15:00:00Z: hi"]);
  });

  it.each<[string, Send[], Scheduled[], string]>([
    [
      "the cap has one place left, and it is taken by rank",
      [{ atMs: 0, class: "promotional" }],
      [{ class: "promotional", rank: 1, dueMs: 10 }],
      "reserved",
    ],
    [
      "a send that frees before then leaves room",
      [{ atMs: -3_599_995, class: "promotional" }],
      [{ class: "promotional", rank: 1, dueMs: 10 }],
      "clear",
    ],
    [
      "two that matter more take both places",
      [],
      [
        { class: "promotional", rank: 1, dueMs: 5 },
        { class: "promotional", rank: 1, dueMs: 10 },
      ],
      "reserved",
    ],
    [
      "a full cap is a cap",
      [
        { atMs: 0, class: "promotional" },
        { atMs: 0, class: "promotional" },
      ],
      [{ class: "promotional", rank: 1, dueMs: 10 }],
      "cap",
    ],
  ])("%s", (_, sends, scheduled, kind) => {
    expect(checkCaps({ class: "promotional", rank: 0 }, [cap(2, 1)], sends, scheduled, 1).kind).toBe(kind);
  });
});
