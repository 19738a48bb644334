import type { CalendarDay } from "./calendar.ts";
import { type LawHours, lawHours } from "./data/law-hours.ts";
import { isFrenchHoliday } from "./french-holidays.ts";
import { parseTimeOfDay } from "./local-time.ts";
import type { DayRule, OpenSpan } from "./open-hours.ts";

export interface LawRules {
  /** Every one must be open: that is how the strictest law wins, hour by hour. */
  readonly rules: readonly DayRule[];
  /** The most texts of class relationship or promotional in any 24 hours. */
  readonly maxPer24h: number | undefined;
}

/** The laws of all the regions that a person may be in, a state's ("US-FL") beside its country's. */
export function lawRules(regions: readonly string[]): LawRules {
  const key = regions.join(" ");
  const known = rulesByRegions.get(key);
  if (known !== undefined) return known;
  const rules = findRules(regions);
  if (rulesByRegions.size >= MAX_KNOWN) rulesByRegions.clear();
  rulesByRegions.set(key, rules);
  return rules;
}

// The laws of a place are the same for everybody there.
const rulesByRegions = new Map<string, LawRules>();
const MAX_KNOWN = 1_000;

function findRules(regions: readonly string[]): LawRules {
  const laws = lawHours.filter(({ region }) =>
    regions.some((name) => name === region || name.startsWith(`${region}-`)),
  );
  const maxima = laws.flatMap(({ maxPer24h }) => maxPer24h ?? []);
  return {
    rules: laws.map(toDayRule),
    maxPer24h: maxima.length === 0 ? undefined : Math.min(...maxima),
  };
}

function toDayRule({ from, to, byDay, closedOnHolidaysOf }: LawHours): DayRule {
  const usual = toSpans({ from, to });
  return (day) => {
    if (closedOnHolidaysOf !== undefined && isHoliday(day, closedOnHolidaysOf)) return [];
    const own = byDay?.[day.weekday];
    if (own === undefined) return usual;
    return own === "closed" ? [] : toSpans(own);
  };
}

function toSpans({ from, to }: { readonly from: string; readonly to: string }): readonly OpenSpan[] {
  return [{ fromMinute: parseTimeOfDay(from), toMinute: parseTimeOfDay(to) }];
}

function isHoliday(day: CalendarDay, country: "FR"): boolean {
  switch (country) {
    case "FR":
      return isFrenchHoliday(day);
  }
}
