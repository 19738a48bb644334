import { type CalendarDate, type CalendarDay, countDaysOfMonth, fromDayNumber, toDayNumber } from "./calendar.ts";
import type { Duration } from "./duration.ts";
import { offsetAtMs } from "./zone-offsets.ts";

/** What calendar and clock on the wall show. */
export interface LocalTime extends CalendarDate {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

const DAY_MS = 86_400_000;

export function toLocal(ms: number, zone: string): LocalTime & CalendarDay {
  const wallMs = ms + offsetAtMs(ms, zone);
  const dayNumber = Math.floor(wallMs / DAY_MS);
  const timeOfDayMs = wallMs - dayNumber * DAY_MS;
  return {
    ...fromDayNumber(dayNumber),
    hour: Math.floor(timeOfDayMs / 3_600_000),
    minute: Math.floor(timeOfDayMs / 60_000) % 60,
    second: Math.floor(timeOfDayMs / 1_000) % 60,
    millisecond: timeOfDayMs % 1_000,
  };
}

/** The instant of a local time. One that a clock change skips moves forward by the gap; of one that it repeats, the first. */
export function fromLocal(local: LocalTime, zone: string): number {
  const timeOfDayMs = ((local.hour * 60 + local.minute) * 60 + local.second) * 1_000 + local.millisecond;
  return fromWall(toDayNumber(local), timeOfDayMs, zone);
}

/**
 * Add a duration: years and months (clamped to the end of the month), then weeks and days, all keeping the wall time; then
 * exact time. The order is that of RFC 5545, 3.8.5.3, and of ECMAScript's Temporal.
 */
export function addDuration(ms: number, duration: Duration, zone: string): number {
  const { sign, years, months, weeks, days, timeMs } = duration;
  const timeShiftMs = sign * timeMs;
  // Without calendar units the instant stays what it is, also the second one of a repeated local time.
  if (years === 0 && months === 0 && weeks === 0 && days === 0) return ms + timeShiftMs;

  const wallMs = ms + offsetAtMs(ms, zone);
  const dayNumber = Math.floor(wallMs / DAY_MS);
  const date = addMonths(fromDayNumber(dayNumber), sign * (years * 12 + months));
  const shiftedDayNumber = toDayNumber(date) + sign * (weeks * 7 + days);
  return fromWall(shiftedDayNumber, wallMs - dayNumber * DAY_MS, zone) + timeShiftMs;
}

/**
 * The first instant at or after `ms` at which the local time is `time` ("10:00"): once a day, at the first of two on a day
 * that repeats it, moved forward by the gap on a day that skips it.
 */
export function nextLocalTime(ms: number, time: string, zone: string): number {
  const timeOfDayMs = parseTimeOfDay(time) * 60_000;
  // From the day before: where the hour before midnight is skipped (Nuuk), yesterday's time moves into today.
  let dayNumber = Math.floor((ms + offsetAtMs(ms, zone)) / DAY_MS) - 1;
  let candidateMs = fromWall(dayNumber, timeOfDayMs, zone);
  while (candidateMs < ms) {
    dayNumber += 1;
    candidateMs = fromWall(dayNumber, timeOfDayMs, zone);
  }
  return candidateMs;
}

/** Minutes after local midnight of "HH:MM". */
export function parseTimeOfDay(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

function addMonths({ year, month, day }: CalendarDate, months: number): CalendarDate {
  const monthIndex = year * 12 + month - 1 + months;
  const newYear = Math.floor(monthIndex / 12);
  const newMonth = monthIndex - newYear * 12 + 1;
  return { year: newYear, month: newMonth, day: Math.min(day, countDaysOfMonth(newYear, newMonth)) };
}

function fromWall(dayNumber: number, timeOfDayMs: number, zone: string): number {
  const wallMs = dayNumber * DAY_MS + timeOfDayMs;
  // Offsets stay within a day of UTC, so these two instants lie on either side of any transition that matters.
  const offsetBeforeMs = offsetAtMs(wallMs - DAY_MS, zone);
  const offsetAfterMs = offsetAtMs(wallMs + DAY_MS, zone);
  const firstMs = wallMs - offsetBeforeMs;
  if (offsetBeforeMs === offsetAfterMs || offsetAtMs(firstMs, zone) === offsetBeforeMs) return firstMs;
  const secondMs = wallMs - offsetAfterMs;
  // In a gap neither fits: by the offset before it, the time lands as far behind the gap as it was inside.
  return offsetAtMs(secondMs, zone) === offsetAfterMs ? secondMs : firstMs;
}
