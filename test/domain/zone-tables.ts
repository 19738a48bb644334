import { Temporal } from "temporal-polyfill";

/** The clock of one or more zones from one instant to another, as Temporal has it. */
export interface ZoneTable {
  /** Zones that keep the same time from the first instant to the last. */
  readonly names: readonly [string, ...string[]];
  /** Each holds from its instant on; the first from before the table begins. */
  readonly offsets: readonly { readonly fromMs: number; readonly offsetMs: number }[];
}

/** Every IANA zone of this runtime, those with one table together. */
export function readZoneTables(fromMs: number, toMs: number): readonly ZoneTable[] {
  const tables = new Map<string, { names: [string, ...string[]]; offsets: ZoneTable["offsets"] }>();
  for (const name of Intl.supportedValuesOf("timeZone")) {
    const offsets = readOffsets(name, fromMs, toMs);
    const key = JSON.stringify(offsets);
    const known = tables.get(key);
    if (known === undefined) tables.set(key, { names: [name], offsets });
    else known.names.push(name);
  }
  return [...tables.values()];
}

export function offsetIn({ offsets }: ZoneTable, ms: number): number {
  let offsetMs = offsets[0]?.offsetMs ?? 0;
  for (const one of offsets) {
    if (one.fromMs > ms) break;
    offsetMs = one.offsetMs;
  }
  return offsetMs;
}

function readOffsets(name: string, fromMs: number, toMs: number): ZoneTable["offsets"] {
  let at = Temporal.Instant.fromEpochMilliseconds(fromMs).toZonedDateTimeISO(name);
  const offsets = [{ fromMs, offsetMs: at.offsetNanoseconds / 1e6 }];
  for (;;) {
    const next = at.getTimeZoneTransition("next");
    if (next === null || next.epochMilliseconds >= toMs) return offsets;
    offsets.push({ fromMs: next.epochMilliseconds, offsetMs: next.offsetNanoseconds / 1e6 });
    at = next;
  }
}
