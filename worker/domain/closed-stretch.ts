import type { QuietHours } from "../../shared/contract/policy.ts";
import { fromDayNumber, toDayNumber } from "./calendar.ts";
import { quietHoursRule } from "./quiet-hours.ts";

/** The longest time without an open minute, on a wall clock that never changes; infinite where no day is ever open. */
export function longestClosedMs(quietHours: QuietHours | null): number {
  if (quietHours === null) return 0;
  const rule = quietHoursRule(quietHours);
  let longest = 0;
  for (const days of stretchesOfDays(quietHours.dates ?? [])) {
    let closedFrom: number | undefined;
    for (const dayNumber of days) {
      for (const span of rule(fromDayNumber(dayNumber))) {
        const opensAt = dayNumber * DAY_MINUTES + span.fromMinute;
        if (closedFrom !== undefined) longest = Math.max(longest, opensAt - closedFrom);
        closedFrom = dayNumber * DAY_MINUTES + span.toMinute;
      }
    }
    if (closedFrom === undefined) return Number.POSITIVE_INFINITY;
  }
  return longest * 60_000;
}

const DAY_MINUTES = 1_440;
const WEEK = 7;

/** Some ordinary weeks, and the days around each date that is closed of itself; a week open nowhere is open never. */
function stretchesOfDays(dates: readonly string[]): readonly (readonly number[])[] {
  const special = new Set<number>();
  for (const date of dates) {
    const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
    const dayNumber = toDayNumber({ year, month, day });
    for (let near = dayNumber - WEEK; near <= dayNumber + WEEK; near += 1) special.add(near);
  }
  const stretches: number[][] = [Array.from({ length: 3 * WEEK }, (_, index) => index)];
  for (const dayNumber of [...special].sort((a, b) => a - b)) {
    const last = stretches.at(-1);
    if (stretches.length > 1 && last?.at(-1) === dayNumber - 1) last.push(dayNumber);
    else stretches.push([dayNumber]);
  }
  return stretches;
}
