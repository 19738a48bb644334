import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { personOf, reply } from "./inside.ts";
import { call } from "./shop.ts";
import { news, openTimeline, type Timeline } from "./timeline.ts";

const phoneOf = (index: number) => `+1212555010${index}`;
const tell = { tell: { destination: "webhook", event: "reward.granted", data: { points: 50 } } };
const ask = (more: Record<string, unknown> = {}) => ({
  ask: {
    template: "nps",
    body: "How was it, 1-10?",
    answers: { "1-6": [news("Sorry", { from: "previous" })], "7-10": [tell] },
    points: 50,
    ...more,
  },
  class: "transactional",
});

/** People 1 to `count` were asked about the orders o1, o2 … of a serum and a soap. */
async function openAsking(count: number, steps: readonly unknown[] = [ask()]): Promise<Timeline> {
  const line = await openTimeline();
  await line.flow("nps", steps);
  for (let index = 1; index <= count; index += 1) {
    await line.customer(`c${index}`, { phone: phoneOf(index), timeZone: "America/New_York" });
    const items = [
      { sku: "SERUM", quantity: 1, name: "Serum" },
      { sku: "SOAP", quantity: 1 },
    ];
    await line.event(`order.placed o${index} c${index}`, { items });
  }
  await line.texts();
  return line;
}

const answer = (line: Timeline, index: number, text: string) => reply(phoneOf(index), line.shop.sender, text);

interface Page {
  readonly items: readonly Record<string, unknown>[];
  readonly next?: string;
}
const list = async (line: Timeline, path: string) => (await line.shop.api<Page>("GET", path)).body;
const stats = async (line: Timeline, query = "") =>
  (await line.shop.api<{ steps: Record<string, unknown>[]; tells: unknown[] }>("GET", `/v1/answers/stats${query}`))
    .body;

describe("an answer", () => {
  it("is listed with flow, question, order and products", async () => {
    const line = await openAsking(1);
    await line.to("2026-03-02T16:00:00Z");
    await answer(line, 1, "9");
    expect(await list(line, "/v1/answers")).toEqual({
      items: [
        {
          flow: "nps",
          version: 1,
          run: "nps:o1",
          step: "0",
          template: "nps",
          customer: "c1",
          order: "o1",
          products: [{ sku: "SERUM", name: "Serum" }, { sku: "SOAP" }],
          askedAt: "2026-03-02T15:00:00.000Z",
          at: "2026-03-02T16:00:00.000Z",
          value: 9,
          firstValue: 9,
          scale: 10,
          isStated: true,
          points: 50,
        },
      ],
    });
  });

  it("that is corrected, told twice or moved to another number is one answer", async () => {
    const line = await openAsking(1);
    await answer(line, 1, "9");
    await reply(phoneOf(1), line.shop.sender, "8", "SM1");
    await reply(phoneOf(1), line.shop.sender, "8", "SM1");
    await line.customer("c1", { phone: phoneOf(2) });
    await line.texts();
    const { items } = await list(line, "/v1/answers");
    expect(items).toMatchObject([{ value: 8, firstValue: 9, points: 50, customer: "c1" }]);
    const { owner } = await personOf(line.shop.merchantId, phoneOf(2));
    const rows = await env.DB.prepare("SELECT owner FROM answers").all();
    expect(rows.results).toEqual([{ owner }]);
  });

  it("stands at its new place when its run is moved to another version", async () => {
    const bye = news("Bye", { after: "P5D" });
    const line = await openAsking(1, [ask(), bye]);
    await answer(line, 1, "9");
    await line.flow("nps", [news("Hello"), ask(), bye]);
    await line.shop.api("POST", "/v1/flows/nps/migrate", { from: 1, to: 2 });
    expect((await list(line, "/v1/answers")).items).toMatchObject([{ step: "1", value: 9 }]);
  });

  it("is found by flow, order, customer and time, a page at a time, the newest first", async () => {
    const line = await openAsking(5);
    for (let index = 1; index <= 5; index += 1) {
      await line.to(`2026-03-02T16:0${index}:00Z`);
      await answer(line, index, String(index + 4));
    }
    const values = (page: Page) => page.items.map(({ value }) => value);
    const first = await list(line, "/v1/answers?limit=2");
    const second = await list(line, `/v1/answers?limit=2&cursor=${encodeURIComponent(first.next ?? "")}`);
    const third = await list(line, `/v1/answers?limit=2&cursor=${encodeURIComponent(second.next ?? "")}`);
    expect([values(first), values(second), values(third), third.next]).toEqual([[9, 8], [7, 6], [5], undefined]);
    expect(values(await list(line, "/v1/answers?order=o2"))).toEqual([6]);
    expect(values(await list(line, "/v1/answers?customer=c3"))).toEqual([7]);
    expect(values(await list(line, "/v1/answers?since=2026-03-02T16:04:00Z"))).toEqual([9, 8]);
    expect(values(await list(line, "/v1/answers?flow=other"))).toEqual([]);
    expect((await line.shop.api("GET", "/v1/answers?cursor=nonsense")).status).toBe(422);
    expect((await line.shop.api("GET", "/v1/answers?flow=No+Flow")).status).toBe(422);
  });

  it("is no other merchant's to see", async () => {
    const line = await openAsking(1);
    await answer(line, 1, "9");
    const other = await call<{ apiKey: string }>("POST", "/bench/merchants", {
      body: { name: "Other", timeZone: "UTC", flows: "none" },
    });
    expect((await call<Page>("GET", "/v1/answers", { key: other.body.apiKey })).body).toEqual({ items: [] });
  });
});

