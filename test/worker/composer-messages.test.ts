import { env, exports } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import type { MessageTaken, MessageView, PreviewView } from "../../shared/contract/messages.ts";
import { readTally, scriptGateway } from "./inside.ts";
import { advance, call, moveTo, openShop, resetBench, type Shop } from "./shop.ts";

const PHONE = "+12125550101";
const hello = { to: PHONE, body: "Hello Zoe", class: "transactional" };
const rules = { quietHours: null, caps: [], stateLaw: false };

let shop: Shop;
beforeEach(async () => {
  await resetBench("2026-03-02T15:00:00Z"); // a Monday, 10:00 in New York
  shop = await openShop();
});

const preview = async (text: object) => (await shop.api<PreviewView>("POST", "/v1/messages/preview", text)).body;
const send = (text: object, headers?: Record<string, string>) =>
  shop.api<MessageTaken>("POST", "/v1/messages", text, headers);
const status = async (id: string) => (await shop.api<MessageView>("GET", `/v1/messages/${id}`)).body;

describe("a preview", () => {
  it("says what the text costs, at the list price of its country or the merchant's own", async () => {
    const list = { currency: "USD", source: "list" };
    expect((await preview(hello)).price).toEqual({ amountMicros: 8_300, ...list });
    expect((await preview({ ...hello, body: "x".repeat(161) })).price).toEqual({ amountMicros: 16_600, ...list });
    expect((await preview({ ...hello, to: "+447700900123" })).price).toEqual({ amountMicros: 52_400, ...list });
    expect((await preview({ ...hello, to: "+37411234567" })).price).toBeUndefined(); // Armenia: not in the list
    const segmentPrice = { amountMicros: 6_500, currency: "USD" };
    await shop.api("PUT", "/v1/policy", { ...rules, segmentPrice });
    expect((await preview(hello)).price).toEqual({ ...segmentPrice, source: "own" });
    expect((await preview({ ...hello, to: "+447700900123" })).price?.source).toBe("list");
  });

  it.each([
    [
      "quiet hours",
      { quietHours: { from: "09:00", to: "12:00" } },
      hello,
      "hold",
      { kind: "schedule", at: "2026-03-02T17:00:00.000Z" },
    ],
    ["no consent", {}, { ...hello, class: "promotional" }, "suppress", { kind: "ask_consent" }],
    [
      "no consent, about an order",
      {},
      { ...hello, class: "relationship", orderId: "o1" },
      "suppress",
      { kind: "change_class", class: "transactional" },
    ],
    [
      "consent demanded for orders too",
      { requireTransactionalConsent: true },
      { ...hello, orderId: "o1" },
      "suppress",
      { kind: "ask_consent" },
    ],
    ["nothing", {}, hello, "send", undefined],
  ] as const)("tells the way out of %s", async (_, policy, text, decision, advice) => {
    await shop.api("PUT", "/v1/policy", { ...rules, ...policy });
    const { gate } = await preview(text);
    expect([gate.decision, gate.advice]).toEqual([decision, advice]);
  });

  it("says that a person who texted STOP has to text START, and that a stop has to be ended", async () => {
    await call("POST", "/bench/replies", { body: { from: PHONE, to: shop.sender, body: "STOP" } });
    expect((await preview(hello)).gate).toMatchObject({ reason: "opted_out", advice: { kind: "wait_for_start" } });
    await shop.api("POST", "/v1/stop", { scope: "all" });
    const { gate } = await preview({ ...hello, to: "+12125550102" });
    expect(gate).toEqual({ decision: "hold", reason: "stopped", rule: "stopped", advice: { kind: "resume_sending" } });
  });

  it("frees a cap when it frees", async () => {
    const cap = { classes: ["transactional"], max: 1, windowSeconds: 7200, onCap: "defer" };
    await shop.api("PUT", "/v1/policy", { ...rules, caps: [cap] });
    await send(hello);
    await advance();
    const advice = { kind: "schedule", at: "2026-03-02T17:00:00.000Z" };
    expect((await preview(hello)).gate).toMatchObject({ decision: "hold", reason: "cap", advice });
  });

  it("never names a discreet product", async () => {
    await shop.api("PUT", "/v1/products/SERUM", { title: "Serum for delicate matters", discreet: true });
    const event = { id: "e1", type: "order.placed", customer: { id: "c1", phone: PHONE }, order: { id: "o1" } };
    await shop.event({ ...event, items: [{ sku: "SERUM", quantity: 1 }] });
    const { body } = await preview({ ...hello, body: "About {{ item.name }}", orderId: "o1" });
    expect(body).toBe("About your order");
  });

  it("takes the words of the customer that is meant, where two share a number", async () => {
    await shop.api("PUT", "/v1/customers/c1", { phone: PHONE, firstName: "Ada" });
    await shop.api("PUT", "/v1/customers/c2", { phone: PHONE, firstName: "Bea" });
    const text = { ...hello, body: "Hi {{ customer.firstName }}" };
    expect((await preview({ ...text, customerId: "c1" })).body).toBe("Hi Ada");
    expect((await preview({ ...text, customerId: "c2" })).body).toBe("Hi Bea");
  });
});

