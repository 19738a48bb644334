import { describe, expect, it } from "vitest";
import { parseDuration } from "../../worker/domain/duration.ts";

const none = { sign: 1, years: 0, months: 0, weeks: 0, days: 0, timeMs: 0 };

describe("durations as ISO 8601 writes them", () => {
  it.each([
    ["P6D", { ...none, days: 6 }],
    ["P2W", { ...none, weeks: 2 }],
    ["P1M", { ...none, months: 1 }],
    ["PT1M", { ...none, timeMs: 60_000 }],
    ["P1Y2M3W4DT5H6M7S", { ...none, years: 1, months: 2, weeks: 3, days: 4, timeMs: 18_367_000 }],
    ["PT36H", { ...none, timeMs: 129_600_000 }],
    ["P1DT12H", { ...none, days: 1, timeMs: 43_200_000 }],
    ["PT0S", none],
    ["P0D", none],
    ["-P3D", { ...none, sign: -1, days: 3 }],
    ["-PT30M", { ...none, sign: -1, timeMs: 1_800_000 }],
  ])("%s is understood", (text, duration) => {
    expect(parseDuration(text)).toEqual(duration);
  });

  it.each([
    "",
    "P",
    "PT",
    "-P",
    "P1DT",
    "P1",
    "1D",
    "6D",
    "PD",
    "P-3D",
    "+P3D",
    "--P3D",
    "P1.5D",
    "PT0,5H",
    "P1D2W",
    "PT1S1M",
    "P1H",
    "PT1D",
    "p6d",
    " P6D",
    "P6D ",
    "P6D\n",
    "P 6D",
    "P6DP1D",
    "P१D",
    "P100000D",
    "PT1234567890S",
  ])("%j is refused", (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});
