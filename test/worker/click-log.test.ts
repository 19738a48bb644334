import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { nanoid } from "nanoid";
import { beforeEach, describe, expect, it } from "vitest";
import { recordInGroup } from "../../worker/links/click-group.ts";
import { findClickLogs, flushClickLogs, listClickLogs } from "../../worker/links/click-logs.ts";
import { withFaults } from "../../worker/simulator/faults.ts";
import type { Click } from "../../worker/tables/clicks.ts";
import { call, resetBench } from "./shop.ts";

const atMs = Date.UTC(2026, 10, 20, 12);

beforeEach(async () => {
  await resetBench("2026-11-20T12:00:00Z");
});

function newClick(fields: Partial<Click> = {}): Click {
  return {
    id: Date.now().toString(36).padStart(9, "0") + nanoid(12),
    domain: "go.acme.test",
    slug: "abcd2345",
    merchantId: "acme",
    messageId: undefined,
    run: undefined,
    step: undefined,
    atMs,
    machineAtMs: atMs,
    class: "person",
    reason: undefined,
    uniqueKey: undefined,
    device: "mobile",
    os: "iOS",
    browser: "Safari",
    country: undefined,
    region: undefined,
    referrer: undefined,
    language: undefined,
    addressHash: undefined,
    ...fields,
  };
}

const faultyEnv = withFaults(env);
const record = (click: Click) =>
  recordInGroup(click, "answered", { env: faultyEnv, continent: undefined, waitUntil: (promise) => void promise });
const recordMany = (count: number) => Promise.all(Array.from({ length: count }, () => record(newClick())));
const fault = async (faults: Record<string, unknown>) => {
  expect((await call("POST", "/bench/faults", { body: faults })).status).toBe(200);
};
const states = () => Promise.all(listClickLogs(env).map((log) => log.state()));
const sum = async (name: "waitingClicks" | "groups" | "secondWay" | "undurable") =>
  (await states()).reduce((total, state) => total + state[name], 0);

async function stored(): Promise<{ clicks: number; counted: number }> {
  const row = await env.DB.prepare(
    "SELECT (SELECT COUNT(*) FROM clicks) AS clicks, (SELECT COALESCE(SUM(all_hits), 0) FROM link_days) AS counted",
  ).first<{ clicks: number; counted: number }>();
  if (row === null) throw new Error("no row");
  return row;
}

describe("clicks that come together", () => {
  it("share one write, lie in the log when they are answered, and are each stored and counted once", async () => {
    const groups = await sum("groups");
    await recordMany(200);
    expect((await sum("groups")) - groups).toBeLessThanOrEqual(2);
    expect(await sum("waitingClicks")).toBe(200);
    await flushClickLogs(env);
    expect(await stored()).toEqual({ clicks: 200, counted: 200 });
    expect(await sum("waitingClicks")).toBe(0);
  });

  it("lie in the object through a crash, and its own alarm brings them to D1", async () => {
    await recordMany(20);
    const { first } = findClickLogs(env, undefined);
    await evictDurableObject(first);
    expect(await stored()).toEqual({ clicks: 0, counted: 0 });
    expect(await runDurableObjectAlarm(first)).toBe(true);
    expect(await stored()).toEqual({ clicks: 20, counted: 20 });
  });

  it("in great numbers wait in the log for a quieter moment, unless a list asks for them", async () => {
    const { first } = findClickLogs(env, undefined);
    const many = Array.from({ length: 1_500 }, () => newClick());
    const take = async (clicks: readonly Click[]) =>
      first.append(JSON.stringify(clicks), clicks.length, { secondWay: 0, undurable: 0 });
    await take(many);
    await runDurableObjectAlarm(first);
    expect(await stored()).toEqual({ clicks: 0, counted: 0 });
    await runDurableObjectAlarm(first); // two seconds later: none has come since
    expect(await stored()).toEqual({ clicks: 1_500, counted: 1_500 });
    await take(many.map(() => newClick()));
    await runDurableObjectAlarm(first);
    await flushClickLogs(env);
    expect(await stored()).toEqual({ clicks: 3_000, counted: 3_000 });
  });

  it("reach D1 with all that is known of each, also what a log holds from before", async () => {
    const known: Partial<Click> = {
      messageId: "m_1",
      run: "win-back:r1",
      step: "nudge",
      machineAtMs: atMs + 1,
      class: "preview",
      reason: 'an "app", with\ttabs',
      device: "tablet",
      os: "Android",
      browser: "Chrome",
      country: "CA",
      region: "QC",
      referrer: "news.example",
      language: "fr-CA",
      addressHash: "a1",
    };
    const clicks = [newClick(known), newClick()];
    const before = newClick({ ...known, step: "before" });
    await Promise.all(clicks.map(record));
    const { first } = findClickLogs(env, undefined);
    await first.append(JSON.stringify([before]), 1, { secondWay: 0, undurable: 0 });
    await flushClickLogs(env);
    const { results } = await env.DB.prepare(
      `SELECT id, domain, slug, merchant_id AS merchantId, message_id AS messageId, run, step, at_ms AS atMs,
         machine_at_ms AS machineAtMs, class, reason, unique_key AS uniqueKey, device, os, browser, country, region, referrer,
         language, address_hash AS addressHash FROM clicks`,
    ).all<Click>();
    const expected = [...clicks, before].map((click) =>
      Object.fromEntries(Object.entries(click).map(([name, value]) => [name, value ?? null])),
    );
    expect(new Set(results)).toEqual(new Set(expected));
  });

  it("are brought by cron alone where the alarm is lost", async () => {
    await recordMany(5);
    for (const log of listClickLogs(env)) await runInDurableObject(log, (_, state) => state.storage.deleteAlarm());
    await call("POST", "/bench/clock", { body: { advance: "PT1M" } });
    expect(await stored()).toEqual({ clicks: 5, counted: 5 });
  });

  it("are counted once where D1's answer was lost and the batch comes again", async () => {
    await recordMany(7);
    const { first } = findClickLogs(env, undefined);
    const rows = await runInDurableObject(first, (_, state) =>
      state.storage.sql.exec<{ count: number; clicks: string }>("SELECT count, clicks FROM click_group").toArray(),
    );
    await flushClickLogs(env);
    // The rows again under their ids: as if D1 had stored them and the log had not heard of it.
    await runInDurableObject(first, (_, state) => {
      const last = state.storage.sql.exec<{ seq: number }>("SELECT seq FROM sqlite_sequence").one().seq;
      rows.forEach(({ count, clicks }, i) => {
        const id = last - rows.length + 1 + i;
        state.storage.sql.exec("INSERT INTO click_group (id, count, clicks) VALUES (?, ?, ?)", id, count, clicks);
      });
    });
    await flushClickLogs(env);
    expect(await stored()).toEqual({ clicks: 7, counted: 7 });
    expect(await sum("waitingClicks")).toBe(0);
  });
});

