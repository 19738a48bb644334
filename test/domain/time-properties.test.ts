import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import type { Weekday } from "../../worker/domain/calendar.ts";
import { type Duration, parseDuration } from "../../worker/domain/duration.ts";
import { addDuration, fromLocal, nextLocalTime, toLocal } from "../../worker/domain/local-time.ts";
import { closesAtMs, nextOpenMs } from "../../worker/domain/open-hours.ts";
import { type QuietHours, quietHoursRule } from "../../worker/domain/quiet-hours.ts";
import { stretchAtMs } from "../../worker/domain/zone-offsets.ts";
import { type Random, seeded } from "./random.ts";
import { offsetIn, readZoneTables, type ZoneTable } from "./zone-tables.ts";

/**
 * Every zone of this runtime through every clock change from 2025 to 2030. Zones that keep the same time all those years are one:
 * what is left is every different clock, and each of its changes is tried. What is right is said by Temporal, or found by looking
 * at each minute in turn, on a clock made of Temporal's offsets alone.
 */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const fromMs = Date.UTC(2025, 0, 1);
const toMs = Date.UTC(2031, 0, 1);
const tables = readZoneTables(Date.UTC(2023, 0, 1), Date.UTC(2036, 0, 1));
const changes = tables.flatMap((table) =>
  table.offsets
    .slice(1)
    .filter((one) => one.fromMs >= fromMs && one.fromMs < toMs)
    .map((one) => ({ table, atMs: one.fromMs, jumpMs: one.offsetMs - offsetIn(table, one.fromMs - 1) })),
);

it("there are zones with and without summer time, of half hours and quarters, and changes of every size", () => {
  expect(tables.flatMap(({ names }) => names)).toHaveLength(Intl.supportedValuesOf("timeZone").length);
  expect(changes.length).toBeGreaterThan(300);
  expect(new Set(changes.map(({ jumpMs }) => jumpMs / MINUTE))).toEqual(new Set([60, -60, 30, -30, 120, -120]));
  const quarters = tables.filter(({ offsets }) => (offsets[0]?.offsetMs ?? 0) % HOUR !== 0);
  expect(quarters.length).toBeGreaterThan(8);
});

it("every zone changes its offset when Temporal says so, and at no other time", { timeout: 60_000 }, () => {
  for (const { names, offsets } of tables) {
    for (const name of names) {
      const found = [{ fromMs, offsetMs: stretchAtMs(fromMs, name).offsetMs }];
      for (let ms = fromMs; ms < toMs; ms = stretchAtMs(ms, name).untilMs) {
        const { offsetMs } = stretchAtMs(ms, name);
        if (offsetMs !== found.at(-1)?.offsetMs) found.push({ fromMs: ms, offsetMs });
      }
      const wanted = offsets.filter((one) => one.fromMs > fromMs && one.fromMs < toMs);
      expect(found.slice(1), name).toEqual(wanted);
    }
  }
});

