import { type Weekday, weekdays } from "./calendar.ts";
import { parseTimeOfDay } from "./local-time.ts";
import type { DayRule, OpenSpan } from "./open-hours.ts";

/** Closed from `from`, inclusive, to `to`, exclusive, both "HH:MM"; from later than to: over midnight; both equal: never closed. */
interface ClosedHours {
  readonly from: string;
  readonly to: string;
}

/** A merchant's quiet hours. `days` and `dates` ("2026-12-25") are closed whole; `byDay` gives a weekday its own closed hours. */
export interface QuietHours extends ClosedHours {
  readonly byDay?: Readonly<Partial<Record<Weekday, ClosedHours | undefined>>> | undefined;
  readonly days?: readonly Weekday[] | undefined;
  readonly dates?: readonly string[] | undefined;
}

/**
 * When the merchant is open on a given day.
 *
 * Hours over midnight are the same as two closed ends of each calendar day, before `to` and from `from` on. So a Sunday with
 * hours of its own is closed until its own `to`, whatever Saturday says.
 */
export function quietHoursRule(quietHours: QuietHours): DayRule {
  const rule = rules.get(quietHours) ?? makeRule(quietHours);
  rules.set(quietHours, rule);
  return rule;
}

// A policy is read once and asked at every look.
const rules = new WeakMap<QuietHours, DayRule>();

function makeRule({ byDay, days, dates, ...everyDay }: QuietHours): DayRule {
  const closedDates = new Set(dates?.map((date) => Number(date.replaceAll("-", ""))));
  const spansByWeekday = new Map<Weekday, readonly OpenSpan[]>();
  for (const weekday of weekdays) {
    const isClosed = days?.includes(weekday) ?? false;
    spansByWeekday.set(weekday, isClosed ? [] : openSpansOutside(byDay?.[weekday] ?? everyDay));
  }
  return ({ year, month, day, weekday }) =>
    closedDates.has((year * 100 + month) * 100 + day) ? [] : (spansByWeekday.get(weekday) ?? []);
}

function openSpansOutside({ from, to }: ClosedHours): readonly OpenSpan[] {
  const closedFrom = parseTimeOfDay(from);
  const closedTo = parseTimeOfDay(to);
  const spans =
    closedFrom > closedTo
      ? [{ fromMinute: closedTo, toMinute: closedFrom }]
      : [
          { fromMinute: 0, toMinute: closedFrom },
          { fromMinute: closedTo, toMinute: 1_440 },
        ];
  return spans.filter(({ fromMinute, toMinute }) => fromMinute < toMinute);
}
