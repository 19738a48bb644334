import { expect, it } from "vitest";
import { parseFieldInstant } from "../../worker/domain/field-instant.ts";
import { iso } from "./person-bench.ts";

it.each<[unknown, string | undefined]>([
  ["2026-03-05", "2026-03-05T05:00:00Z"], // the first moment of the day in New York
  ["2026-03-05T10:30", "2026-03-05T15:30:00Z"],
  ["2026-03-05 10:30:15", "2026-03-05T15:30:15Z"],
  ["2026-03-08T02:30", "2026-03-08T07:30:00Z"], // skipped: moved by the gap
  ["2026-11-01T01:30", "2026-11-01T05:30:00Z"], // repeated: the first
  ["2026-03-05T10:30:00Z", "2026-03-05T10:30:00Z"],
  ["2026-03-05T10:30:00+05:30", "2026-03-05T05:00:00Z"],
  ["2026-03-05T10:30:00-0800", "2026-03-05T18:30:00Z"],
  ["2026-03-05T10:30:00+01", "2026-03-05T09:30:00Z"],
  ["2026-03-05T10:30:00.5Z", "2026-03-05T10:30:00.500Z"],
  [" 2026-03-05 ", "2026-03-05T05:00:00Z"],
  [Date.parse("2026-03-05T00:00:00Z"), "2026-03-05T00:00:00Z"],
  ["2028-02-29", "2028-02-29T05:00:00Z"],
  ["2026-02-29", undefined],
  ["2026-04-31", undefined],
  ["2026-13-01", undefined],
  ["2026-00-10", undefined],
  ["2026-03-05T24:00", undefined],
  ["2026-03-05T10:60", undefined],
  ["2026-03-05T10:00:60", undefined],
  ["March 5", undefined],
  ["5.3.2026", undefined],
  ["", undefined],
  [undefined, undefined],
  [true, undefined],
])("%j in New York is %s", (value, expected) => {
  const atMs = parseFieldInstant(value, "America/New_York");
  expect(atMs === undefined ? undefined : iso(atMs)).toBe(expected);
});
