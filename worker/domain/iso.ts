import { formatDate, fromDayNumber } from "./calendar.ts";

/** Epoch milliseconds as ISO 8601 in UTC, as `Date.prototype.toISOString` writes it, without reading a clock. */
export function toIso(ms: number): string {
  const days = Math.floor(ms / 86_400_000);
  const rest = ms - days * 86_400_000;
  const time = [Math.floor(rest / 3_600_000), Math.floor(rest / 60_000) % 60, Math.floor(rest / 1000) % 60];
  const [hour, minute, second] = time.map((part) => String(part).padStart(2, "0"));
  return `${formatDate(fromDayNumber(days))}T${hour}:${minute}:${second}.${String(rest % 1000).padStart(3, "0")}Z`;
}
