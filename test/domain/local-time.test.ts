import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { type Duration, parseDuration } from "../../worker/domain/duration.ts";
import { addDuration, fromLocal, nextLocalTime, toLocal } from "../../worker/domain/local-time.ts";
import { isTimeZone, offsetAtMs, stretchAtMs } from "../../worker/domain/zone-offsets.ts";

const allZones = Intl.supportedValuesOf("timeZone");
const fromMs = Date.parse("2025-01-01T00:00:00Z");
const toMs = Date.parse("2031-01-01T00:00:00Z");

describe("every zone, around every clock change of 2025–2030, as Temporal has it", { timeout: 30_000 }, () => {
  const changes = allZones.flatMap((zone) => findChanges(zone).map((ms) => ({ zone, ms })));

  it("finds clock changes in many zones", () => {
    expect(changes.length).toBeGreaterThan(1_500);
    expect(new Set(changes.map(({ zone }) => zone)).size).toBeGreaterThan(120);
  });

  it("the wall clock is right to the millisecond", () => {
    for (const { zone, ms } of changes) {
      for (const probeMs of [ms - 3_600_001, ms - 1, ms, ms + 1, ms + 3_599_999, ms + 3_600_000]) {
        expect(showLocal(probeMs, zone), `${zone} ${probeMs}`).toBe(showTemporal(probeMs, zone));
      }
      expect(offsetAtMs(ms - 1, zone)).not.toBe(offsetAtMs(ms, zone));
      expect(stretchAtMs(ms - 1, zone).untilMs).toBe(ms);
    }
  });

  it("a local time inside, before and after the change leads to the same instant", () => {
    for (const { zone, ms } of changes) {
      for (const minutes of [-61, -60, -59, -31, -30, -29, -1, 0, 1, 29, 30, 31, 59, 60, 61]) {
        for (const offsetMs of [offsetAtMs(ms - 1, zone), offsetAtMs(ms, zone)]) {
          const wall = Temporal.Instant.fromEpochMilliseconds(ms + offsetMs + minutes * 60_000)
            .toZonedDateTimeISO("UTC")
            .toPlainDateTime();
          expect(fromLocal(wall, zone), `${zone} ${wall}`).toBe(wall.toZonedDateTime(zone).epochMilliseconds);
        }
      }
    }
  });

  it("adding a duration lands on the same instant", () => {
    const random = seed(20_260_101);
    const texts = ["P1D", "P7D", "P1M", "P1Y", "-P3D", "-P1M", "PT36H", "P1DT2H", "P2W", "P1Y2M3DT4H5M6S", "-P1DT1H"];
    for (const { zone, ms } of changes) {
      for (let round = 0; round < 3; round += 1) {
        const text = texts[Math.floor(random() * texts.length)] ?? "P1D";
        // Some start on the change, some land on it.
        const landsMs = ms + Math.floor((random() - 0.5) * 4 * 3_600_000);
        const opposite = text.startsWith("-") ? text.slice(1) : `-${text}`;
        for (const startMs of [landsMs, addTemporal(landsMs, opposite, zone)]) {
          expect(addDuration(startMs, get(text), zone), `${zone} ${startMs} ${text}`).toBe(
            addTemporal(startMs, text, zone),
          );
        }
      }
    }
  });

  it("the next 02:30 is the first instant of a day that shows it, or what the day has in its place", () => {
    const random = seed(7);
    for (const { zone, ms } of changes) {
      const startMs = ms + Math.floor((random() - 0.75) * 48 * 3_600_000);
      for (const time of ["00:00", "00:30", "01:15", "02:30", "10:00", "23:45"]) {
        const nextMs = nextLocalTime(startMs, time, zone);
        const today = Temporal.Instant.fromEpochMilliseconds(startMs).toZonedDateTimeISO(zone).toPlainDate();
        const candidates = [-1, 0, 1, 2].map(
          (days) =>
            today.add({ days }).toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) })
              .epochMilliseconds,
        );
        expect(nextMs, `${zone} ${startMs} ${time}`).toBe(
          Math.min(...candidates.filter((candidate) => candidate >= startMs)),
        );
      }
    }
  });
});

