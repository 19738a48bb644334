import { expect, it } from "vitest";
import { keepNewest } from "../../worker/domain/keep-newest.ts";

it.each([[1], [2], [7], [100]])("a memory of %i never holds more, and always what was set last", (most) => {
  const memory = new Map<number, number>();
  for (let i = 0; i < 1_000; i += 1) {
    keepNewest(memory, i, i, most);
    expect(memory.size).toBeLessThanOrEqual(most);
    expect(memory.get(i)).toBe(i);
  }
  const kept = [...memory.keys()];
  expect(kept).toEqual(kept.map((_, i) => 1_000 - kept.length + i));
  expect(kept.length).toBeGreaterThan((most * 3) / 4);
});

it("what is set again is as new as what is set for the first time", () => {
  const memory = new Map<string, number>();
  for (const key of ["a", "b", "c", "d"]) keepNewest(memory, key, 1, 4);
  keepNewest(memory, "a", 2, 4);
  keepNewest(memory, "e", 1, 4);
  expect([...memory]).toEqual([["c", 1], ["d", 1], ["a", 2], ["e", 1]]); // biome-ignore format: pairs
});
