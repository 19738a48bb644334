import { runInDurableObject } from "cloudflare:test";
import { expect, it, vi } from "vitest";
import { personOf, reply } from "./inside.ts";
import { news, openTimeline, type Timeline } from "./timeline.ts";

const phone = "+12125550101";
const thanks = news("Thanks", { from: "previous" });
const sorry = news("Sorry to hear that", { from: "previous" });
const review = news("Please review us", { from: "previous" });

const ask = {
  ask: {
    template: "nps",
    body: "How was it, 1-10?",
    answers: { "1-6": [sorry], "7-8": [thanks], "9-10": [review] },
    timeout: "P3D",
  },
  class: "transactional",
};

async function openAsking(steps: readonly unknown[], more: Record<string, unknown> = {}): Promise<Timeline> {
  const line = await openTimeline();
  await line.flow("nps", steps, more);
  await line.customer("c1", { phone, timeZone: "America/New_York" });
  await line.event("order.placed o1");
  await line.to("2026-03-02T15:00:00Z");
  return line;
}

it.each([
  ["9", "Please review us"],
  ["seven", "Thanks"],
  ["3/10", "Sorry to hear that"],
  ["10 - love it", "Please review us"],
  ["Love it!", "Please review us"],
  ["It arrived broken", "Sorry to hear that"],
])("%j to a question leads to %j, at once", async (answer, expected) => {
  const line = await openAsking([ask]);
  await line.to("2026-03-03T12:00:00Z");
  await reply(phone, line.shop.sender, answer);
  expect(await line.texts()).toEqual(["2026-03-02T15:00Z How was it, 1-10?", `2026-03-03T12:00Z ${expected}`]);
});

it("a number that fits no answer is asked again once, and then left to a person", async () => {
  const line = await openAsking([ask]);
  await reply(phone, line.shop.sender, "11");
  await line.to("2026-03-02T16:00:00Z");
  await reply(phone, line.shop.sender, "12");
  await line.to("2026-03-02T17:00:00Z");
  await reply(phone, line.shop.sender, "8");
  expect(await line.texts()).toEqual([
    "2026-03-02T15:00Z How was it, 1-10?",
    "2026-03-02T15:00Z Acme: Sorry, we did not catch that. Please reply with a number from 1 to 10.",
    "2026-03-02T17:00Z Thanks",
  ]);
});

it("a question closes after its timeout, and the run goes on behind it", async () => {
  const line = await openAsking([ask, news("Behind", { from: "previous", after: "PT1H" })]);
  await line.to("2026-03-05T15:30:00Z");
  await reply(phone, line.shop.sender, "9");
  await line.to("2026-03-09T00:00:00Z");
  expect(await line.texts()).toEqual(["2026-03-02T15:00Z How was it, 1-10?", "2026-03-05T16:00Z Behind"]);
});

it("without a timeout of its own a question is open for a week", async () => {
  const open = { ...ask, ask: { ...ask.ask, timeout: undefined } };
  const line = await openAsking([open]);
  await line.to("2026-03-09T13:59:59Z"); // a week on New York's clock, which changed on the 8th
  await reply(phone, line.shop.sender, "9");
  expect(await line.texts()).toHaveLength(2);
});

it("STOP beats every other reading, and a question of the customer's own is no answer", async () => {
  const line = await openAsking([ask]);
  await reply(phone, line.shop.sender, "Where is my order? I need it by 9");
  expect(await line.texts()).toHaveLength(1);
  await reply(phone, line.shop.sender, "5 STOP");
  const texts = await line.texts();
  expect(texts).toHaveLength(2);
  expect(texts[1]).toContain("opted out");
});

it("a second answer changes the score and grants nothing", async () => {
  const later = news("Rated {{ order.name | default: 'it' }}", {
    from: "previous",
    after: "P1D",
    if: { "answers.nps": { lte: 5 } },
  });
  const line = await openAsking([ask, later]);
  await reply(phone, line.shop.sender, "9");
  await line.to("2026-03-02T18:00:00Z");
  await reply(phone, line.shop.sender, "2");
  await line.to("2026-03-05T00:00:00Z");
  expect(await line.texts()).toEqual([
    "2026-03-02T15:00Z How was it, 1-10?",
    "2026-03-02T15:00Z Please review us",
    "2026-03-03T15:00Z Rated it",
  ]);
});

