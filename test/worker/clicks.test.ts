import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { readTally } from "../../worker/domain/click-tally.ts";
import { readDaysOfLink, readDaysOfSteps, readTotalsOfLink } from "../../worker/tables/click-statistics.ts";
import { type Click, insertClicks, recipientKey, storeClicks } from "../../worker/tables/clicks.ts";
import { click, emptyClicks, noonMs } from "./click-bench.ts";

const dayMs = 86_400_000;
const everMs = { fromMs: 0, toMs: noonMs + 1_000 * dayMs };

beforeEach(emptyClicks);

const preview = (changes: Partial<Click> = {}) =>
  click({ class: "preview", reason: "user agent: WhatsApp", uniqueKey: undefined, ...changes });

let batches = 0;
const store = (clicks: readonly Click[], shard = "wnam-0") => {
  batches += 1;
  return storeClicks(env.DB, { shard, upTo: batches, clicks });
};

async function countsOf(slug = "abcd2345") {
  const { people, uniquePeople, all } = await readTotalsOfLink(env.DB, { domain: "go.acme.test", slug });
  return { people, uniquePeople, all };
}

async function storedUnique() {
  const { results } = await env.DB.prepare("SELECT is_unique FROM clicks ORDER BY at_ms, id").all();
  return results.map((row) => row.is_unique);
}

/** What the roll-ups must say, counted from the clicks themselves. */
async function recount() {
  const row = await env.DB.prepare(
    "SELECT COUNT(*) FILTER (WHERE class = 'person') AS people, SUM(is_unique) AS uniquePeople, COUNT(*) AS 'all' FROM clicks",
  ).first();
  return row;
}

describe("a batch of the click log", () => {
  it("stores its clicks and counts them by link and day, and by step and day", async () => {
    await store([click(), click({ atMs: noonMs + 1 }), preview(), click({ slug: "efgh2345", step: "1" })]);
    await store([click({ atMs: noonMs + dayMs })]);
    expect(await countsOf()).toEqual({ people: 3, uniquePeople: 1, all: 4 });
    expect(await countsOf("efgh2345")).toEqual({ people: 1, uniquePeople: 1, all: 1 });
    const steps = await readDaysOfSteps(env.DB, { merchantId: "acme", flow: "welcome" }, everMs);
    expect(steps).toMatchObject([
      { step: "0", dayMs: noonMs - dayMs / 2, people: 2, uniquePeople: 1, all: 3 },
      { step: "1", dayMs: noonMs - dayMs / 2, people: 1, uniquePeople: 1, all: 1 },
      { step: "0", dayMs: noonMs + dayMs / 2, people: 1, uniquePeople: 0, all: 1 },
    ]);
  });

  it("counts people by what they came with, and the others by their reason", async () => {
    await store([click(), click({ country: "CA", region: undefined, os: "Android" }), preview(), preview()]);
    await store([click({ atMs: noonMs + 3_600_000 }), preview(), preview({ reason: "user agent: Slackbot" })]);
    const [day] = await readDaysOfLink(env.DB, { domain: "go.acme.test", slug: "abcd2345" }, everMs);
    const tally = readTally(Object.entries(day?.counts ?? {}));
    expect(tally.breakdowns.country).toEqual(new Map([["CA", 1], ["US", 2]])); // biome-ignore format: pairs
    expect(tally.breakdowns.region).toEqual(new Map([["US-NY", 2]]));
    expect(tally.breakdowns.os).toEqual(new Map([["Android", 1], ["iOS", 2]])); // biome-ignore format: pairs
    expect(tally.reasons).toEqual([
      { class: "preview", reason: "user agent: WhatsApp", count: 3 },
      { class: "preview", reason: "user agent: Slackbot", count: 1 },
    ]);
    expect(tally.hours).toEqual(
      new Map([
        [12, { people: 2, uniquePeople: 1, all: 6 }],
        [13, { people: 1, uniquePeople: 0, all: 1 }],
      ]),
    );
  });

  it("changes nothing when it comes again, or when a later one has been stored", async () => {
    const clicks = [click(), preview()];
    await storeClicks(env.DB, { shard: "weur-1", upTo: 7, clicks });
    await storeClicks(env.DB, { shard: "weur-1", upTo: 7, clicks });
    await storeClicks(env.DB, { shard: "weur-1", upTo: 6, clicks: [click({ atMs: noonMs + 5 })] });
    expect(await countsOf()).toEqual({ people: 1, uniquePeople: 1, all: 2 });
    expect(await env.DB.prepare("SELECT * FROM click_shards").all()).toMatchObject({
      results: [{ shard: "weur-1", up_to: 7 }],
    });
  });

  it("counts once what another shard has brought too, even in part, and what it holds twice", async () => {
    const [first, second, third] = [click(), click({ atMs: noonMs + 1 }), preview()];
    await store([first, third], "wnam-0");
    await store([first, second, second], "enam-1");
    await insertClicks(env.DB, [third]);
    await insertClicks(env.DB, [click({ slug: "efgh2345" })]);
    expect(await countsOf()).toEqual({ people: 2, uniquePeople: 1, all: 3 });
    expect(await countsOf("efgh2345")).toEqual({ people: 1, uniquePeople: 1, all: 1 });
  });

  it("counts exactly whatever order the shards come in, many at once", async () => {
    const clicks = Array.from({ length: 60 }, (_, i) =>
      i % 3 === 0
        ? preview()
        : click({ atMs: noonMs + i, uniqueKey: i % 2 === 0 ? recipientKey : `visitor-${i % 10}` }),
    );
    const parts = Array.from({ length: 12 }, (_, part) => clicks.filter((_, i) => i % 12 === part || i % 7 === part));
    await Promise.all(parts.map((part, i) => store(part, `shard-${i % 4}`)));
    expect(await recount()).toEqual({ people: 40, uniquePeople: 6, all: 60 });
    expect(await countsOf()).toEqual({ people: 40, uniquePeople: 6, all: 60 });
    const [day] = await readDaysOfLink(env.DB, { domain: "go.acme.test", slug: "abcd2345" }, everMs);
    const { hours, breakdowns, reasons } = readTally(Object.entries(day?.counts ?? {}));
    expect(hours).toEqual(new Map([[12, { people: 40, uniquePeople: 6, all: 60 }]]));
    expect(breakdowns.os).toEqual(new Map([["iOS", 40]]));
    expect(reasons).toEqual([{ class: "preview", reason: "user agent: WhatsApp", count: 20 }]);
  });

  it("may be larger than one statement takes", async () => {
    await store(Array.from({ length: 1_000 }, (_, i) => click({ atMs: noonMs + i, slug: `s${i % 300}` })));
    expect(await recount()).toEqual({ people: 1_000, uniquePeople: 300, all: 1_000 });
    const [day] = await readDaysOfSteps(env.DB, { merchantId: "acme", flow: undefined }, everMs);
    expect(day).toMatchObject({ people: 1_000, uniquePeople: 300, all: 1_000 });
  });

  it("leaves nothing behind when it fails", async () => {
    const broken = { ...click(), merchantId: undefined } as unknown as Click; // what no caller does: a row that D1 refuses
    await expect(store([click(), broken])).rejects.toThrow();
    expect(await countsOf()).toEqual({ people: 0, uniquePeople: 0, all: 0 });
    expect(await recount()).toMatchObject({ all: 0 });
    expect((await env.DB.prepare("SELECT * FROM click_shards").all()).results).toEqual([]);
  });
});

