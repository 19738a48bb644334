/** Mulberry32: the same numbers for a seed, on every machine. */
export interface Random {
  (): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  pick<T>(values: readonly [T, ...T[]]): T;
  /** From `least` to `most`, both among them. */
  whole(least: number, most: number): number;
  shuffle<T>(values: readonly T[]): T[];
}

export function seeded(seed: number): Random {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
  return Object.assign(next, {
    chance: (probability: number) => next() < probability,
    pick: <T>(values: readonly [T, ...T[]]): T => values[Math.floor(next() * values.length)] ?? values[0],
    whole: (least: number, most: number) => least + Math.floor(next() * (most - least + 1)),
    shuffle: <T>(values: readonly T[]): T[] =>
      values
        .map((value) => ({ value, key: next() }))
        .sort((a, b) => a.key - b.key)
        .map(({ value }) => value),
  });
}
