/** An offset from UTC and the instant until which it is known to hold. */
export interface OffsetStretch {
  readonly offsetMs: number;
  readonly untilMs: number;
}

/** True for the IANA names that this machine knows, in any case; bare offsets such as "+02:00" are no zones. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    findZone(name);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false; // ECMA-402: how Intl refuses an unknown zone
    throw error;
  }
}

/** Local time minus UTC at this instant, exact at every transition. Throws a RangeError for an unknown zone. */
export function offsetAtMs(ms: number, zone: string): number {
  return stretchAtMs(ms, zone).offsetMs;
}

/** As `offsetAtMs`, with the instant until which nothing changes: the next transition, or sooner. */
export function stretchAtMs(ms: number, zone: string): OffsetStretch {
  const { blocks, format } = findZone(zone);
  const index = Math.floor(ms / BLOCK_MS);
  let block = blocks.get(index);
  if (block === undefined) {
    if (blocks.size >= MAX_BLOCKS) blocks.clear();
    block = readBlock(index, format);
    blocks.set(index, block);
  }
  return ms < block.before.untilMs ? block.before : block.after;
}

// Time is cut into blocks of four days, each with at most one transition: then its two ends and a bisection tell it exactly. The
// closest pair in the tz database from 1995 to 2045 lies seven days apart (Brazil's north-east in 2000, Gaza in 2040).
const BLOCK_MS = 4 * 86_400_000;

// Eleven years of blocks, and more zones than one isolate meets: names differ in case too, so strangers could invent many.
const MAX_BLOCKS = 1_024;
const MAX_ZONES = 256;

interface Block {
  readonly before: OffsetStretch;
  readonly after: OffsetStretch;
}

interface Zone {
  readonly format: Intl.DateTimeFormat;
  readonly blocks: Map<number, Block>;
}

// Facts about zones, which belong to no request.
const zones = new Map<string, Zone>();

function findZone(name: string): Zone {
  let zone = zones.get(name);
  if (zone === undefined) {
    if (zones.size >= MAX_ZONES) zones.clear();
    zone = {
      format: new Intl.DateTimeFormat("en-US", { timeZone: name, timeZoneName: "longOffset" }),
      blocks: new Map(),
    };
    zones.set(name, zone);
  }
  return zone;
}

function readBlock(index: number, format: Intl.DateTimeFormat): Block {
  const fromMs = index * BLOCK_MS;
  const untilMs = fromMs + BLOCK_MS;
  const offsetMs = readOffset(fromMs, format);
  const nextOffsetMs = readOffset(untilMs, format);
  const after = { offsetMs: nextOffsetMs, untilMs };
  if (offsetMs === nextOffsetMs) return { before: after, after };

  // Transitions lie on whole seconds (RFC 9636, 3.2).
  let lowSeconds = fromMs / 1_000;
  let highSeconds = untilMs / 1_000;
  while (highSeconds - lowSeconds > 1) {
    const middleSeconds = Math.floor((lowSeconds + highSeconds) / 2);
    if (readOffset(middleSeconds * 1_000, format) === offsetMs) lowSeconds = middleSeconds;
    else highSeconds = middleSeconds;
  }
  return { before: { offsetMs, untilMs: highSeconds * 1_000 }, after };
}

/** Reads "…, GMT-03:30" (UTS 35, localized GMT format, long): bare GMT is zero, seconds appear only where an offset has them. */
function readOffset(ms: number, format: Intl.DateTimeFormat): number {
  const match = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(format.format(ms));
  if (match === null) throw new TypeError("Intl gave no offset");
  const [, sign, hours, minutes, seconds] = match;
  const sizeMs = Number(hours ?? 0) * 3_600_000 + Number(minutes ?? 0) * 60_000 + Number(seconds ?? 0) * 1_000;
  return sign === "-" ? -sizeMs : sizeMs;
}
