import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { oneText, personOf, readTally } from "./inside.ts";
import { advance, call, moveTo, openShop, resetBench, type Shop } from "./shop.ts";

const NOON = "2026-03-02T12:00:00.000Z";
interface ClockAnswer {
  readonly now: string;
  readonly target: string;
  readonly ran: number;
  readonly done: boolean;
}

let shop: Shop;
beforeEach(async () => {
  await resetBench(NOON);
  shop = await openShop();
});

const clock = (body: unknown) => call<ClockAnswer>("POST", "/bench/clock", { body });
const order = (n: number) =>
  shop.event({
    id: `e${n}`,
    type: "order.placed",
    customer: { id: `c${n}`, phone: `+1212555${String(1000 + n)}` },
    order: { id: `o${n}`, name: `#${n}` },
  });

describe("POST /bench/clock", () => {
  it("stands where it was put, and goes forward only", async () => {
    expect((await call("GET", "/bench/clock")).body).toEqual({ now: NOON, standing: true });
    expect((await clock({ to: "2026-03-02T13:00:00Z" })).body).toEqual({
      now: "2026-03-02T13:00:00.000Z",
      target: "2026-03-02T13:00:00.000Z",
      ran: 0,
      done: true,
    });
    for (const body of [
      { to: NOON },
      { advance: "-PT1S" },
      { advance: "soon" },
      { to: "tomorrow" },
      {},
      { follow: false },
    ]) {
      expect((await clock(body)).status).toBe(422);
    }
    expect((await call("GET", "/bench/clock")).body).toEqual({ now: "2026-03-02T13:00:00.000Z", standing: true });
  });

  it("works off what falls due on the way in the order of its instants, each at its own", async () => {
    for (const [key, hours] of [
      ["third", 3],
      ["first", 1],
      ["second", 2],
    ] as const) {
      await shop.api("PUT", `/v1/flows/${key}`, oneText(key, { after: `PT${hours}H` }));
    }
    await order(1);
    await order(2);
    const moved = await clock({ advance: "P1D" });
    expect(moved.body).toMatchObject({ now: "2026-03-03T12:00:00.000Z", done: true });
    expect(moved.body.ran).toBeGreaterThanOrEqual(6);
    expect((await shop.texts()).map(({ at, body }) => `${at.slice(11, 16)} ${body}`)).toEqual([
      "13:00 first",
      "13:00 first",
      "14:00 second",
      "14:00 second",
      "15:00 third",
      "15:00 third",
    ]);
  });

  it("answers when receipts have arrived and decisions show it", async () => {
    await shop.api("PUT", "/v1/flows/one", oneText("Thanks"));
    await Promise.all(Array.from({ length: 20 }, (_, n) => order(n)));
    await advance();
    expect((await shop.texts()).map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => "delivered"));
    expect((await shop.decisions()).map(({ outcome }) => outcome)).toEqual(Array.from({ length: 20 }, () => "sent"));
  });

  it("`follow` lets it run with real time from where it is, and what falls due then goes by its alarm", async () => {
    await shop.api("PUT", "/v1/flows/one", oneText("Thanks", { after: "PT2S" }));
    await order(1);
    expect((await clock({ follow: true })).body).toMatchObject({ done: true });
    expect((await call<{ standing: boolean }>("GET", "/bench/clock")).body.standing).toBe(false);
    await vi.waitFor(async () => expect(await shop.texts()).toHaveLength(1), { timeout: 6_000, interval: 100 });
    const [text] = await shop.texts();
    expect(Date.parse(text?.at ?? "") - Date.parse(NOON)).toBeGreaterThanOrEqual(2_000);
    await clock({ advance: "PT1H" });
    expect((await call<{ standing: boolean }>("GET", "/bench/clock")).body.standing).toBe(true);
  }, 15_000);

  it("a bare barrier leaves a running clock running", async () => {
    await clock({ follow: true });
    expect((await clock({ advance: "PT0S" })).body.done).toBe(true);
    expect((await call<{ standing: boolean }>("GET", "/bench/clock")).body.standing).toBe(false);
  });

  it("runs the cron jobs once, at the end of a move", async () => {
    await shop.api("PUT", "/v1/flows/one", oneText("Thanks", { after: "PT1H" }));
    await order(1);
    const asked = vi.spyOn(Object.getPrototypeOf(env.DB) as D1Database, "prepare");
    await advance("P3D");
    const purges = asked.mock.calls.filter(([sql]) => sql.startsWith("DELETE FROM idempotency_keys"));
    vi.restoreAllMocks();
    expect(purges).toHaveLength(1);
    expect(await readTally()).toMatchObject({ accepted: 1, duplicates: 0 });
  });

  it("moves a year with two hundred customers in seconds", async () => {
    await shop.api("PUT", "/v1/flows/monthly", {
      name: "Monthly",
      trigger: { event: "order.placed" },
      steps: [1, 12].map((month) => ({
        send: { body: `Month ${month}` },
        class: "transactional",
        quiet: "ignore",
        after: `P${month}M`,
      })),
    });
    for (let n = 0; n < 200; n += 20) await Promise.all(Array.from({ length: 20 }, (_, k) => order(n + k)));
    for (let isDone = false; !isDone; ) isDone = (await clock({ to: "2027-03-03T12:00:00Z" })).body.done;
    expect(await readTally()).toMatchObject({ accepted: 400, duplicates: 0 });

    // A reset takes all of that away.
    const { object } = await personOf(shop.merchantId, "+12125551001");
    await resetBench(NOON);
    expect((await call("GET", "/bench/messages")).body).toEqual([]);
    expect((await call("GET", "/v1/decisions", { key: shop.apiKey })).status).toBe(401);
    expect(await readTally()).toMatchObject({ calls: 0, accepted: 0 });
    await object.wake(); // one who is left over from before finds nobody to work for
    await moveTo("2026-12-01T12:00:00Z");
    expect(await readTally()).toMatchObject({ calls: 0 });
    expect(await env.DB.prepare("SELECT COUNT(*) AS n FROM due").first("n")).toBe(0);
  }, 150_000);
});

it("a reset without a body lets the clock run with real time", async () => {
  const answer = await call<{ standing: boolean }>("POST", "/bench/reset");
  expect([answer.status, answer.body.standing]).toEqual([200, false]);
});
