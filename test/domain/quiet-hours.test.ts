import { describe, expect, it } from "vitest";
import type { Weekday } from "../../worker/domain/calendar.ts";
import { closesAtMs, nextOpenMs } from "../../worker/domain/open-hours.ts";
import { type QuietHours, quietHoursRule } from "../../worker/domain/quiet-hours.ts";

const NEW_YORK = "America/New_York";
const shippedDefault: QuietHours = { from: "20:00", to: "10:00", byDay: { SU: { from: "20:00", to: "12:00" } } };

function release(quietHours: QuietHours, now: string, ...zones: string[]): string {
  const next = nextOpenMs({ nowMs: at(now), zones, rules: [quietHoursRule(quietHours)] });
  if (next.open) return "open";
  return next.untilMs === undefined ? "never" : new Date(next.untilMs).toISOString();
}

function closing(quietHours: QuietHours, now: string, ...zones: string[]): string {
  const ms = closesAtMs({ nowMs: at(now), zones, rules: [quietHoursRule(quietHours)] });
  return ms === undefined ? "never" : new Date(ms).toISOString();
}

describe("the shipped hours: Monday to Saturday 10:00–20:00, Sunday 12:00–20:00", () => {
  it.each([
    ["the last millisecond before 10:00 waits for it", "2026-06-01T09:59:59.999-04:00", "2026-06-01T14:00:00.000Z"],
    ["10:00 sharp is open", "2026-06-01T10:00:00-04:00", "open"],
    ["the last millisecond before 20:00 is open", "2026-06-01T19:59:59.999-04:00", "open"],
    ["20:00 sharp waits until 10:00", "2026-06-01T20:00:00-04:00", "2026-06-02T14:00:00.000Z"],
    ["a text due at 21:30 is held until 10:00", "2026-06-01T21:30:00-04:00", "2026-06-02T14:00:00.000Z"],
    ["Saturday night waits until Sunday noon", "2026-06-06T20:00:00-04:00", "2026-06-07T16:00:00.000Z"],
    ["Sunday morning too", "2026-06-07T11:59:59-04:00", "2026-06-07T16:00:00.000Z"],
    ["Sunday noon is open", "2026-06-07T12:00:00-04:00", "open"],
    ["Sunday night waits until Monday 10:00", "2026-06-07T20:00:00-04:00", "2026-06-08T14:00:00.000Z"],
    ["the night of the spring change is an hour shorter", "2026-03-07T20:00:00-05:00", "2026-03-08T16:00:00.000Z"],
    ["the night of the autumn change is an hour longer", "2026-10-31T20:00:00-04:00", "2026-11-01T17:00:00.000Z"],
  ])("%s", (_, now, expected) => {
    expect(release(shippedDefault, now, NEW_YORK)).toBe(expected);
  });

  it("of several zones every one must be open", () => {
    const zones = [NEW_YORK, "America/Chicago", "America/Los_Angeles"];
    expect(release(shippedDefault, "2026-06-01T14:00:00Z", ...zones)).toBe("2026-06-01T17:00:00.000Z");
    expect(release(shippedDefault, "2026-06-01T17:00:00Z", ...zones)).toBe("open");
    expect(closing(shippedDefault, "2026-06-01T17:00:00Z", ...zones)).toBe("2026-06-02T00:00:00.000Z");
    expect(release(shippedDefault, "2026-06-02T00:00:00Z", ...zones)).toBe("2026-06-02T17:00:00.000Z");
  });

  it("zones that are never open together hold the text without an end", () => {
    expect(release(shippedDefault, "2026-06-01T14:00:00Z", "Asia/Tokyo", NEW_YORK)).toBe("never");
  });
});

