import { countDaysOfMonth } from "./calendar.ts";
import { fromLocal, type LocalTime } from "./local-time.ts";

/**
 * The instant that a store's date field names: an ISO 8601 instant with an offset, or a date or time without one, which is
 * read on the recipient's wall clock (a date alone = its first moment). Undefined where the text is neither.
 */
export function parseFieldInstant(value: unknown, zone: string): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string") return undefined;
  const match = pattern.exec(value.trim());
  if (match === null) return undefined;
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "0", offset] = match;
  const local = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    millisecond: Number(fraction.slice(0, 3).padEnd(3, "0")),
  };
  if (!exists(local)) return undefined;
  if (offset === undefined) return fromLocal(local, zone);
  return fromLocal(local, "UTC") - offsetMs(offset);
}

function exists({ year, month, day, hour, minute, second }: LocalTime): boolean {
  if (month < 1 || month > 12 || day < 1 || day > countDaysOfMonth(year, month)) return false;
  return hour < 24 && minute < 60 && second < 60;
}

function offsetMs(offset: string): number {
  if (offset === "Z" || offset === "z") return 0;
  const sign = offset.startsWith("-") ? -1 : 1;
  const digits = offset.slice(1).replace(":", "");
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2, 4) || "0")) * 60_000;
}

const pattern =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|z|[+-]\d{2}(?::?\d{2})?)?)?$/;
