/** What of a click the roll-ups count. */
export interface TalliedClick {
  readonly atMs: number;
  /** "person", or what it was instead. */
  readonly class: string;
  readonly reason: string | undefined;
  readonly device: string | undefined;
  readonly os: string | undefined;
  readonly browser: string | undefined;
  readonly country: string | undefined;
  readonly region: string | undefined;
  readonly referrer: string | undefined;
  readonly language: string | undefined;
}

/** Of what people's clicks are broken down by. */
export const breakdowns = ["country", "region", "device", "os", "browser", "referrer", "language"] as const;
export type Breakdown = (typeof breakdowns)[number];

/**
 * The names under which a roll-up's `counts` count a click: its hour of the day, and what it came from if a person's, or why it
 * is nobody's. `uniqueName` is added where that is settled, in the database.
 */
export function tallyNames(click: TalliedClick): readonly string[] {
  const hour = hourOf(click.atMs);
  if (click.class !== "person") return [`all|${hour}`, `reason|${click.class}|${click.reason ?? ""}`];
  const region = click.country && click.region ? `${click.country}-${click.region}` : undefined; // ISO 3166-2
  const names = breakdowns.flatMap((breakdown) => {
    const value = breakdown === "region" ? region : click[breakdown];
    return value === undefined ? [] : [`${breakdown}|${value}`];
  });
  return [`all|${hour}`, `person|${hour}`, ...names];
}

/** The name of a person who is the first of their key. */
export function uniqueName(atMs: number): string {
  return `unique|${hourOf(atMs)}`;
}

export interface Tally {
  /** By hour of the UTC day. */
  readonly hours: ReadonlyMap<number, HourTally>;
  readonly breakdowns: Readonly<Record<Breakdown, ReadonlyMap<string, number>>>;
  readonly reasons: readonly { readonly class: string; readonly reason: string; readonly count: number }[];
}

export interface HourTally {
  people: number;
  uniquePeople: number;
  all: number;
}

/** What `tallyNames` and the roll-ups made of clicks, read back: the sum of the counts of several days, or of one. */
export function readTally(counts: Iterable<readonly [name: string, count: number]>): Tally {
  const hours = new Map<number, HourTally>();
  const values = Object.fromEntries(breakdowns.map((name) => [name, new Map<string, number>()])) as Record<
    Breakdown,
    Map<string, number>
  >; // one map a breakdown
  const reasons: { class: string; reason: string; count: number }[] = [];
  for (const [name, count] of counts) {
    const [kind, value] = splitOnce(name);
    if (kind === "all") hourIn(hours, value).all += count;
    else if (kind === "person") hourIn(hours, value).people += count;
    else if (kind === "unique") hourIn(hours, value).uniquePeople += count;
    else if (kind === "reason") {
      const [machineClass, reason] = splitOnce(value);
      reasons.push({ class: machineClass, reason, count });
    } else if (isBreakdown(kind)) values[kind].set(value, (values[kind].get(value) ?? 0) + count);
  }
  return { hours, breakdowns: values, reasons: reasons.toSorted((a, b) => b.count - a.count) };
}

/**
 * Anybody can write a referrer or a user agent, so that there is no end of different ones: beyond this many of a day, the new
 * ones are counted together.
 */
export const mostNamesOfDay = 400;
export const otherValue = "other";

const hourMs = 3_600_000;
export const dayMs = 86_400_000;

function hourOf(atMs: number): number {
  return Math.floor((atMs % dayMs) / hourMs);
}

function hourIn(hours: Map<number, HourTally>, hour: string): HourTally {
  const known = hours.get(Number(hour)) ?? { people: 0, uniquePeople: 0, all: 0 };
  hours.set(Number(hour), known);
  return known;
}

function splitOnce(text: string): readonly [string, string] {
  const at = text.indexOf("|");
  return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function isBreakdown(text: string): text is Breakdown {
  return (breakdowns as readonly string[]).includes(text); // widened, so that any text may be looked for
}
