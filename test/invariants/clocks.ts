import type { Hours, SetPolicy } from "./year.ts";

export interface Wall {
  readonly weekday: string;
  readonly date: string;
  readonly minute: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** What calendar and clock show at an instant, as Intl prints it. */
export function readWall(zone: string, atMs: number): Wall {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hourCycle: "h23",
      weekday: "short",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    });
    formats.set(zone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
  return {
    weekday: (parts.weekday ?? "").slice(0, 2).toUpperCase(),
    date: `${parts.year}-${parts.month}-${parts.day}`,
    minute: Number(parts.hour) * 60 + Number(parts.minute),
  };
}

export function isQuiet({ weekday, date, minute }: Wall, quietHours: NonNullable<SetPolicy["quietHours"]>): boolean {
  if (quietHours.dates?.includes(date)) return true;
  const { from, to } = quietHours.byDay?.[weekday] ?? quietHours;
  const [first, last] = [minutesOf(from), minutesOf(to)];
  return first > last ? minute >= first || minute < last : minute >= first && minute < last;
}

/** Open hours of the law for texts that are not transactional, as docs/rules.md section 3 has them for the places of the test. */
const lawHours: Readonly<Record<string, (wall: Wall) => Hours | undefined>> = {
  US: () => ({ from: "08:00", to: "21:00" }),
  NY: () => ({ from: "08:00", to: "21:00" }),
  CA: () => ({ from: "09:00", to: "21:00" }),
  FL: () => ({ from: "08:00", to: "20:00" }),
  WA: () => ({ from: "08:00", to: "20:00" }),
  TX: ({ weekday }) => ({ from: weekday === "SU" ? "12:00" : "09:00", to: "21:00" }),
  FR: ({ weekday, date }) =>
    weekday === "SU" || frenchHolidays.has(date) ? undefined : { from: "08:00", to: "20:00" },
};

/** Code du travail, L3133-1, for 2026 and 2027. */
const frenchHolidays: ReadonlySet<string> = new Set([
  ...["2026", "2027"].flatMap((year) =>
    ["01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11", "12-25"].map((day) => `${year}-${day}`),
  ),
  ...["2026-04-06", "2026-05-14", "2026-05-25", "2027-03-29", "2027-05-06", "2027-05-17"],
]);

export function isAgainstLaw(wall: Wall, states: readonly string[]): boolean {
  return states.some((state) => {
    const rule = lawHours[state];
    if (rule === undefined) return false;
    const open = rule(wall);
    return open === undefined || wall.minute < minutesOf(open.from) || wall.minute >= minutesOf(open.to);
  });
}

/** The states whose law allows three texts in a day at most. */
export const threeADay: ReadonlySet<string> = new Set(["FL", "OK", "MD", "OR"]);

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