describe("around every change of every different clock", { timeout: 60_000 }, () => {
  it("the wall shows what it should, minute by minute", () => {
    for (const { table, atMs } of changes) {
      const [zone] = table.names;
      for (let ms = atMs - 3 * HOUR; ms <= atMs + 3 * HOUR; ms += MINUTE) {
        const { year, month, day, hour, minute } = toLocal(ms, zone);
        const wall = new Date(ms + offsetIn(table, ms));
        const shown = [
          wall.getUTCFullYear(),
          wall.getUTCMonth() + 1,
          wall.getUTCDate(),
          wall.getUTCHours(),
          wall.getUTCMinutes(),
        ];
        if (`${[year, month, day, hour, minute]}` !== `${shown}`)
          expect([year, month, day, hour, minute], `${zone} ${ms}`).toEqual(shown);
      }
    }
  });

  it("a local time leads to its first instant; one that is skipped lies as far behind the gap as it was inside", () => {
    for (const { table, atMs } of changes) {
      const [zone] = table.names;
      const beforeMs = offsetIn(table, atMs - 1);
      const firsts = new Map<number, number>();
      for (let ms = atMs - 5 * HOUR; ms <= atMs + 5 * HOUR; ms += MINUTE) {
        const wallMs = ms + offsetIn(table, ms);
        if (!firsts.has(wallMs)) firsts.set(wallMs, ms);
      }
      for (let wallMs = atMs + beforeMs - 3 * HOUR; wallMs <= atMs + beforeMs + 3 * HOUR; wallMs += MINUTE) {
        const wanted = firsts.get(wallMs) ?? wallMs - beforeMs;
        const found = fromLocal(readWall(wallMs), zone);
        if (found !== wanted) expect(found, `${zone} ${iso(wallMs)}`).toBe(wanted);
      }
    }
  });

  it("any wait that starts or ends there lasts as long as Temporal says", () => {
    const random = seeded(20_250_101);
    for (const { table, atMs } of changes) {
      const [zone] = table.names;
      for (const text of waits) {
        const duration = get(text);
        const startMs = atMs + random.whole(-180, 180) * MINUTE + random.pick([0, 0, 1, 59_999]);
        const opposite = text.startsWith("-") ? text.slice(1) : `-${text}`;
        for (const ms of [startMs, addTemporal(startMs, opposite, zone)]) {
          const found = addDuration(ms, duration, zone);
          const wanted = addTemporal(ms, text, zone);
          if (found !== wanted) expect(iso(found), `${zone} ${iso(ms)} + ${text}`).toBe(iso(wanted));
        }
      }
    }
  });

  it("the next time that a clock shows is the first minute of a day that does, or what the day has in its place", () => {
    const random = seeded(4);
    for (const { table, atMs } of changes) {
      const [zone] = table.names;
      for (let round = 0; round < 12; round += 1) {
        // Half of the times lie in the hours that the change skips or repeats.
        const wallMs = atMs + offsetIn(table, atMs - 1) + random.whole(-150, 150) * MINUTE;
        const time = random.chance(0.5) ? iso(wallMs).slice(11, 16) : random.pick(times);
        const startMs = atMs + random.whole(-36 * 60, 12 * 60) * MINUTE + random.pick([0, 0, 1]);
        const found = nextLocalTime(startMs, time, zone);
        const wanted = searchTime(table, startMs, time);
        if (found !== wanted) expect(iso(found), `${zone} ${iso(startMs)} ${time}`).toBe(iso(wanted));
      }
    }
  });

  it("quiet hours end and begin at the minute at which they are found to", () => {
    const random = seeded(20_301_231);
    let held = 0;
    for (const { table, atMs, jumpMs } of changes) {
      for (let round = 0; round < 8; round += 1) {
        const others = random.chance(0.4) ? [random.pick(someTables), random.pick(someTables)] : [];
        const own = [table, ...others.slice(random.whole(0, 1))];
        const quietHours = inventHours(random, atMs + offsetIn(table, atMs) + (random.chance(0.5) ? jumpMs : 0));
        const nowMs = atMs + random.whole(-30 * 60, 6 * 60) * MINUTE + random.pick([0, 0, 1, 59_999]);
        if (!checkHours(own, quietHours, nowMs)) held += 1;
      }
    }
    expect(held).toBeGreaterThan(500);
  });
});

describe("in every different clock", { timeout: 60_000 }, () => {
  it("month ends, leap days and waits of more than a year are Temporal's", () => {
    const random = seeded(29);
    const starts = [
      "2025-01-31T10:00",
      "2026-01-29T23:59:59.999",
      "2027-12-31T00:00",
      "2028-02-29T02:30",
      "2028-01-31T12:00",
      "2029-03-31T01:30",
      "2030-10-31T20:00",
    ];
    for (const { names } of tables) {
      const zone = random.pick(names);
      for (const start of starts) {
        const ms = Temporal.PlainDateTime.from(start).toZonedDateTime(zone).epochMilliseconds;
        expect(fromLocal(Temporal.PlainDateTime.from(start), zone), `${zone} ${start}`).toBe(ms);
        for (const text of [
          "P1M",
          "P2M",
          "P3M",
          "P13M",
          "-P1M",
          "P1Y",
          "P4Y",
          "-P4Y",
          "P1Y1M1D",
          "P400D",
          "P57W1D",
          "PT9600H",
          "P1M1DT1H",
        ]) {
          const found = addDuration(ms, get(text), zone);
          const wanted = addTemporal(ms, text, zone);
          if (found !== wanted) expect(iso(found), `${zone} ${start} + ${text}`).toBe(iso(wanted));
        }
      }
    }
  });

  it("quiet hours of any kind are those found minute by minute, at any time of these years", () => {
    const random = seeded(365);
    for (const table of tables) {
      for (let round = 0; round < 12; round += 1) {
        const nowMs = fromMs + random.whole(0, (toMs - fromMs) / MINUTE - 1) * MINUTE;
        checkHours([table], inventHours(random, nowMs + offsetIn(table, nowMs)), nowMs);
      }
    }
  });
});

const waits = [
  "P1D", "P2D", "P6D", "P1W", "P1M", "P6M", "P1Y", "P400D", "-P1D", "-P3D", "-P1M", "PT30M", "PT36H", "-PT2H", "P1DT2H", "P2WT30M", "P1Y2M3W4DT5H6M7S", "-P1DT1H", "P0D", "PT0S",
]; // biome-ignore format: a table

const times = [
  "00:00",
  "00:30",
  "01:59",
  "02:00",
  "02:30",
  "03:00",
  "09:15",
  "10:00",
  "20:00",
  "23:30",
  "23:59",
] as const;
const weekdays = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"] as const satisfies readonly Weekday[];
const someTables = tables as unknown as readonly [ZoneTable, ...ZoneTable[]]; // there are dozens: checked above

