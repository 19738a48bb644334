import { expect, it } from "vitest";
import type { Pace } from "../../shared/contract/policy.ts";
import { idlePace, type PaceState, takeSlot } from "../../worker/domain/pace.ts";

const noon = Date.parse("2026-03-02T12:00:00Z");
const midnight = Date.parse("2026-03-03T00:00:00Z");

/** Seconds after noon of each slot, asked for in this order, all at noon: a number = bulk of so many segments, `!n` = urgent. */
function slots(pace: Pace, asked: readonly string[], atMs = noon): number[] {
  let state: PaceState = idlePace;
  return asked.map((one) => {
    const isUrgent = one.startsWith("!");
    const taken = takeSlot(state, pace, { segments: Number(one.replace("!", "")), isUrgent, earliestMs: atMs });
    state = taken.state;
    return (taken.slotAtMs - noon) / 1000;
  });
}

it.each<[string, Pace, string[], number[]]>([
  ["one segment a second spaces texts by their segments", { segmentsPerSecond: 1 }, ["1", "2", "1"], [0, 1, 3]],
  ["many a second go within it", { segmentsPerSecond: 4 }, ["1", "1", "1"], [0, 0.25, 0.5]],
  [
    "order texts do not queue behind the others",
    { segmentsPerSecond: 1 },
    ["1", "1", "1", "!1", "!1"],
    [0, 1, 2, 0, 1],
  ],
  ["and push them back", { segmentsPerSecond: 1 }, ["!1", "!1", "1", "!1", "1"], [0, 1, 2, 2, 4]],
  ["no limit takes no time", {}, ["1", "9", "1"], [0, 0, 0]],
])("%s", (_, pace, asked, expected) => {
  expect(slots(pace, asked)).toEqual(expected);
});

it("a day's budget moves what is over it to the next day's first moment, and so on", () => {
  const next = (midnight - noon) / 1000;
  expect(slots({ segmentsPerDay: 2 }, ["1", "1", "1", "1", "1"])).toEqual([0, 0, next, next, next + 86_400]);
  expect(slots({ segmentsPerDay: 2 }, ["1", "2", "1"])).toEqual([0, next, next + 86_400]);
  expect(slots({ segmentsPerDay: 2 }, ["5", "1"])).toEqual([0, next]);
});

it("an order text of today is not sent to the end of a long queue", () => {
  expect(slots({ segmentsPerDay: 2 }, ["2", "2", "2", "2", "!1"]).at(-1)).toBe(0);
});

it("days that are over are forgotten", () => {
  let state: PaceState = idlePace;
  for (let day = 0; day < 30; day += 1) {
    state = takeSlot(
      state,
      { segmentsPerDay: 2 },
      { segments: 1, isUrgent: false, earliestMs: noon + day * 86_400_000 },
    ).state;
  }
  expect(Object.keys(state.days)).toHaveLength(1);
});