describe("a text with time to undo it", () => {
  it("waits in the Worker, says until when, and goes by itself at that instant", async () => {
    const taken = await send({ ...hello, undoSeconds: 10 });
    expect(taken).toMatchObject({
      status: 202,
      body: {
        outcome: "waiting",
        status: "waiting",
        untilAt: "2026-03-02T15:00:10.000Z",
        segments: 1,
        gate: { decision: "send" },
      },
    });
    const { id } = taken.body;
    await moveTo("2026-03-02T15:00:09Z");
    expect(await status(id)).toMatchObject({ status: "waiting", untilAt: "2026-03-02T15:00:10.000Z" });
    expect(await shop.texts()).toEqual([]);
    await moveTo("2026-03-02T15:00:10Z");
    expect((await shop.texts()).map(({ at }) => at.slice(11, 19))).toEqual(["15:00:10"]);
    expect(await status(id)).toMatchObject({
      status: "delivered",
      outcome: "sent",
      segments: 1,
      clicks: { people: 0, all: 0 },
    });
  });

  it("that was taken back never goes, however many try it at once, and says so", async () => {
    const { id } = (await send({ ...hello, undoSeconds: 30 })).body;
    const answers = await Promise.all([1, 2, 3].map(() => shop.api("DELETE", `/v1/messages/${id}`)));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
    await advance("P1D");
    expect(await readTally()).toMatchObject({ calls: 0 });
    expect(await status(id)).toMatchObject({ status: "suppressed", reason: "taken_back" });
  });

  it("is either taken back or sent, never both, when the two meet at its instant", async () => {
    for (let round = 0; round < 5; round += 1) {
      const before = (await readTally()).calls;
      const { id } = (await send({ ...hello, body: `Round ${round}`, undoSeconds: 5 })).body;
      const [undone] = await Promise.all([
        (async () => {
          for (let turn = 0; turn < round * 3; turn += 1) await Promise.resolve();
          return shop.api("DELETE", `/v1/messages/${id}`);
        })(),
        advance("PT5S"),
      ]);
      await advance("PT1M");
      const calls = (await readTally()).calls - before;
      expect([undone.status, calls]).toEqual(undone.status === 200 ? [200, 0] : [409, 1]);
    }
  });

  it("whose fate the gateway has not told cannot be taken back", async () => {
    await scriptGateway({ kind: "drop-after" });
    const { id } = (await send(hello)).body;
    await advance();
    expect((await shop.api("DELETE", `/v1/messages/${id}`)).status).toBe(409);
  });
});

describe("an Idempotency-Key kept with the draft", () => {
  const key = { "idempotency-key": "draft-1" };

  it("gives the same text again after the Worker was killed between keeping it and answering", async () => {
    const first = await send(hello, key);
    await env.DB.prepare("UPDATE idempotency_keys SET status = NULL, body = NULL").run();
    const again = await send(hello, key);
    expect([again.status, again.body.id]).toEqual([202, first.body.id]);
    await advance();
    await env.DB.prepare("UPDATE idempotency_keys SET status = NULL, body = NULL").run();
    expect((await send(hello, key)).body).toMatchObject({ id: first.body.id, outcome: "sent" });
    await advance("PT1H");
    expect(await readTally()).toMatchObject({ accepted: 1 });
  });

  it("is refused for another text", async () => {
    await send(hello, key);
    const other = await send({ ...hello, body: "Hello Ada" }, key);
    expect([other.status, (other.body as unknown as { type: string }).type]).toEqual([
      422,
      "/problems/idempotency-key-reused",
    ]);
  });
});

it("the status of a text counts people's taps beside all hits", async () => {
  const { id } = (await send({ ...hello, body: "See {{ link }}", link: { url: "https://shop.example/p" } })).body;
  await advance();
  const [link] = (await shop.texts())[0]?.links ?? [];
  const tap = (agent: string) =>
    exports.default.fetch(new Request(link ?? "", { redirect: "manual", headers: { "user-agent": agent } }));
  await tap(
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1",
  );
  await tap("facebookexternalhit/1.1");
  await advance();
  expect((await status(id)).clicks).toEqual({ people: 1, all: 2 });
});

it("the status of nobody's text is a 404, as is another merchant's", async () => {
  const { id } = (await send({ ...hello, undoSeconds: 30 })).body;
  const other = await openShop({ name: "Other" });
  for (const [own, which] of [
    [shop, "m_none"],
    [other, id],
  ] as const) {
    expect((await own.api("GET", `/v1/messages/${which}`)).status).toBe(404);
    expect((await own.api("DELETE", `/v1/messages/${which}`)).status).toBe(404);
  }
});