describe("closed hours", () => {
  it.each([
    ["over midnight", { from: "20:00", to: "08:00" }, "2026-06-01T23:00:00Z", "2026-06-02T08:00:00.000Z"],
    ["over midnight, after it", { from: "20:00", to: "08:00" }, "2026-06-01T00:00:00Z", "2026-06-01T08:00:00.000Z"],
    ["at noon", { from: "12:00", to: "14:00" }, "2026-06-01T12:00:00Z", "2026-06-01T14:00:00.000Z"],
    ["at noon, before", { from: "12:00", to: "14:00" }, "2026-06-01T11:59:59.999Z", "open"],
    ["until midnight", { from: "20:00", to: "00:00" }, "2026-06-01T23:59:59.999Z", "2026-06-02T00:00:00.000Z"],
    ["from midnight", { from: "00:00", to: "08:00" }, "2026-06-01T00:00:00Z", "2026-06-01T08:00:00.000Z"],
    ["from and to the same are none", { from: "09:00", to: "09:00" }, "2026-06-01T09:00:00Z", "open"],
  ])("%s", (_, quietHours, now, expected) => {
    expect(release(quietHours, now, "UTC")).toBe(expected);
  });

  it.each([
    ["a closed weekday is closed whole", { days: ["SU"] }, "2026-06-06T21:00:00Z", "2026-06-08T08:00:00.000Z"],
    ["a closed date too", { dates: ["2026-12-25"] }, "2026-12-24T20:00:00Z", "2026-12-26T08:00:00.000Z"],
    ["and only in its year", { dates: ["2026-12-25"] }, "2027-12-25T09:00:00Z", "open"],
    [
      "closed beats the day's own hours",
      { days: ["SU"], byDay: { SU: { from: "23:00", to: "01:00" } } },
      "2026-06-07T12:00:00Z",
      "2026-06-08T08:00:00.000Z",
    ],
    [
      "a day's own hours end at its midnight",
      { byDay: { SA: { from: "12:00", to: "10:00" } } },
      "2026-06-06T12:00:00Z",
      "2026-06-07T08:00:00.000Z",
    ],
    [
      "a day open until midnight closes with the next",
      { byDay: { SA: { from: "00:00", to: "00:00" } } },
      "2026-06-06T23:59:59.999Z",
      "open",
    ],
    [
      "… at its first instant",
      { byDay: { SA: { from: "00:00", to: "00:00" } } },
      "2026-06-07T00:00:00Z",
      "2026-06-07T08:00:00.000Z",
    ],
  ] satisfies [string, Partial<QuietHours>, string, string][])("%s", (_, more, now, expected) => {
    expect(release({ from: "20:00", to: "08:00", ...more }, now, "UTC")).toBe(expected);
  });

  it("closed every day of the week is never open", () => {
    expect(
      release(
        { from: "20:00", to: "08:00", days: ["SU", "MO", "TU", "WE", "TH", "FR", "SA"] },
        "2026-06-01T10:00:00Z",
        "UTC",
      ),
    ).toBe("never");
  });

  it("a date closed in one zone counts until it ends there", () => {
    const christmas = { from: "20:00", to: "08:00", dates: ["2026-12-25"] };
    expect(release(christmas, "2026-12-25T03:00:00-05:00", NEW_YORK, "America/Los_Angeles")).toBe(
      "2026-12-26T16:00:00.000Z",
    );
  });
});