function inventHours(random: Random, aroundWallMs: number): QuietHours {
  // Hours that begin or end within the change's own are as frequent as any others.
  const time = (): string =>
    random.chance(0.4) ? iso(aroundWallMs + random.whole(-90, 90) * MINUTE).slice(11, 16) : random.pick(times);
  const hours = () => ({ from: time(), to: time() });
  const date = () => iso(aroundWallMs + random.whole(-1, 1) * DAY).slice(0, 10);
  return {
    ...hours(),
    ...(random.chance(0.4) && { byDay: { [random.pick(weekdays)]: hours(), [random.pick(weekdays)]: hours() } }),
    ...(random.chance(0.25) && { days: [random.pick(weekdays)] }),
    ...(random.chance(0.25) && { dates: [date()] }),
  };
}

/** False where the hours held. */
function checkHours(own: readonly ZoneTable[], quietHours: QuietHours, nowMs: number): boolean {
  const hours = { nowMs, zones: own.map(({ names }) => names[0]), rules: [quietHoursRule(quietHours)] };
  const isOpen = (ms: number) => own.every((table) => !isClosed(quietHours, ms + offsetIn(table, ms)));
  const next = nextOpenMs(hours);
  const foundMs = next.open ? nowMs : next.untilMs;
  const closesMs = closesAtMs(hours);
  const what = () => JSON.stringify({ quietHours, zones: hours.zones, now: iso(nowMs) });
  const openMs = search(nowMs, isOpen);
  if (openMs !== undefined || (foundMs ?? Number.POSITIVE_INFINITY) <= nowMs + SEARCH) {
    if (foundMs !== openMs) expect(foundMs, what()).toBe(openMs);
  }
  const endMs = search(nowMs, (ms) => !isOpen(ms));
  if (endMs !== undefined || (closesMs ?? Number.POSITIVE_INFINITY) <= nowMs + SEARCH) {
    if (closesMs !== endMs) expect(closesMs, `end of ${what()}`).toBe(endMs);
  }
  return next.open;
}

const SEARCH = 2 * DAY;

/** The first instant from `nowMs` on: itself, else a full minute, where alone hours begin and clocks change. */
function search(nowMs: number, is: (ms: number) => boolean): number | undefined {
  if (is(nowMs)) return nowMs;
  for (let ms = Math.floor(nowMs / MINUTE + 1) * MINUTE; ms <= nowMs + SEARCH; ms += MINUTE) if (is(ms)) return ms;
  return undefined;
}

/** The policy as a merchant reads it off the wall. */
function isClosed({ byDay, days, dates, ...usual }: QuietHours, wallMs: number): boolean {
  const dayNumber = Math.floor(wallMs / DAY);
  const weekday = weekdays[(dayNumber + 4) % 7] ?? "SU"; // 1970 began on a Thursday
  if (days?.includes(weekday)) return true;
  if (dates?.includes(iso(wallMs).slice(0, 10))) return true;
  const { from, to } = byDay?.[weekday] ?? usual;
  const minute = Math.floor((wallMs - dayNumber * DAY) / MINUTE);
  const [first, last] = [minutes(from), minutes(to)];
  return first > last ? minute < last || minute >= first : minute >= first && minute < last;
}

function minutes(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

/** Day by day: the first minute that shows the time, else the one as far behind the gap; the earliest of them that is not past. */
function searchTime(table: ZoneTable, startMs: number, time: string): number {
  const today = Math.floor((startMs + offsetIn(table, startMs)) / DAY);
  const found: number[] = [];
  for (const dayNumber of [today - 1, today, today + 1, today + 2]) {
    const wallMs = dayNumber * DAY + minutes(time) * MINUTE;
    let first: number | undefined;
    for (let ms = wallMs - 15 * HOUR; ms <= wallMs + 15 * HOUR && first === undefined; ms += 15 * MINUTE) {
      const shownMs = ms + offsetIn(table, ms);
      if (
        shownMs <= wallMs &&
        wallMs < shownMs + 15 * MINUTE &&
        offsetIn(table, ms + wallMs - shownMs) === shownMs - ms
      )
        first = ms + wallMs - shownMs;
    }
    found.push(first ?? wallMs - offsetIn(table, wallMs - DAY));
  }
  return Math.min(...found.filter((ms) => ms >= startMs));
}

function readWall(wallMs: number) {
  const wall = new Date(wallMs);
  return {
    year: wall.getUTCFullYear(),
    month: wall.getUTCMonth() + 1,
    day: wall.getUTCDate(),
    hour: wall.getUTCHours(),
    minute: wall.getUTCMinutes(),
    second: wall.getUTCSeconds(),
    millisecond: wall.getUTCMilliseconds(),
  };
}

function addTemporal(ms: number, text: string, zone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).add(Temporal.Duration.from(text))
    .epochMilliseconds;
}

function get(text: string): Duration {
  const duration = parseDuration(text);
  if (duration === undefined) throw new Error(`not a duration: ${text}`);
  return duration;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