describe("with D1 down", () => {
  it("clicks are taken and kept, and counted exactly once it is back", async () => {
    await fault({ databaseDown: true });
    await recordMany(50);
    expect(await flushClickLogs(env)).toBe(false);
    const { first } = findClickLogs(env, undefined);
    await runDurableObjectAlarm(first);
    expect(await sum("waitingClicks")).toBe(50);
    expect(await runInDurableObject(first, (_, state) => state.storage.getAlarm())).toBeGreaterThan(Date.now());
    await fault({});
    expect(await flushClickLogs(env)).toBe(true);
    expect(await stored()).toEqual({ clicks: 50, counted: 50 });
  });
});

describe("where the click log does not answer", () => {
  it("clicks take the second way beside it after 150 ms, and are counted once", async () => {
    await fault({ clickLogDelayMs: 400 });
    const startedAtMs = Date.now();
    await recordMany(30);
    expect(Date.now() - startedAtMs).toBeLessThan(900);
    await new Promise((resolve) => setTimeout(resolve, 700)); // what is still on its way arrives, too
    await fault({});
    await record(newClick()); // brings word of what happened
    await flushClickLogs(env);
    expect(await stored()).toEqual({ clicks: 31, counted: 31 });
    expect([await sum("secondWay"), await sum("undurable")]).toEqual([30, 0]);
  });

  it("D1 itself takes them", async () => {
    await fault({ clickLogDown: true });
    await recordMany(10);
    expect(await stored()).toEqual({ clicks: 10, counted: 10 });
  });

  it("and nothing else does: the redirect is held for a second at most, and the click counted as undurable", async () => {
    await fault({ clickLogDown: true, databaseDown: true });
    const startedAtMs = Date.now();
    await recordMany(3);
    expect(Date.now() - startedAtMs).toBeLessThan(1_500);
    await fault({});
    await record(newClick());
    expect(await sum("undurable")).toBe(3);
  });
});

describe("a click log", () => {
  it("is the one of the visitor's continent, and another one of the same region where that does not answer", () => {
    const regions = { CLICK_LOG: env.CLICK_LOG, CLICK_LOGS: "enam:3,weur:1" };
    const names = (continent: string | undefined) => {
      const { first, second } = findClickLogs(regions, continent);
      return [first.name, second.name].map((name) => name?.split(":")[0]);
    };
    expect(names("EU")).toEqual(["weur", "weur"]);
    expect(names("AS")).toEqual(["enam", "enam"]);
    expect(names(undefined)).toEqual(["enam", "enam"]);
    expect(listClickLogs(regions).map(({ name }) => name)).toEqual(["enam:0", "enam:1", "enam:2", "weur:0", "weur:1"]);
  });
});
