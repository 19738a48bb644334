import type { Sample } from "./load.ts";

/** One line of a table: ours beside a baseline, by rounds in which each ran once. */
export interface Row {
  readonly what: string;
  readonly unit: string;
  readonly ours: readonly Sample[];
  readonly baseline: string;
  readonly theirs: readonly Sample[];
}

export interface Table {
  readonly title: string;
  readonly rows: readonly Row[];
  /** What one has to know to read the numbers. */
  readonly notes: readonly string[];
}

/**
 * Run A B C, A B C, … and keep each one's samples. The first round only warms up.
 *
 * By turns, since a machine gets faster and slower by a third within a minute: neighbours in time can be compared.
 */
export async function alternate<Name extends string>(
  rounds: number,
  runs: Readonly<Record<Name, (round: number) => Promise<Sample> | Sample>>,
): Promise<Readonly<Record<Name, readonly Sample[]>>> {
  const names = Object.keys(runs) as Name[]; // an object literal's own keys
  const samples = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, Sample[]>; // one list a name
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of names) {
      const sample = await runs[name](round);
      if (round > 0) samples[name].push(sample);
    }
  }
  return samples;
}

/** Of each round's own ratio. */
export function medianRatio({ ours, theirs }: Pick<Row, "ours" | "theirs">): number {
  return median(ours.map((sample, round) => sample.perSecond / (theirs[round]?.perSecond ?? Number.NaN)));
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
  return sorted.length % 2 === 1 ? middle : (middle + (sorted[sorted.length / 2] ?? Number.NaN)) / 2;
}

/** Time a piece of work that does `n` things. */
export async function time(n: number, work: () => Promise<unknown> | unknown): Promise<Sample> {
  const startedAtMs = performance.now();
  await work();
  return { n, perSecond: (n / (performance.now() - startedAtMs)) * 1000 };
}

/** Repeat work for a time; it answers how many things it did. */
export async function spin(work: () => number, runMs: number): Promise<Sample> {
  let n = 0;
  const endMs = performance.now() + runMs;
  const sample = await time(1, () => {
    while (performance.now() < endMs) n += work();
  });
  return { n, perSecond: n * sample.perSecond };
}
