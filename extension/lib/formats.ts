import { minorDigits } from "../../shared/money.ts";

export interface Formats {
  readonly time: (ms: number) => string;
  readonly dayAndTime: (ms: number) => string;
  /** "Today", "Yesterday", else the date. */
  readonly day: (ms: number, nowMs: number) => string;
  readonly dayKey: (ms: number) => string;
  /** A wall-clock time without an offset, as it stands; undefined when it is none. */
  readonly wallClock: (localTime: string) => string | undefined;
  /** The same instant where the customer is, whose clock shows `localTime` now: with as much of the date as it needs. */
  readonly timeThere: (ms: number, there: There) => string;
  /** The time of day where the customer is. */
  readonly timeIn: (ms: number, timeZone: string | undefined) => string;
  /** Millionths of a currency's unit; a text costs a fraction of a cent. */
  readonly price: (price: { readonly amountMicros: number; readonly currency: string }) => string;
  readonly number: (value: number) => string;
  readonly money: (money: { readonly amountMinor: number; readonly currency: string }) => string;
}

export interface There {
  readonly timeZone: string | undefined;
  readonly localTime?: string | undefined;
}

/** Dates, times and money as this browser's language writes them, in this browser's time zone. */
export function createFormats(language: string): Formats {
  const time = new Intl.DateTimeFormat(language, { timeStyle: "short" });
  const dayAndTime = new Intl.DateTimeFormat(language, { ...DAY, hour: "numeric", minute: "2-digit" });
  const day = new Intl.DateTimeFormat(language, DAY);
  const dayKey = new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit" });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const wallClock = new Intl.DateTimeFormat(language, {
    weekday: "short",
    hour: "numeric",
    minute: "2-digit",
    timeZone: "UTC",
  });

  return {
    time: (ms) => time.format(ms),
    dayAndTime: (ms) => dayAndTime.format(ms),
    dayKey: (ms) => dayKey.format(ms),
    day: (ms, nowMs) => {
      // Calendar days, counted in UTC: the local day itself may have 23 or 25 hours.
      const daysAgo = Math.round((startOfUtcDay(dayKey.format(ms)) - startOfUtcDay(dayKey.format(nowMs))) / DAY_MS);
      return daysAgo === 0 || daysAgo === -1 ? capitalise(relative.format(daysAgo, "day"), language) : day.format(ms);
    },
    wallClock: (localTime) => {
      const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(localTime) ? Date.parse(`${localTime.slice(0, 16)}Z`) : Number.NaN;
      return Number.isNaN(ms) ? undefined : wallClock.format(ms);
    },
    timeThere: (ms, { timeZone, localTime }) => {
      const zone = findZone(timeZone);
      const there = startOfUtcDay(new Intl.DateTimeFormat("en-CA", { dateStyle: "short", ...zone }).format(ms));
      const daysAhead = localTime === undefined ? undefined : (there - startOfUtcDay(localTime.slice(0, 10))) / DAY_MS;
      const hour = { hour: "numeric", minute: "2-digit" } as const;
      const near = daysAhead === 0 ? hour : ({ weekday: "short", ...hour } as const);
      const isNear = daysAhead !== undefined && daysAhead >= 0 && daysAhead < 7;
      return new Intl.DateTimeFormat(language, { ...(isNear ? near : { ...DAY, ...hour }), ...zone }).format(ms);
    },
    timeIn: (ms, timeZone) =>
      new Intl.DateTimeFormat(language, { timeStyle: "short", ...findZone(timeZone) }).format(ms),
    price: ({ amountMicros, currency }) =>
      new Intl.NumberFormat(language, { style: "currency", currency, maximumFractionDigits: 4 }).format(
        amountMicros / 1_000_000,
      ),
    number: (value) => new Intl.NumberFormat(language).format(value),
    money: ({ amountMinor, currency }) => formatMoney(amountMinor, currency, language),
  };
}

const DAY = { weekday: "short", day: "numeric", month: "short" } as const;
const DAY_MS = 86_400_000;

/** A zone that this browser does not know is no zone. */
function findZone(timeZone: string | undefined): { readonly timeZone?: string } {
  try {
    return timeZone === undefined
      ? {}
      : { timeZone: new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone };
  } catch {
    return {};
  }
}

function startOfUtcDay(dayKey: string): number {
  return Date.parse(`${dayKey}T00:00Z`);
}

function formatMoney(amountMinor: number, currency: string, language: string): string {
  const format = new Intl.NumberFormat(language, { style: "currency", currency });
  return format.format(amountMinor / 10 ** minorDigits(currency));
}

function capitalise(words: string, language: string): string {
  return words.charAt(0).toLocaleUpperCase(language) + words.slice(1);
}
