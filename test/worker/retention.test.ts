import { env } from "cloudflare:workers";
import { beforeEach, expect, it } from "vitest";
import { purgeClicks } from "../../worker/cron/purge-clicks.ts";
import { readTotalsOfLink } from "../../worker/tables/click-statistics.ts";
import { storeClicks } from "../../worker/tables/clicks.ts";
import { click, emptyClicks } from "./click-bench.ts";

const dayMs = 86_400_000;
const nowMs = Date.UTC(2026, 10, 20, 12);
const link = { domain: "go.acme.test", slug: "abcd2345" };

beforeEach(emptyClicks);

const kept = async () => (await env.DB.prepare("SELECT * FROM clicks ORDER BY id").all()).results;
const visitors = async () => (await env.DB.prepare("SELECT visitor FROM day_visitors").all()).results.length;
const daysAgo = (days: number, changes = {}) =>
  click({ atMs: nowMs - days * dayMs, addressHash: "hash", uniqueKey: `visitor-${days}`, ...changes });

it("single clicks go after the days that are set; what they add up to stays", async () => {
  await storeClicks(env.DB, { shard: "a", upTo: 1, clicks: [daysAgo(91), daysAgo(89), daysAgo(31), daysAgo(29)] });
  await purgeClicks(env, nowMs);
  expect(await kept()).toHaveLength(3);
  await purgeClicks({ ...env, CLICK_DAYS: "30" }, nowMs);
  expect(await kept()).toHaveLength(1);
  expect(await readTotalsOfLink(env.DB, link)).toMatchObject({ people: 4, uniquePeople: 4, all: 4 });
});

it("no fewer than 30 and no more than 90 days can be set", async () => {
  for (const days of ["29", "91", "0", "x", ""]) {
    await expect(purgeClicks({ ...env, CLICK_DAYS: days }, nowMs)).rejects.toThrow();
  }
});

it("what tells an address apart is forgotten after two days, with who tapped a shared link", async () => {
  await storeClicks(env.DB, {
    shard: "a",
    upTo: 1,
    clicks: [daysAgo(3), daysAgo(2.1, { slug: "mine2345", uniqueKey: "recipient" }), daysAgo(1.9)],
  });
  await purgeClicks(env, nowMs);
  expect(await kept()).toMatchObject([
    { address_hash: null, unique_key: null, is_unique: 1 },
    { address_hash: null, unique_key: "recipient", is_unique: 1 },
    { address_hash: "hash", unique_key: "visitor-1.9" },
  ]);
  expect(await visitors()).toBe(1);
});

it("a click that comes when its address would be forgotten by now comes without it", async () => {
  await storeClicks(env.DB, { shard: "a", upTo: 1, clicks: [daysAgo(3)] });
  await purgeClicks(env, nowMs);
  await storeClicks(env.DB, { shard: "b", upTo: 1, clicks: [daysAgo(4)] });
  expect(await kept()).toMatchObject([{ address_hash: null, unique_key: null }, { address_hash: null }]);
  expect(await readTotalsOfLink(env.DB, link)).toMatchObject({ people: 2, all: 2 });
});

it("a great many are gone through in pieces, until none is left", async () => {
  const old = Array.from({ length: 2_500 }, (_, i) =>
    daysAgo(95, { slug: `s${i % 50}`, atMs: nowMs - 95 * dayMs + i }),
  );
  await storeClicks(env.DB, { shard: "a", upTo: 1, clicks: old });
  await storeClicks(env.DB, { shard: "a", upTo: 2, clicks: [daysAgo(1)] });
  await purgeClicks(env, nowMs);
  expect(await kept()).toHaveLength(1);
});