describe("the nights when the clocks change", () => {
  it.each([
    [
      "an end that spring skips opens right behind the gap",
      { from: "20:00", to: "02:30" },
      "2026-03-08T01:00:00-05:00",
      "2026-03-08T07:00:00.000Z",
    ],
    [
      "a start that spring skips closes right behind the gap",
      { from: "02:30", to: "09:00" },
      "2026-03-08T03:00:00-04:00",
      "2026-03-08T13:00:00.000Z",
    ],
    [
      "an hour that autumn repeats opens first",
      { from: "20:00", to: "01:30" },
      "2026-11-01T00:00:00-04:00",
      "2026-11-01T05:30:00.000Z",
    ],
    [
      "… is closed again when the clock goes back",
      { from: "20:00", to: "01:30" },
      "2026-11-01T01:00:00-05:00",
      "2026-11-01T06:30:00.000Z",
    ],
    ["… and open between", { from: "20:00", to: "01:30" }, "2026-11-01T01:59:59.999-04:00", "open"],
    [
      "a start that autumn repeats closes",
      { from: "01:30", to: "09:00" },
      "2026-11-01T01:30:00-04:00",
      "2026-11-01T06:00:00.000Z",
    ],
    ["… opens again when the clock goes back", { from: "01:30", to: "09:00" }, "2026-11-01T01:00:00-05:00", "open"],
    ["… and closes for good", { from: "01:30", to: "09:00" }, "2026-11-01T01:30:00-05:00", "2026-11-01T14:00:00.000Z"],
  ])("%s", (_, quietHours, now, expected) => {
    expect(release(quietHours, now, NEW_YORK)).toBe(expected);
  });

  it("a window ends where the clock first shows its end, or goes back into the closed hours", () => {
    expect(closing({ from: "01:30", to: "09:00" }, "2026-11-01T00:00:00-04:00", NEW_YORK)).toBe(
      "2026-11-01T05:30:00.000Z",
    );
    expect(closing({ from: "20:00", to: "01:30" }, "2026-11-01T01:30:00-04:00", NEW_YORK)).toBe(
      "2026-11-01T06:00:00.000Z",
    );
    expect(closing({ from: "20:00", to: "01:30" }, "2026-11-01T01:30:00-05:00", NEW_YORK)).toBe(
      "2026-11-02T01:00:00.000Z",
    );
  });

  it("a weekday that a zone left out is no day at all", () => {
    // Samoa went from Thursday 29 to Saturday 31 December 2011.
    expect(release({ from: "20:00", to: "08:00", days: ["FR"] }, "2011-12-29T20:00:00-10:00", "Pacific/Apia")).toBe(
      "2011-12-30T18:00:00.000Z",
    );
  });
});

describe("the end of the window", () => {
  it("is 20:00 of the same day", () => {
    expect(closing(shippedDefault, "2026-06-01T10:00:00-04:00", NEW_YORK)).toBe("2026-06-02T00:00:00.000Z");
  });

  it("runs on over midnight where the next day goes on open", () => {
    expect(closing({ from: "12:00", to: "14:00" }, "2026-06-01T15:00:00Z", "UTC")).toBe("2026-06-02T12:00:00.000Z");
  });

  it("is now when closed, and never when nothing closes", () => {
    expect(closing(shippedDefault, "2026-06-01T09:00:00-04:00", NEW_YORK)).toBe("2026-06-01T13:00:00.000Z");
    expect(closing({ from: "09:00", to: "09:00" }, "2026-06-01T09:00:00Z", "UTC")).toBe("never");
  });
});

describe("any hours, any zones, around clock changes", { timeout: 30_000 }, () => {
  it("release and end of the window are those found minute by minute", () => {
    const random = seed(20_261_121);
    const pick = <T>(values: readonly [T, ...T[]]): T => values[Math.floor(random() * values.length)] ?? values[0];
    const pickTime = () =>
      pick([
        "00:00",
        "00:30",
        "01:00",
        "01:30",
        "02:00",
        "02:15",
        "02:30",
        "03:00",
        "08:00",
        "12:00",
        "20:00",
        "23:30",
      ]);
    const pickHours = () => ({ from: pickTime(), to: pickTime() });
    let held = 0;
    for (let round = 0; round < 300; round += 1) {
      const [zone, change] = pick(changes);
      const zones = random() < 0.5 ? [zone] : [zone, pick(changes)[0]];
      const quietHours: QuietHours = {
        ...pickHours(),
        ...(random() < 0.4 ? { byDay: { [pick(weekdays)]: pickHours(), SU: pickHours() } } : {}),
        ...(random() < 0.3 ? { days: [pick(weekdays)] } : {}),
        ...(random() < 0.3 ? { dates: [change.slice(0, 10)] } : {}),
      };
      const nowMs = at(change) + Math.floor((random() - 0.7) * 30 * 3_600_000);
      const hours = { nowMs, zones, rules: [quietHoursRule(quietHours)] };
      const isOpen = (ms: number) => zones.every((name) => !isClosed(quietHours, ms, name));
      const what = JSON.stringify({ quietHours, zones, now: new Date(nowMs) });

      const next = nextOpenMs(hours);
      const foundMs = search(nowMs, isOpen);
      if (next.open || foundMs !== undefined) expect(next.open ? nowMs : next.untilMs, what).toBe(foundMs);
      else expect(next.untilMs ?? Number.POSITIVE_INFINITY, what).toBeGreaterThan(nowMs + SEARCH_MS);
      if (!next.open) held += 1;

      const closes = closesAtMs(hours);
      const foundEndMs = search(nowMs, (ms) => !isOpen(ms));
      if (foundEndMs === undefined) expect(closes ?? Number.POSITIVE_INFINITY, what).toBeGreaterThan(nowMs + SEARCH_MS);
      else expect(closes, what).toBe(foundEndMs);
    }
    expect(held).toBeGreaterThan(100);
  });
});