it("what other systems were told is listed with what became of it", async () => {
  const line = await openAsking(1);
  await answer(line, 1, "10");
  await line.texts();
  expect(await list(line, "/v1/tells?order=o1")).toMatchObject({
    items: [
      {
        flow: "nps",
        run: "nps:o1",
        step: "0.ask.answers.7-10.0",
        event: "reward.granted",
        customer: "c1",
        order: "o1",
        products: [{ sku: "SERUM" }, { sku: "SOAP" }],
        data: { points: 50 },
        state: "due",
        attempts: 1,
        nextAt: "2026-03-02T15:00:05.000Z",
      },
    ],
  });
  await line.to("2026-03-08T15:00:00Z");
  expect((await list(line, "/v1/tells")).items).toMatchObject([{ state: "failed" }]);
  expect((await stats(line)).tells).toEqual([
    { flow: "nps", step: expect.any(String), event: "reward.granted", due: 0, delivered: 0, failed: 1 },
  ]);
});

describe("the report of a question", () => {
  it("counts who was asked, who answered what, and what it comes to", async () => {
    const line = await openAsking(5);
    await answer(line, 1, "10");
    await answer(line, 2, "9");
    await answer(line, 3, "3");
    await answer(line, 4, "Love it!");
    await line.texts();
    expect((await stats(line)).steps).toEqual([
      {
        flow: "nps",
        step: "0",
        template: "nps",
        asked: 5,
        answers: 4,
        stated: 3,
        average: 22 / 3,
        values: { 3: 1, 9: 1, 10: 1 },
        nps: { score: expect.closeTo(100 / 3, 6), standardError: expect.any(Number) },
        points: 200,
      },
    ]);
  });

  it("shows a question that nobody has answered, and leaves out other flows and days", async () => {
    const line = await openAsking(1);
    expect((await stats(line)).steps).toMatchObject([{ flow: "nps", asked: 1, answers: 0, values: {} }]);
    expect((await stats(line, "?flow=other")).steps).toEqual([]);
    expect((await stats(line, "?from=2026-02-01T00:00:00Z&to=2026-02-02T00:00:00Z")).steps).toEqual([]);
    expect(
      (await line.shop.api("GET", "/v1/answers/stats?from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z")).status,
    ).toBe(422);
  });
});