describe("unique people", () => {
  it("of a recipient's link are one for ever, the first in time of a batch", async () => {
    const [later, first] = [click({ atMs: noonMs + 10 }), click()];
    await store([preview(), later, first]);
    await store([click({ atMs: noonMs + 40 * dayMs })]);
    expect(await storedUnique()).toEqual([1, 0, 0, 0]);
    expect(await countsOf()).toEqual({ people: 3, uniquePeople: 1, all: 4 });
  });

  it("of a recipient's link stay one when the clicks themselves are gone", async () => {
    await store([click()]);
    await env.DB.prepare("DELETE FROM clicks").run();
    await store([click({ atMs: noonMs + 100 * dayMs })]);
    expect(await countsOf()).toEqual({ people: 2, uniquePeople: 1, all: 2 });
  });

  it("of a shared link are one for each visitor and day", async () => {
    await store([click({ uniqueKey: "a" }), click({ uniqueKey: "b" }), click({ uniqueKey: "a", atMs: noonMs + 1 })]);
    await store([click({ uniqueKey: "a", atMs: noonMs + 2 }), click({ uniqueKey: "c", atMs: noonMs + 3 })]);
    expect(await countsOf()).toEqual({ people: 5, uniquePeople: 3, all: 5 });
    const [day] = await readDaysOfLink(env.DB, { domain: "go.acme.test", slug: "abcd2345" }, everMs);
    const { hours, breakdowns } = readTally(Object.entries(day?.counts ?? {}));
    expect(hours).toEqual(new Map([[12, { people: 5, uniquePeople: 3, all: 5 }]]));
    expect(breakdowns.country).toEqual(new Map([["US", 5]]));
  });
});

describe("what anybody can write", () => {
  it("is counted together beyond some hundreds of different values a day, and the sum stays true", async () => {
    for (let from = 0; from < 1_000; from += 250) {
      await store(
        Array.from({ length: 250 }, (_, i) => click({ uniqueKey: `v${from + i}`, referrer: `r${from + i}.example` })),
      );
    }
    await store([preview({ reason: "user agent: madeupbot" })]);
    const [day] = await readDaysOfLink(env.DB, { domain: "go.acme.test", slug: "abcd2345" }, everMs);
    const { breakdowns, reasons } = readTally(Object.entries(day?.counts ?? {}));
    expect(breakdowns.referrer.size).toBeLessThanOrEqual(501);
    expect(breakdowns.referrer.get("other")).toBe(500);
    expect([...breakdowns.referrer.values()].reduce((sum, count) => sum + count, 0)).toBe(1_000);
    expect(reasons).toEqual([{ class: "preview", reason: "other", count: 1 }]);
    expect(day).toMatchObject({ people: 1_000, all: 1_001 });
  });
});

it("a batch of 200 clicks of 200 recipients writes few rows beside the clicks", async () => {
  const clicks = Array.from({ length: 200 }, (_, i) => click({ atMs: noonMs + i, slug: `slug-${i}` }));
  const { rowsWritten } = await store(clicks);
  expect(rowsWritten).toBeLessThanOrEqual(200 * 3 + 5); // the click, its place in the link's list, the link's day
  const shared = Array.from({ length: 200 }, (_, i) => click({ uniqueKey: `v${i % 50}`, slug: "offer" }));
  expect((await store(shared)).rowsWritten).toBeLessThanOrEqual(200 * 2 + 50 + 5);
});
