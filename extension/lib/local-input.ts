/** `2026-11-02T14:05`, as `<input type="datetime-local">` writes this browser's wall clock. */
export function toLocalInput(ms: number): string {
  const date = new Date(ms);
  const [month, day, hour, minute] = [date.getMonth() + 1, date.getDate(), date.getHours(), date.getMinutes()].map(
    (part) => String(part).padStart(2, "0"),
  );
  return `${date.getFullYear()}-${month}-${day}T${hour}:${minute}`;
}

/** Without an offset a date and time is local. Source: ECMAScript, "Date Time String Format". */
export function fromLocalInput(value: string): number | undefined {
  const ms = /^\d{4,}-\d\d-\d\dT\d\d:\d\d/.test(value) ? new Date(value).getTime() : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}

/** This hour of the customer's next day, the earliest instant at which their clock shows it. */
export function tomorrowAt(hour: number, nowMs: number, timeZone: string | undefined): number {
  const today = readWall(nowMs, timeZone);
  const wanted = Date.UTC(today.year, today.month - 1, today.day + 1, hour);
  // The offset of the day itself: clocks may change in the night.
  const guess = wanted - readOffset(nowMs, timeZone);
  return wanted - readOffset(guess, timeZone);
}

/** The instant at which this zone's clock shows `2026-11-02T14:05`; undefined where that is no time. */
export function fromWallClock(localTime: string, timeZone: string | undefined): number | undefined {
  const wanted = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(localTime) ? Date.parse(`${localTime.slice(0, 16)}Z`) : Number.NaN;
  if (Number.isNaN(wanted)) return undefined;
  const guess = wanted - readOffset(wanted, timeZone);
  return wanted - readOffset(guess, timeZone);
}

function readOffset(ms: number, timeZone: string | undefined): number {
  const { year, month, day, hour, minute } = readWall(ms, timeZone);
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(ms / MINUTE_MS) * MINUTE_MS;
}

function readWall(ms: number, timeZone: string | undefined) {
  const format = createFormat(timeZone);
  const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = parts;
  return { year, month, day, hour, minute };
}

function createFormat(timeZone: string | undefined): Intl.DateTimeFormat {
  const parts = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" } as const;
  try {
    return new Intl.DateTimeFormat("en-US", {
      ...parts,
      hourCycle: "h23",
      ...(timeZone === undefined ? {} : { timeZone }),
    });
  } catch {
    return new Intl.DateTimeFormat("en-US", { ...parts, hourCycle: "h23" }); // a zone that this browser does not know
  }
}

const MINUTE_MS = 60_000;