describe("the wall clock at random instants since 1970", () => {
  it("shows the same as Temporal's", () => {
    const random = seed(42);
    for (let round = 0; round < 6_000; round += 1) {
      const zone = allZones[Math.floor(random() * allZones.length)] ?? "UTC";
      const ms = Math.floor(random() * 4_102_444_800_000);
      expect(showLocal(ms, zone), `${zone} ${ms}`).toBe(showTemporal(ms, zone));
    }
  });

  it("has the week's days right", () => {
    expect(toLocal(at("2026-11-21T23:30:00-05:00"), "America/New_York").weekday).toBe("SA");
    expect(toLocal(at("2026-11-22T04:59:59.999Z"), "America/New_York").weekday).toBe("SA");
    expect(toLocal(at("2026-11-22T05:00:00Z"), "America/New_York").weekday).toBe("SU");
    expect(toLocal(0, "UTC").weekday).toBe("TH");
    expect(toLocal(-1, "UTC")).toMatchObject({
      year: 1969,
      month: 12,
      day: 31,
      weekday: "WE",
      hour: 23,
      millisecond: 999,
    });
  });
});

describe("local times that a clock change skips or repeats", () => {
  it.each([
    ["New York skips 02:30 in spring: 03:30", "2026-03-08T02:30", "America/New_York", "2026-03-08T07:30:00Z"],
    ["New York repeats 01:30 in autumn: the first", "2026-11-01T01:30", "America/New_York", "2026-11-01T05:30:00Z"],
    ["Lord Howe skips half an hour: 02:15 is 02:45", "2026-10-04T02:15", "Australia/Lord_Howe", "2026-10-03T15:45:00Z"],
    ["Lord Howe repeats half an hour: the first", "2026-04-05T01:45", "Australia/Lord_Howe", "2026-04-04T14:45:00Z"],
    ["Dublin's winter time is its negative summer time", "2026-10-25T01:30", "Europe/Dublin", "2026-10-25T00:30:00Z"],
    ["Kolkata has half an hour", "2026-01-01T00:00", "Asia/Kolkata", "2025-12-31T18:30:00Z"],
    ["Kathmandu has three quarters", "2026-01-01T00:00", "Asia/Kathmandu", "2025-12-31T18:15:00Z"],
    ["Troll goes two hours ahead", "2026-03-29T01:30", "Antarctica/Troll", "2026-03-29T01:30:00Z"],
    ["Apia had no 30 December 2011", "2011-12-30T10:00", "Pacific/Apia", "2011-12-30T20:00:00Z"],
    ["Nuuk skips the last hour of a Saturday", "2026-03-28T23:30", "America/Nuuk", "2026-03-29T01:30:00Z"],
    ["Beirut skips midnight itself", "2026-03-29T00:00", "Asia/Beirut", "2026-03-28T22:00:00Z"],
  ])("%s", (_, wall, zone, instant) => {
    expect(fromLocal(Temporal.PlainDateTime.from(wall), zone)).toBe(at(instant));
  });
});

describe("waits", () => {
  it.each([
    ["31 January + P1M = the last day of February", "2026-01-31T10:00", "P1M", "2026-02-28T10:00"],
    ["… of a leap year too", "2028-01-31T10:00", "P1M", "2028-02-29T10:00"],
    ["29 February + P1Y = 28 February", "2028-02-29T10:00", "P1Y", "2029-02-28T10:00"],
    ["months are clamped before days are added", "2026-01-31T10:00", "P1M1D", "2026-03-01T10:00"],
    ["a year and a month are clamped once", "2027-01-31T10:00", "P1Y1M", "2028-02-29T10:00"],
    ["31 March − P1M = 28 February", "2026-03-31T10:00", "-P1M", "2026-02-28T10:00"],
    ["three days before a renewal", "2026-03-10T10:00", "-P3D", "2026-03-07T10:00"],
    ["P1D keeps the wall time over the spring change", "2026-03-07T10:00", "P1D", "2026-03-08T10:00"],
    ["PT24H does not", "2026-03-07T10:00", "PT24H", "2026-03-08T11:00"],
    ["P1D into the skipped hour moves forward", "2026-03-07T02:30", "P1D", "2026-03-08T03:30"],
    ["P1DT1H: first the day, then the exact hour", "2026-03-07T02:30", "P1DT1H", "2026-03-08T04:30"],
    ["December + P1M is next year's January", "2026-12-15T10:00", "P1M", "2027-01-15T10:00"],
    ["13 months before", "2026-01-15T10:00", "-P13M", "2024-12-15T10:00"],
  ])("%s", (_, from, duration, to) => {
    const zone = "America/New_York";
    const startMs = fromLocal(Temporal.PlainDateTime.from(from), zone);
    expect(addDuration(startMs, get(duration), zone)).toBe(fromLocal(Temporal.PlainDateTime.from(to), zone));
  });

  it("no time at all after the second 01:30 of an autumn night is still the second", () => {
    const secondMs = at("2026-11-01T06:30:00Z");
    for (const text of ["PT0S", "P0D"]) expect(addDuration(secondMs, get(text), "America/New_York")).toBe(secondMs);
  });
});

