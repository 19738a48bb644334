import { type CalendarDay, fromDayNumber } from "./calendar.ts";
import { stretchAtMs } from "./zone-offsets.ts";

/** A stretch of a calendar day in minutes after local midnight, 0 … 1440; the end is outside. */
export interface OpenSpan {
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** When texts may go on a given day: spans in order, without overlap. */
export type DayRule = (day: CalendarDay) => readonly OpenSpan[];

export interface OpenHours {
  readonly nowMs: number;
  readonly zones: readonly string[];
  readonly rules: readonly DayRule[];
}

export type NextOpen = { readonly open: true } | { readonly open: false; readonly untilMs: number | undefined };

/** Whether every clock is open under every rule now; if not, the first instant at which all are. Undefined: none in 400 days. */
export function nextOpenMs({ nowMs, zones, rules }: OpenHours): NextOpen {
  let ms = nowMs;
  while (ms <= nowMs + HORIZON_MS) {
    let closedUntilMs = ms;
    for (const zone of zones) {
      for (const rule of rules) {
        const stretch = readStretch(ms, zone, rule);
        if (!stretch.isOpen && stretch.untilMs > closedUntilMs) closedUntilMs = stretch.untilMs;
      }
    }
    if (closedUntilMs === ms) return ms === nowMs ? { open: true } : { open: false, untilMs: ms };
    ms = closedUntilMs;
  }
  return { open: false, untilMs: undefined };
}

/** The end of the open stretch that `nowMs` lies in: `nowMs` itself when closed, undefined when nothing closes in 400 days. */
export function closesAtMs({ nowMs, zones, rules }: OpenHours): number | undefined {
  let ms = nowMs;
  while (ms <= nowMs + HORIZON_MS) {
    let openUntilMs = Number.POSITIVE_INFINITY;
    for (const zone of zones) {
      for (const rule of rules) {
        const stretch = readStretch(ms, zone, rule);
        if (!stretch.isOpen) return ms;
        openUntilMs = Math.min(openUntilMs, stretch.untilMs);
      }
    }
    ms = openUntilMs;
  }
  return undefined;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const HORIZON_MS = 400 * DAY_MS;

/**
 * Open or closed at this instant, and an instant until which that holds (it may go on after).
 *
 * Up to the next clock change and the next local midnight the wall clock runs evenly, so the day's spans are instants there. An
 * hour that autumn repeats is judged twice by the same rule, and may close, open and close again.
 */
function readStretch(ms: number, zone: string, rule: DayRule): { readonly isOpen: boolean; readonly untilMs: number } {
  const { offsetMs, untilMs } = stretchAtMs(ms, zone);
  const wallMs = ms + offsetMs;
  const dayNumber = Math.floor(wallMs / DAY_MS);
  const midnightMs = dayNumber * DAY_MS - offsetMs;
  for (const { fromMinute, toMinute } of rule(fromDayNumber(dayNumber))) {
    const fromMs = midnightMs + fromMinute * MINUTE_MS;
    if (ms < fromMs) return { isOpen: false, untilMs: Math.min(fromMs, untilMs) };
    const toMs = midnightMs + toMinute * MINUTE_MS;
    if (ms < toMs) return { isOpen: true, untilMs: Math.min(toMs, untilMs) };
  }
  return { isOpen: false, untilMs: Math.min(midnightMs + DAY_MS, untilMs) };
}