const weekdays: readonly [Weekday, ...Weekday[]] = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

const changes: readonly [readonly [string, string], ...(readonly [string, string])[]] = [
  [NEW_YORK, "2026-03-08T07:00:00Z"],
  [NEW_YORK, "2026-11-01T06:00:00Z"],
  ["America/Los_Angeles", "2027-11-07T09:00:00Z"],
  ["America/St_Johns", "2026-11-01T04:30:00Z"],
  ["America/Phoenix", "2026-03-08T10:00:00Z"],
  ["Europe/Paris", "2026-03-29T01:00:00Z"],
  ["Europe/Dublin", "2026-10-25T01:00:00Z"],
  ["Australia/Lord_Howe", "2026-04-04T15:00:00Z"],
  ["Australia/Lord_Howe", "2026-10-03T15:30:00Z"],
  ["Antarctica/Troll", "2026-10-25T01:00:00Z"],
  ["America/Nuuk", "2026-03-29T01:00:00Z"],
  ["Asia/Beirut", "2026-03-28T22:00:00Z"],
  ["Africa/Casablanca", "2027-03-14T02:00:00Z"],
  ["Asia/Kathmandu", "2026-07-01T00:00:00Z"],
  ["Pacific/Apia", "2011-12-30T10:00:00Z"],
];

const SEARCH_MS = 2.5 * 86_400_000;

/** The first instant at or after `nowMs`: now itself, else at a full minute, where alone hours begin and clocks change. */
function search(nowMs: number, is: (ms: number) => boolean): number | undefined {
  if (is(nowMs)) return nowMs;
  for (let ms = Math.ceil((nowMs + 1) / 60_000) * 60_000; ms <= nowMs + SEARCH_MS; ms += 60_000) if (is(ms)) return ms;
  return undefined;
}

/** The policy as the merchant reads it, on a clock as Intl prints it. */
function isClosed({ byDay, days, dates, ...usual }: QuietHours, ms: number, zone: string): boolean {
  const { weekday, date, time } = printClock(ms, zone);
  if (days?.includes(weekday) || dates?.includes(date)) return true;
  const { from, to } = byDay?.[weekday] ?? usual;
  return from > to ? time < to || time >= from : time >= from && time < to;
}

const formats = new Map<string, Intl.DateTimeFormat>();
const printed = new Map<string, { weekday: Weekday; date: string; time: string }>();

function printClock(ms: number, zone: string): { weekday: Weekday; date: string; time: string } {
  const key = `${zone} ${Math.floor(ms / 60_000)}`;
  let clock = printed.get(key);
  if (clock === undefined) {
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
    const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]));
    const weekday = weekdays.find((name) => parts.weekday?.toUpperCase().startsWith(name)) ?? "SU";
    clock = { weekday, date: `${parts.year}-${parts.month}-${parts.day}`, time: `${parts.hour}:${parts.minute}` };
    printed.set(key, clock);
  }
  return clock;
}

function at(instant: string): number {
  return Date.parse(instant);
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
