import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { killUnderLoad, openClickShop, readCounted, readLogs, readTaps } from "./click-kill.ts";
import { type Aftertext, startAftertext } from "./server.ts";
import { tapAll, writeTap } from "./tap-load.ts";

const LinkState = z.object({ usedClicks: z.number() });
const rounds = Number(process.env.AFTERTEXT_KILL_ROUNDS ?? "3");

describe("SIGKILL to everything under full load", () => {
  it(
    "loses no click of a redirect that somebody received, and stores none twice",
    async () => {
      const { answered, ...report } = await killUnderLoad({ rounds, connections: 32, clickLogDelayMs: 0 });
      expect(answered).toBeGreaterThanOrEqual(500 * rounds);
      expect(report).toMatchObject({ lost: 0, twice: 0, undurable: 0, isCountedRight: true });
    },
    60_000 + rounds * 20_000,
  );

  it("neither does it where the click log is 300 ms away and clicks go two ways", async () => {
    const report = await killUnderLoad({ rounds: 1, connections: 32, clickLogDelayMs: 300 });
    expect(report).toMatchObject({ lost: 0, twice: 0, undurable: 0, isCountedRight: true });
    expect(report.secondWay).toBeGreaterThan(0);
  }, 120_000);
});

describe("a running server", () => {
  let aftertext: Aftertext;

  beforeAll(async () => {
    aftertext = await startAftertext();
  });

  afterAll(async () => {
    await aftertext?.stop();
  });

  it("keeps the clicks of a group whose first caller hangs up, without anybody having to go to their rescue", async () => {
    await aftertext.bench("/reset", {});
    const { slugs } = await openClickShop(aftertext, [{ customer: "c1" }]);
    const slug = slugs[0] ?? "";
    await tapAll({ port: aftertext.port, slugs, connections: 1, next: countTo(1) }); // from here on nothing is asked for first
    await aftertext.bench("/faults", { clickLogDelayMs: 80 });
    const sockets = await Promise.all(Array.from({ length: 8 }, () => openSocket(aftertext.port)));
    const [first, ...others] = sockets;
    const answers = others.map(readStatus);
    // Written in one turn, so that they arrive together; the first of them leads the group.
    for (const [i, socket] of sockets.entries()) socket.write(writeTap(slug, 100 + i, aftertext.port));
    setTimeout(() => first?.resetAndDestroy(), 20);
    expect(await Promise.all(answers)).toEqual(others.map(() => 302));
    for (const socket of others) socket.destroy();
    await aftertext.bench("/faults", {});
    const taps = (await readTaps(aftertext)).filter((number) => number >= 100);
    expect(taps.toSorted((a, b) => a - b)).toEqual(sockets.map((_, i) => 100 + i));
    await tapAll({ port: aftertext.port, slugs, connections: 1, next: countTo(1) }); // brings word of what happened
    expect(await readLogs(aftertext)).toMatchObject({ secondWay: 0, undurable: 0 });
  });

  it("leads on with D1 down, known links and unknown ones, and counts every click once it is back", async () => {
    await aftertext.bench("/reset", {});
    const { slugs } = await openClickShop(
      aftertext,
      Array.from({ length: 10 }, (_, i) => ({ customer: `c${i}` })),
    );
    const { port, state } = aftertext;
    await aftertext.bench("/clock", { advance: "PT0S" });
    await aftertext.stop();
    aftertext = await startAftertext({ port, state }); // with nothing in memory
    await aftertext.bench("/faults", { databaseDown: true });
    const answered: number[] = [];
    const load = { port, slugs, connections: 8, onAnswer: ({ number }: { number: number }) => answered.push(number) };
    await tapAll({ ...load, next: countTo(400) });
    expect(answered).toHaveLength(400);
    await aftertext.bench("/faults", {});
    expect(new Set(await readTaps(aftertext)).size).toBe(400);
    expect(readCounted(aftertext)).toBe(400);
  });

  it("leads exactly as many people on as a link allows, across a crash, and counts each of them once", async () => {
    await aftertext.bench("/reset", {});
    const limited = { slug: "first-fifty", maxClicks: 50, fallbackUrl: "https://harbor.example/over" };
    const shop = await openClickShop(aftertext, [limited]);
    const { port, state } = aftertext;
    const led: string[] = [];
    const onAnswer = ({ location }: { location: string }) => {
      if (location === "https://harbor.example/o") led.push(location);
    };
    const next = countTo(200);
    const ended = tapAll({ port, slugs: shop.slugs, connections: 20, next, onAnswer });
    while (led.length < 20) await new Promise((resolve) => setTimeout(resolve, 1));
    await aftertext.killGroup();
    await ended;
    aftertext = await startAftertext({ port, state });
    await tapAll({ port, slugs: shop.slugs, connections: 20, next, onAnswer });
    const { body } = await aftertext.api(shop.apiKey, "GET", "/v1/links/first-fifty");
    expect(LinkState.parse(body).usedClicks).toBe(50);
    const clicks = await aftertext.api(shop.apiKey, "GET", "/v1/links/first-fifty/clicks");
    const { people } = z.object({ people: z.number() }).parse(clicks.body);
    // Whoever was on the way when everything died took a click and may have seen no page.
    expect(led.length).toBeLessThanOrEqual(people);
    expect(people).toBeLessThanOrEqual(50);
    expect(led.length).toBeGreaterThan(25);
  });
});

function countTo(count: number): () => number | undefined {
  let number = 0;
  return () => (number < count ? number++ : undefined);
}

function openSocket(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1").setNoDelay(true).setEncoding("latin1");
    socket.once("connect", () => resolve(socket)).once("error", reject);
  });
}

function readStatus(socket: Socket): Promise<number> {
  return new Promise((resolve) => socket.once("data", (answer) => resolve(Number(String(answer).slice(9, 12)))));
}
