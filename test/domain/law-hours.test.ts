import { describe, expect, it } from "vitest";
import { lawHours } from "../../worker/domain/data/law-hours.ts";
import { lawRules } from "../../worker/domain/law-hours.ts";
import { closesAtMs, nextOpenMs } from "../../worker/domain/open-hours.ts";
import { quietHoursRule } from "../../worker/domain/quiet-hours.ts";

/** The open hours of one local day, minute by minute: "08:00-20:00", or "closed". */
function hoursOf(regions: readonly string[], date: string): string {
  const { rules } = lawRules(regions);
  const startMs = Date.parse(`${date}T00:00:00Z`);
  const next = nextOpenMs({ nowMs: startMs, zones: ["UTC"], rules });
  const fromMs = next.open ? startMs : next.untilMs;
  if (fromMs === undefined || fromMs >= startMs + 86_400_000) return "closed";
  const toMs = closesAtMs({ nowMs: fromMs, zones: ["UTC"], rules });
  return [fromMs, toMs ?? 0].map((ms) => new Date(ms).toISOString().slice(11, 16)).join("-");
}

const monday = "2026-06-01";
const sunday = "2026-06-07";

describe("hours of the law for relationship and promotional texts", () => {
  it.each([
    ["federal law", ["US-NY"], "08:00-21:00", "08:00-21:00", undefined],
    ["the country alone", ["US"], "08:00-21:00", "08:00-21:00", undefined],
    ["a territory", ["US-PR"], "08:00-21:00", "08:00-21:00", undefined],
    ["Florida", ["US-FL"], "08:00-20:00", "08:00-20:00", 3],
    ["Oklahoma", ["US-OK"], "08:00-20:00", "08:00-20:00", 3],
    ["Washington", ["US-WA"], "08:00-20:00", "08:00-20:00", undefined],
    ["Maryland", ["US-MD"], "08:00-20:00", "08:00-20:00", 3],
    ["Oregon", ["US-OR"], "08:00-20:00", "08:00-20:00", 3],
    ["Texas, from noon on Sundays", ["US-TX"], "09:00-21:00", "12:00-21:00", undefined],
    ["Connecticut", ["US-CT"], "09:00-20:00", "09:00-20:00", undefined],
    ["New Jersey", ["US-NJ"], "08:00-20:00", "08:00-20:00", undefined],
    ["Alabama", ["US-AL"], "08:00-20:00", "08:00-20:00", undefined],
    ["Louisiana", ["US-LA"], "08:00-20:00", "08:00-20:00", undefined],
    ["Massachusetts", ["US-MA"], "08:00-20:00", "08:00-20:00", undefined],
    ["Mississippi", ["US-MS"], "08:00-20:00", "08:00-20:00", undefined],
    ["Kentucky", ["US-KY"], "10:00-20:00", "10:00-20:00", undefined],
    ["California", ["US-CA"], "09:00-21:00", "09:00-21:00", undefined],
    ["Illinois", ["US-IL"], "09:00-21:00", "09:00-21:00", undefined],
    ["Michigan", ["US-MI"], "09:00-21:00", "09:00-21:00", undefined],
    ["Minnesota", ["US-MN"], "09:00-21:00", "09:00-21:00", undefined],
    ["France, not on Sundays", ["FR"], "08:00-20:00", "closed", undefined],
    ["the strictest of address and area code", ["US-TX", "US-FL"], "09:00-20:00", "12:00-20:00", 3],
    ["… whichever comes first", ["US-FL", "US-TX"], "09:00-20:00", "12:00-20:00", 3],
    ["an American number at a French address", ["FR", "US-CA"], "09:00-20:00", "closed", undefined],
  ])("%s", (_, regions, onMonday, onSunday, maxPer24h) => {
    expect(hoursOf(regions, monday)).toBe(onMonday);
    expect(hoursOf(regions, sunday)).toBe(onSunday);
    expect(lawRules(regions).maxPer24h).toBe(maxPer24h);
  });

  it.each([[["DE"]], [["CA-ON"]], [[]], [["USA"]], [["KY"]]])("none is known for %j", (regions) => {
    expect(lawRules(regions)).toEqual({ rules: [], maxPer24h: undefined });
  });

  it("the merchant's window is never wider than the law's, and keeps its own edges inside it", () => {
    const rules = [...lawRules(["US-FL"]).rules, quietHoursRule({ from: "23:00", to: "10:00" })];
    const zones = ["America/New_York"];
    expect(nextOpenMs({ nowMs: Date.parse("2026-06-01T09:59:59.999-04:00"), zones, rules })).toEqual({
      open: false,
      untilMs: Date.parse("2026-06-01T10:00:00-04:00"),
    });
    expect(closesAtMs({ nowMs: Date.parse("2026-06-01T10:00:00-04:00"), zones, rules })).toBe(
      Date.parse("2026-06-01T20:00:00-04:00"),
    );
  });

  it("every row names its source and the day it was checked", () => {
    for (const { source, checked } of lawHours) {
      expect(source).not.toBe("");
      expect(checked).toMatch(/^\d{4}-\d\d-\d\d$/);
    }
    expect(new Set(lawHours.map(({ region }) => region)).size).toBe(lawHours.length);
  });
});

describe("French public holidays", () => {
  it.each([
    ["2026", ["01-01", "04-06", "05-01", "05-08", "05-14", "05-25", "07-14", "08-15", "11-01", "11-11", "12-25"]],
    ["2027", ["01-01", "03-29", "05-01", "05-06", "05-08", "05-17", "07-14", "08-15", "11-01", "11-11", "12-25"]],
    ["2028", ["01-01", "04-17", "05-01", "05-08", "05-25", "06-05", "07-14", "08-15", "11-01", "11-11", "12-25"]],
    ["2038", ["01-01", "04-26", "05-01", "05-08", "06-03", "06-14", "07-14", "08-15", "11-01", "11-11", "12-25"]],
    // One of the rare years in which the paschal full moon is moved by a week's rule of its own.
    ["2049", ["01-01", "04-19", "05-01", "05-08", "05-27", "06-07", "07-14", "08-15", "11-01", "11-11", "12-25"]],
  ])("of %s, and no other weekday, are closed", (year, holidays) => {
    const closed: string[] = [];
    for (let ms = Date.parse(`${year}-01-01T00:00:00Z`); ms < Date.parse(`${year}-12-31T23:59:00Z`); ms += 86_400_000) {
      const date = new Date(ms).toISOString().slice(0, 10);
      const isSunday = new Date(ms).getUTCDay() === 0;
      if (isSunday) expect(hoursOf(["FR"], date)).toBe("closed");
      else if (hoursOf(["FR"], date) === "closed") closed.push(date.slice(5));
    }
    expect(closed).toEqual(holidays.filter((day) => new Date(`${year}-${day}T00:00:00Z`).getUTCDay() !== 0));
  });

  it("on Christmas Eve at 20:00 the next open instant is the 26th, in Paris", () => {
    const next = nextOpenMs({
      nowMs: Date.parse("2026-12-24T19:00:00Z"),
      zones: ["Europe/Paris"],
      rules: lawRules(["FR"]).rules,
    });
    expect(next).toEqual({ open: false, untilMs: Date.parse("2026-12-26T07:00:00Z") });
  });
});
