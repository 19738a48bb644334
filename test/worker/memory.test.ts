import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Memory } from "../../worker/links/memory.ts";

const startMs = Date.UTC(2026, 10, 20);
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: startMs });
});
afterEach(() => {
  vi.useRealTimers();
});

it("answers at once while fresh, asks anew beside a redirect for a second more, and waits for what is older", async () => {
  const memory = new Memory<number>({ maxSize: 10, freshMs: 1_000 });
  let loads = 0;
  const beside: Promise<unknown>[] = [];
  const load = async () => {
    loads += 1;
    return loads;
  };
  const get = () => memory.get("shop", load, (work) => void beside.push(work));
  expect(await get()).toBe(1);
  vi.setSystemTime(startMs + 999);
  expect(get()).toBe(1);
  vi.setSystemTime(startMs + 1_500);
  expect([get(), get()]).toEqual([1, 1]);
  expect(beside).toHaveLength(1); // one asks, the others go on
  await beside[0];
  expect(get()).toBe(2);
  vi.setSystemTime(startMs + 60_000);
  expect(await get()).toBe(3);
});