it("a rating is kept once, with its order and what was bought", async () => {
  const line = await openTimeline();
  await line.flow("nps", [ask], { trigger: { event: "order.delivered" } });
  await line.customer("c1", { phone, timeZone: "America/New_York" });
  await line.event("order.placed o1", { items: ["SERUM", "CREAM"].map((sku) => ({ sku, quantity: 1 })) });
  await line.event("order.delivered o1");
  await line.to("2026-03-02T16:00:00Z");
  await reply(phone, line.shop.sender, "7");
  await reply(phone, line.shop.sender, "9");
  const { object } = await personOf(line.shop.merchantId, phone);
  const bodies = await runInDurableObject(object, (_, { storage }) =>
    storage.sql.exec<{ body: string }>("SELECT body FROM answer").toArray(),
  );
  expect(bodies.map(({ body }) => JSON.parse(body))).toMatchObject([
    { orderId: "o1", skus: ["SERUM", "CREAM"], firstValue: 7, value: 9, scale: 10 },
  ]);
});

it("points are granted once, with the first answer", async () => {
  const points = (text: string, after?: string) =>
    news(`${text}: {{ customer.points | default: 'none' }} points`, {
      from: "previous",
      ...(after !== undefined && { after }),
    });
  const granting = {
    ...ask,
    ask: { ...ask.ask, points: 50, answers: { "1-10": [points("Now"), points("Later", "P1D")] } },
  };
  const line = await openAsking([points("Before"), granting]);
  await reply(phone, line.shop.sender, "9");
  await line.to("2026-03-02T18:00:00Z");
  await reply(phone, line.shop.sender, "10");
  await line.to("2026-03-05T00:00:00Z");
  expect((await line.texts()).map((text) => text.slice(18))).toEqual([
    "Before: none points",
    "How was it, 1-10?",
    "Now: 50 points",
    "Later: 50 points",
  ]);
});

it("the newest open question owns a bare answer", async () => {
  const line = await openAsking([ask]);
  await line.flow(
    "second",
    [
      {
        ask: { body: "Taste, 1-5?", answers: { "1-5": [news("Noted", { from: "previous" })] } },
        class: "transactional",
      },
    ],
    {
      trigger: { event: "order.shipped" },
    },
  );
  await line.to("2026-03-02T15:30:00Z");
  await line.event("order.shipped o1");
  await line.to("2026-03-02T16:00:00Z");
  await reply(phone, line.shop.sender, "5");
  await line.to("2026-03-02T17:00:00Z");
  await reply(phone, line.shop.sender, "9");
  expect((await line.texts()).slice(2)).toEqual(["2026-03-02T16:00Z Noted", "2026-03-02T17:00Z Please review us"]);
});

it("other systems are told once, signed, under one id, until they take it", async () => {
  const told: { id: string | null; body: unknown; signature: string | null }[] = [];
  const inner = globalThis.fetch;
  vi.stubGlobal("fetch", async (input: RequestInfo, init?: RequestInit) => {
    const request = new Request(input, init);
    if (!request.url.startsWith("https://hooks.acme.example/")) return inner(input, init);
    const { headers } = request;
    told.push({
      id: headers.get("webhook-id"),
      body: await request.json(),
      signature: headers.get("webhook-signature"),
    });
    return new Response(null, { status: told.length === 1 ? 503 : 204 });
  });
  const line = await openTimeline();
  const made = await line.shop.api("PUT", "/v1/destinations/webhook", { url: "https://hooks.acme.example/in" });
  expect(made).toMatchObject({ status: 200, body: { secret: expect.stringMatching(/^whsec_/) } });
  const tell = {
    tell: { destination: "webhook", event: "reward.granted", data: { points: 50, name: "{{ customer.firstName }}" } },
  };
  await line.flow("nps", [{ ...ask, ask: { ...ask.ask, answers: { "9-10": [tell, review] } } }]);
  await line.customer("c1", { phone, firstName: "Ada", timeZone: "America/New_York" });
  await line.event("order.placed o1");
  await line.to("2026-03-02T15:00:00Z");
  await reply(phone, line.shop.sender, "10");
  await line.to("2026-03-03T15:00:00Z");
  vi.stubGlobal("fetch", inner);
  const body = { type: "reward.granted", data: { points: 50, name: "Ada", customer: "c1", order: "o1", flow: "nps" } };
  expect(told).toMatchObject([{ body }, { body }]);
  expect(told[0]?.id).toBe(told[1]?.id);
  expect(told[0]?.signature).toMatch(/^v1,/);
});

it.each([
  [{ "1-6": [], "6-10": [] }, "steps.0.ask.answers.6-10", "overlaps with 1-6"],
  [{ "9-1": [] }, "steps.0.ask.answers.9-1", "runs backwards"],
  [{}, "steps.0.ask.answers", "has no answer"],
])("answers %j are refused at their path", async (answers, path, message) => {
  const line = await openTimeline();
  const { status, body } = await line.shop.api("PUT", "/v1/flows/bad", {
    name: "bad",
    trigger: { event: "order.placed" },
    steps: [{ ask: { body: "1-10?", answers }, class: "relationship" }],
  });
  expect(status).toBe(422);
  expect(JSON.stringify(body)).toContain(path);
  expect(JSON.stringify(body)).toContain(message);
});
