import { describe, expect, it } from "vitest";
import { splitElements } from "../../worker/stores/json-elements.ts";
import { askFrom, moveOn, type Position } from "../../worker/stores/woocommerce-position.ts";

const second = 1_000;
const minute = 60 * second;
const startMs = Date.parse("2026-03-02T15:00:00Z");
const perPage = 5;

/** Orders of a store by when they were last changed, and its list as the vendor answers it. */
class SimulatedList {
  readonly orders = new Map<number, number>();

  ask({ afterMs, beforeMs = Number.POSITIVE_INFINITY, page, perPage: size }: ReturnType<typeof askFrom>) {
    const found = [...this.orders]
      .filter(([, ms]) => ms > afterMs && ms < beforeMs)
      .sort(([idA, a], [idB, b]) => a - b || idA - idB);
    const shown = found.slice((page - 1) * size, page * size);
    return {
      ids: shown.map(([id]) => id),
      modifiedMs: shown.map(([, ms]) => ms),
      pages: Math.ceil(found.length / size),
    };
  }
}

/** Reads to the end; between two pages the store may change. */
function readAll(list: SimulatedList, from: Position, nowMs: number, between: (asked: number) => void = () => {}) {
  const seen = new Map<number, number>();
  let position = from;
  for (let asked = 1; asked <= 500; asked += 1) {
    const question = askFrom(position, perPage);
    const { ids, modifiedMs, pages } = list.ask(question);
    for (const [index, id] of ids.entries()) seen.set(id, modifiedMs[index] ?? 0);
    const next = moveOn(position, question, { modifiedMs, pages, nowMs });
    if (next === undefined) throw new Error("stuck");
    position = next.position;
    if (next.isEnd) return { seen, position, asked };
    between(asked);
  }
  throw new Error("never ends");
}

describe("reading a store's changed orders", () => {
  it.each<[name: string, perSecond: (n: number) => number, count: number]>([
    ["none", (n) => n, 0],
    ["fewer than a page", (n) => n, 4],
    ["a page exactly", (n) => n, 5],
    ["one each second", (n) => n, 63],
    ["three of one second at every seam", (n) => Math.floor(n / 3), 40],
    ["all of one second", () => 7, 5],
    ["more of one second than a page holds", () => 7, 38],
    ["such a crowd between others", (n) => (n < 7 ? n : n < 30 ? 10 : n), 60],
    ["two crowds, one behind the other", (n) => (n < 20 ? 3 : 4), 40],
  ])("finds every one: %s", (_name, at, count) => {
    const list = new SimulatedList();
    for (let n = 0; n < count; n += 1) list.orders.set(n, startMs + (at(n) + 1) * second);
    const { seen } = readAll(list, { afterMs: startMs }, startMs + 60 * minute);
    expect(seen.size).toBe(count);
  });

  it("skips none while orders that were read change again, and so leave their place", () => {
    for (const at of [(n: number) => n, (n: number) => Math.floor(n / 4), () => 3]) {
      const list = new SimulatedList();
      for (let n = 0; n < 40; n += 1) list.orders.set(n, startMs + (at(n) + 1) * second);
      let changedMs = startMs + 10 * minute;
      const again = (asked: number) => {
        if (asked > 6) return;
        for (const id of [asked, 39 - asked]) {
          changedMs += second;
          list.orders.set(id, changedMs);
        }
      };
      const { seen } = readAll(list, { afterMs: startMs }, startMs + 60 * minute, again);
      expect([...list.orders].filter(([id, ms]) => seen.get(id) !== ms)).toEqual([]);
    }
  });

  it("goes on from the last change, and looks at the last five minutes again: a date may be seen late", () => {
    const list = new SimulatedList();
    list.orders.set(1, startMs + second);
    const nowMs = startMs + 60 * minute;
    const quiet = readAll(list, { afterMs: startMs }, nowMs);
    expect(quiet.position).toEqual({ afterMs: startMs + second });
    expect(readAll(list, quiet.position, nowMs).seen.size).toBe(0);
    list.orders.set(2, nowMs - second);
    const busy = readAll(list, quiet.position, nowMs);
    list.orders.set(3, nowMs - 2 * minute); // saved slowly
    expect([...readAll(list, busy.position, nowMs).seen.keys()]).toEqual([3, 2]);
  });

  it("is not led on by an order from the future", () => {
    const list = new SimulatedList();
    list.orders.set(1, startMs + 10 * 365 * 24 * 60 * minute);
    const { position } = readAll(list, { afterMs: startMs }, startMs + 60 * minute);
    expect(position).toEqual({ afterMs: startMs + 55 * minute });
  });

  it("says so where neither dates nor pages are told", () => {
    const question = askFrom({ afterMs: startMs }, perPage);
    const untold = Array.from({ length: perPage }, () => undefined);
    expect(moveOn({ afterMs: startMs }, question, { modifiedMs: untold, pages: 3, nowMs: startMs })).toBeUndefined();
    const crowd = untold.map(() => startMs + second);
    expect(
      moveOn({ afterMs: startMs }, question, { modifiedMs: crowd, pages: undefined, nowMs: startMs }),
    ).toBeUndefined();
  });
});

it.each<[text: string, elements: string[]]>([
  ["[]", []],
  [" [ ] ", []],
  ['[{"id":9007199254740993}]', ['{"id":9007199254740993}']],
  ['[{"a":"],[\\"{"},\n {"b":[1,{"c":2}]} ]', ['{"a":"],[\\"{"}', '{"b":[1,{"c":2}]}']],
  ['[1,"\\\\",null]', ["1", '"\\\\"', "null"]],
])("%s splits into its elements as they are written", (text, elements) => {
  expect(splitElements(text)).toEqual(elements);
});