describe("at a local time", () => {
  it.each([
    ["exactly now counts", "2026-06-01T14:00:00Z", "10:00", "America/New_York", "2026-06-01T14:00:00Z"],
    [
      "a millisecond later it is tomorrow's",
      "2026-06-01T14:00:00.001Z",
      "10:00",
      "America/New_York",
      "2026-06-02T14:00:00Z",
    ],
    ["later today", "2026-06-01T04:00:00Z", "10:00", "America/New_York", "2026-06-01T14:00:00Z"],
    [
      "skipped today: moved forward by the gap",
      "2026-03-08T06:00:00Z",
      "02:30",
      "America/New_York",
      "2026-03-08T07:30:00Z",
    ],
    ["repeated: the first", "2026-11-01T04:00:00Z", "01:30", "America/New_York", "2026-11-01T05:30:00Z"],
    ["between the two: tomorrow's", "2026-11-01T05:30:00.001Z", "01:30", "America/New_York", "2026-11-02T06:30:00Z"],
    [
      "Saturday's skipped 23:30 comes on Sunday",
      "2026-03-29T01:10:00Z",
      "23:30",
      "America/Nuuk",
      "2026-03-29T01:30:00Z",
    ],
    ["across a day that a zone left out", "2011-12-30T08:00:00Z", "10:00", "Pacific/Apia", "2011-12-30T20:00:00Z"],
    ["the last minute of the year", "2026-12-31T23:59:00.001Z", "23:59", "UTC", "2027-01-01T23:59:00Z"],
  ])("%s", (_, now, time, zone, expected) => {
    expect(nextLocalTime(at(now), time, zone)).toBe(at(expected));
  });
});

describe("zone names", () => {
  it.each(["America/New_York", "Asia/Calcutta", "Asia/Kolkata", "UTC", "Etc/GMT+5", "europe/paris"])(
    "%s is a zone",
    (name) => {
      expect(isTimeZone(name)).toBe(true);
    },
  );

  it.each(["", "Mars/Olympus", "+02:00", "-05", "America/New York", "GMT+2", " UTC", "undefined"])(
    "%j is none",
    (name) => {
      expect(isTimeZone(name)).toBe(false);
    },
  );

  it("an unknown zone is an error, not a guess", () => {
    expect(() => offsetAtMs(0, "Mars/Olympus")).toThrow(RangeError);
  });
});

function findChanges(zone: string): number[] {
  const changes: number[] = [];
  let next = Temporal.Instant.fromEpochMilliseconds(fromMs).toZonedDateTimeISO(zone).getTimeZoneTransition("next");
  while (next !== null && next.epochMilliseconds < toMs) {
    changes.push(next.epochMilliseconds);
    next = next.getTimeZoneTransition("next");
  }
  return changes;
}

function showLocal(ms: number, zone: string): string {
  const { year, month, day, hour, minute, second, millisecond, weekday } = toLocal(ms, zone);
  return [year, month, day, hour, minute, second, millisecond, weekday].join(" ");
}

function showTemporal(ms: number, zone: string): string {
  const { year, month, day, hour, minute, second, millisecond, dayOfWeek } =
    Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);
  return [
    year,
    month,
    day,
    hour,
    minute,
    second,
    millisecond,
    ["", "MO", "TU", "WE", "TH", "FR", "SA", "SU"][dayOfWeek],
  ].join(" ");
}

function addTemporal(ms: number, duration: string, zone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).add(Temporal.Duration.from(duration))
    .epochMilliseconds;
}

function get(text: string): Duration {
  const duration = parseDuration(text);
  if (duration === undefined) throw new Error(`not a duration: ${text}`);
  return duration;
}

function at(instant: string): number {
  return Temporal.Instant.from(instant).epochMilliseconds;
}

/** Mulberry32: the same numbers in every run. */
function seed(state: number): () => number {
  let next = state;
  return () => {
    next = (next + 0x6d2b79f5) | 0;
    let mixed = Math.imul(next ^ (next >>> 15), 1 | next);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
