/** A length of time as a merchant writes it: calendar units, counted on a wall clock, and exact time. */
export interface Duration {
  readonly sign: 1 | -1;
  readonly years: number;
  readonly months: number;
  readonly weeks: number;
  readonly days: number;
  readonly timeMs: number;
}

/**
 * Parse an ISO 8601 duration: `P3M`, `P6D`, `P1DT12H`, `PT30M`, and `-P3D` for "three days before".
 *
 * The sign is that of ISO 8601-2:2019. Fractions are refused. The number of digits is bounded so that no duration, added to a
 * date of this era, leaves the range of ECMAScript time values (±8.64e15 ms).
 */
export function parseDuration(text: string): Duration | undefined {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const duration = parseAnew(text);
  if (duration === undefined) return undefined;
  if (parsed.size >= MAX_PARSED) parsed.clear();
  parsed.set(text, duration);
  return duration;
}

// A flow's durations are read at every look; they depend on nothing but their text.
const parsed = new Map<string, Duration>();
const MAX_PARSED = 1_000;

function parseAnew(text: string): Duration | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [, minus, years, months, weeks, days, hours, minutes, seconds] = match;
  return {
    sign: minus === undefined ? 1 : -1,
    years: Number(years ?? 0),
    months: Number(months ?? 0),
    weeks: Number(weeks ?? 0),
    days: Number(days ?? 0),
    timeMs: Number(hours ?? 0) * 3_600_000 + Number(minutes ?? 0) * 60_000 + Number(seconds ?? 0) * 1_000,
  };
}

const pattern =
  /^(-)?P(?=\d|T)(?:(\d{1,5})Y)?(?:(\d{1,5})M)?(?:(\d{1,5})W)?(?:(\d{1,5})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?$/;
