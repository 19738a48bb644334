import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DraftKeeper } from "../../extension/lib/draft-keeper.ts";
import { dropExpiredDrafts } from "../../extension/lib/drafts.ts";
import { fakeEvent } from "./fake-browser.ts";

const NAME = "shopify|luma.myshopify.com|order|1042";
const STORED = `draft:${NAME}`;
const DAY_MS = 86_400_000;

let stored: Map<string, unknown>;

/** Storage as a browser has it: every window, the writing one too, hears of a change a moment later. */
beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 4, 12) });
  stored = new Map();
  const changed = fakeEvent();
  const tell = (changes: object) => void Promise.resolve().then(() => changed.fire(changes, "local"));
  vi.stubGlobal("chrome", {
    storage: {
      onChanged: changed,
      local: {
        get: async (name: string | null) =>
          Object.fromEntries([...stored].filter(([one]) => name === null || one === name)),
        set: async (values: Record<string, unknown>) => {
          for (const [name, value] of Object.entries(values)) {
            const newValue = JSON.parse(JSON.stringify(value));
            stored.set(name, newValue);
            tell({ [name]: { newValue } });
          }
        },
        remove: async (names: string | readonly string[]) => {
          for (const name of [names].flat()) if (stored.delete(name)) tell({ [name]: {} });
        },
      },
    },
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function openWindow(name = NAME): Promise<DraftKeeper> {
  const keeper = new DraftKeeper();
  await keeper.open(name);
  return keeper;
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const bodyOf = (keeper: DraftKeeper) => keeper.get().draft.body;

describe("a draft", () => {
  it("is written within 150 ms of the key press, and is there when the popup opens again", async () => {
    const first = await openWindow();
    first.change({ body: "Hi Ma" });
    await pass(50);
    first.change({ body: "Hi Maya" });
    await pass(100);
    expect(stored.get(STORED)).toMatchObject({ body: "Hi Maya" });
    expect(bodyOf(await openWindow())).toBe("Hi Maya");
  });

  it("is written at once when the popup goes away", async () => {
    const keeper = await openWindow();
    keeper.change({ body: "Hi" });
    keeper.close();
    await pass(0);
    expect(stored.get(STORED)).toMatchObject({ body: "Hi" });
  });

  it("belongs to one record", async () => {
    const one = await openWindow();
    one.change({ body: "For 1042" });
    await pass(100);
    expect(bodyOf(await openWindow("shopify|luma.myshopify.com|order|1043"))).toBe("");
  });

  it("keeps what was typed before it is known what record it is about", async () => {
    const keeper = new DraftKeeper();
    keeper.change({ body: "Typed early" });
    await pass(500);
    expect(stored.size).toBe(0);
    await keeper.open(NAME);
    await pass(100);
    expect(stored.get(STORED)).toMatchObject({ body: "Typed early" });
  });

  it("that was typed early stands beside the one from before, and either can be taken", async () => {
    const before = await openWindow();
    before.change({ body: "Of yesterday" });
    before.close();
    await pass(0);
    const keeper = new DraftKeeper();
    keeper.change({ body: "Of now" });
    await keeper.open(NAME);
    expect(bodyOf(keeper)).toBe("Of now");
    expect(keeper.get().other?.body).toBe("Of yesterday");
    keeper.swap();
    expect(bodyOf(keeper)).toBe("Of yesterday");
    expect(keeper.get().other?.body).toBe("Of now");
  });

  it("keeps one key until it is settled, however often it is changed and opened", async () => {
    const keeper = await openWindow();
    const { key } = keeper.get().draft;
    keeper.change({ body: "One" });
    keeper.change({ body: "Two" });
    await pass(100);
    expect((await openWindow()).get().draft.key).toBe(key);
    keeper.renew();
    expect(keeper.get().draft.key).not.toBe(key);
  });

  it("leaves nothing behind once it is settled", async () => {
    const keeper = await openWindow();
    keeper.change({ body: "Hi" });
    await pass(100);
    keeper.renew();
    await pass(100);
    expect(stored.size).toBe(0);
  });

  it("lives for seven days, and is dropped after them with what else is old; what is no draft stays", async () => {
    const keeper = await openWindow();
    keeper.change({ body: "Hi" });
    await pass(100);
    keeper.close();
    stored.set("connection", { base: "http://127.0.0.1:8787", merchantName: "Luma" });
    stored.set("draft:kept", "of another version");
    vi.setSystemTime(Date.now() + 7 * DAY_MS - 1000);
    await dropExpiredDrafts(Date.now());
    expect(bodyOf(await openWindow())).toBe("Hi");
    vi.setSystemTime(Date.now() + 2000);
    expect(bodyOf(await openWindow())).toBe("");
    await dropExpiredDrafts(Date.now());
    expect([...stored.keys()]).toEqual(["connection", "draft:kept"]);
  });
});

describe("two windows on one record", () => {
  it("follow each other while one of them writes", async () => {
    const [one, other] = [await openWindow(), await openWindow()];
    one.change({ body: "Hi" });
    await pass(100);
    expect(bodyOf(other)).toBe("Hi");
    other.change({ body: "Hi Maya" });
    await pass(100);
    expect(bodyOf(one)).toBe("Hi Maya");
    expect(one.get().draft.key).toBe(other.get().draft.key);
    expect([one.get().other, other.get().other]).toEqual([undefined, undefined]);
  });

  it("keep both texts when both write at once, and agree when one takes the other's", async () => {
    const [one, other] = [await openWindow(), await openWindow()];
    one.change({ body: "Mine" });
    other.change({ body: "Yours" });
    await pass(200);
    expect([bodyOf(one), bodyOf(other)]).toEqual(["Mine", "Yours"]);
    expect([one.get().other?.body, other.get().other?.body]).toContain("Mine");
    const asked = one.get().other === undefined ? other : one;
    const wanted = asked.get().other?.body;
    asked.swap();
    await pass(200);
    expect(bodyOf(asked)).toBe(wanted);
  });

  it("are both emptied when one of them has sent the text", async () => {
    const [one, other] = [await openWindow(), await openWindow()];
    one.change({ body: "Hi" });
    await pass(100);
    one.renew();
    await pass(100);
    expect(bodyOf(other)).toBe("");
  });
});
