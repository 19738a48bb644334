import { type Breakdown, breakdowns, dayMs, readTally, type Tally } from "./click-tally.ts";

export interface Counts {
  readonly people: number;
  readonly uniquePeople: number;
  readonly all: number;
}

/** What a roll-up holds of a day. */
export interface CountedDay extends Counts {
  /** Start of a UTC day. */
  readonly dayMs: number;
  readonly counts: Readonly<Record<string, number>>;
}

export interface ClickReport extends Counts {
  /** One for every day or hour of the range, those without a click too. */
  readonly series: readonly (Counts & { readonly atMs: number })[];
  readonly breakdown: Readonly<Record<Breakdown, readonly { readonly value: string; readonly people: number }[]>>;
  readonly reasons: Tally["reasons"];
}

export interface Range {
  /** Starts of UTC days, the second not among what is counted. */
  readonly fromMs: number;
  readonly toMs: number;
}

const hourMs = 3_600_000;

/** Whole UTC days around what was asked for, so that the parts of a report add up to its whole. */
export function wholeDays(fromMs: number, toMs: number): Range {
  return { fromMs: Math.floor(fromMs / dayMs) * dayMs, toMs: Math.ceil(toMs / dayMs) * dayMs };
}

/** Adds up days of a link, or of several steps. */
export function reportClicks(days: readonly CountedDay[], range: Range, by: "day" | "hour"): ClickReport {
  const counts = new Map<string, number>();
  for (const day of days) {
    for (const name in day.counts) counts.set(name, (counts.get(name) ?? 0) + (day.counts[name] ?? 0));
  }
  const tally = readTally(counts);
  return {
    ...sumOf(days),
    series: by === "day" ? seriesByDay(days, range) : seriesByHour(days, range),
    breakdown: Object.fromEntries(
      breakdowns.map((name) => [name, sortShares(tally.breakdowns[name])]),
    ) as unknown as ClickReport["breakdown"], // one list a breakdown
    reasons: tally.reasons,
  };
}

export function sumOf(parts: readonly Counts[]): Counts {
  const sum = { people: 0, uniquePeople: 0, all: 0 };
  for (const { people, uniquePeople, all } of parts) {
    sum.people += people;
    sum.uniquePeople += uniquePeople;
    sum.all += all;
  }
  return sum;
}

function seriesByDay(days: readonly CountedDay[], range: Range): ClickReport["series"] {
  const byDay = Map.groupBy(days, (day) => day.dayMs);
  return startsOf(range, dayMs).map((atMs) => ({ atMs, ...sumOf(byDay.get(atMs) ?? []) }));
}

function seriesByHour(days: readonly CountedDay[], range: Range): ClickReport["series"] {
  const byHour = new Map<number, Counts[]>();
  for (const day of days) {
    for (const [hour, counted] of readTally(Object.entries(day.counts)).hours) {
      const atMs = day.dayMs + hour * hourMs;
      byHour.set(atMs, [...(byHour.get(atMs) ?? []), counted]);
    }
  }
  return startsOf(range, hourMs).map((atMs) => ({ atMs, ...sumOf(byHour.get(atMs) ?? []) }));
}

function startsOf({ fromMs, toMs }: Range, lengthMs: number): readonly number[] {
  return Array.from({ length: (toMs - fromMs) / lengthMs }, (_, index) => fromMs + index * lengthMs);
}

function sortShares(shares: ReadonlyMap<string, number>) {
  return [...shares].map(([value, people]) => ({ value, people })).sort((a, b) => b.people - a.people);
}
