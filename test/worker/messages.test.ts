import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { SenderObject } from "../../worker/objects/sender-object.ts";
import { oneText, personOf, readTally, scriptGateway } from "./inside.ts";
import { advance, moveTo, openShop, resetBench, type Shop } from "./shop.ts";

const PHONE = "+12125550101";
const hello = { to: PHONE, body: "Hello Zoe", class: "transactional" };

let shop: Shop;
beforeEach(async () => {
  await resetBench("2026-03-02T15:00:00Z");
  shop = await openShop();
});

const texts = async () => (await shop.texts()).map(({ at, body }) => `${at.slice(11, 19)} ${body}`);
interface Row {
  readonly messageId: string;
  readonly outcome: string;
}

describe("a text from a person at the shop", () => {
  it("goes at once, through the same gate, to a number that is known from nowhere else", async () => {
    const sent = await shop.api<Row>("POST", "/v1/messages", hello);
    expect(sent).toMatchObject({ status: 202, body: { flow: "message", outcome: "waiting" } });
    await advance();
    expect(await texts()).toEqual(["15:00:00 Hello Zoe"]);
    expect(await shop.decisions()).toMatchObject([{ outcome: "sent", messageId: sent.body.messageId }]);
  });

  it("asked for twice under one Idempotency-Key, or ten times at once, goes once", async () => {
    const asked = await Promise.all(
      Array.from({ length: 10 }, () => shop.api<Row>("POST", "/v1/messages", hello, { "idempotency-key": "k1" })),
    );
    expect(asked.some(({ status }) => status === 202)).toBe(true);
    await advance();
    await shop.api("POST", "/v1/messages", hello, { "idempotency-key": "k1" });
    await advance();
    expect(await texts()).toHaveLength(1);
  });

  it("may be taken back until it was handed over", async () => {
    const later = await shop.api<Row>("POST", "/v1/messages", { ...hello, undoSeconds: 30 });
    await moveTo("2026-03-02T15:00:29Z");
    const path = `/v1/messages/${later.body.messageId}`;
    expect((await shop.api("DELETE", path)).status).toBe(200);
    expect((await shop.api("DELETE", path)).status).toBe(200);
    const now = await shop.api<Row>("POST", "/v1/messages", hello);
    await advance("PT1H");
    expect((await shop.api("DELETE", `/v1/messages/${now.body.messageId}`)).status).toBe(409);
    expect((await shop.api("DELETE", "/v1/messages/m_none")).status).toBe(404);
    expect(await texts()).toHaveLength(1);
    expect((await shop.decisions()).map(({ outcome, reason }) => [outcome, reason])).toContainEqual([
      "suppressed",
      "taken_back",
    ]);
  });

  it("and a flow's are shown by their ids alike, to their own merchant alone", async () => {
    await shop.api("PUT", "/v1/flows/one", oneText("Thanks for {{ order.name }}"));
    await shop.event({
      id: "placed-o1",
      type: "order.placed",
      customer: { id: "c1", phone: PHONE },
      order: { id: "o1", name: "#o1" },
    });
    await advance();
    const [row] = await shop.decisions();
    expect(row).toMatchObject({ flow: "one", outcome: "sent" });
    const path = `/v1/messages/${row?.messageId}`;
    const shown = {
      id: row?.messageId,
      outcome: "sent",
      status: "delivered",
      segments: 1,
      clicks: { people: 0, all: 0 },
    };
    expect(await shop.api("GET", path)).toMatchObject({ status: 200, body: shown });
    expect((await shop.api("DELETE", path)).status).toBe(409);
    expect((await (await openShop()).api("GET", path)).status).toBe(404);
  });

  it("taken back while its sender is asked for a slot stays taken back", async () => {
    const rules = { quietHours: null, caps: [], stateLaw: false, pace: { segmentsPerSecond: 1 } };
    await shop.api("PUT", "/v1/policy", rules);
    const later = await shop.api<Row>("POST", "/v1/messages", { ...hello, sendAt: "2026-03-02T16:00:00Z" });
    const path = `/v1/messages/${later.body.messageId}`;
    const { reserve } = SenderObject.prototype;
    vi.spyOn(SenderObject.prototype, "reserve").mockImplementationOnce(async function (
      this: SenderObject,
      ...asked: Parameters<typeof reserve>
    ) {
      expect((await shop.api("DELETE", path)).status).toBe(200);
      return reserve.apply(this, asked);
    } as unknown as typeof reserve);
    await advance("P1D");
    expect(await shop.texts()).toEqual([]);
    expect(await shop.decisions()).toMatchObject([{ outcome: "suppressed", reason: "taken_back" }]);
  });

  it("that the gateway refused for now may still be taken back", async () => {
    await scriptGateway({ kind: "throttle", retryAfter: 600 });
    const sent = await shop.api<Row>("POST", "/v1/messages", hello);
    await advance();
    expect((await shop.api("DELETE", `/v1/messages/${sent.body.messageId}`)).status).toBe(200);
    await advance("P1D");
    expect(await readTally()).toMatchObject({ calls: 1, accepted: 0 });
  });

  it("waits for the instant that it was given, through a crash of everything in memory", async () => {
    await shop.api("POST", "/v1/messages", { ...hello, sendAt: "2026-03-02T18:30:00Z" });
    await evictDurableObject((await personOf(shop.merchantId, PHONE)).object);
    await advance("P1D");
    expect(await texts()).toEqual(["18:30:00 Hello Zoe"]);
  });

  it("promotional, needs a recorded opt-in like every other", async () => {
    const offer = { ...hello, class: "promotional", body: "20% off today. Reply STOP to opt out" };
    await shop.api("POST", "/v1/messages", offer);
    await advance();
    await shop.api("PUT", "/v1/customers/c1", { phone: PHONE, consent: { promotional: true, source: "form" } });
    await shop.api("POST", "/v1/messages", offer);
    await advance();
    expect((await shop.decisions()).map(({ outcome, reason }) => [outcome, reason]).sort()).toEqual([
      ["sent", undefined],
      ["suppressed", "no_consent"],
    ]);
  });
});

it("a preview shows the text as it would go and what the gate would say, and sends and stores nothing", async () => {
  await shop.api("PUT", "/v1/flows/one", oneText("Thanks"));
  const preview = await shop.api("POST", "/v1/messages/preview", { ...hello, class: "promotional" });
  expect(preview).toMatchObject({
    status: 200,
    body: { encoding: "GSM-7", gate: { decision: "suppress", reason: "no_consent" } },
  });
  await advance("P1D");
  expect(await shop.texts()).toEqual([]);
  expect(await shop.decisions()).toEqual([]);
  const linked = { ...hello, body: "See {{ link }}", link: { url: "https://shop.example/new" } };
  const shown = await shop.api<{ body: string }>("POST", "/v1/messages/preview", linked);
  expect(shown.body.body).toBe("See http://aftertext.test/xxxxxxxx");
});

it.each([
  ["body", { body: "   " }],
  ["body", { body: "{% if %}" }],
  ["body", { body: "Hi {{ custmer.firstName }}" }],
  ["link", { body: "go {{ link | upcase }}" }],
  ["link.url", { body: "go {{ link }}", link: { url: "http://127.0.0.1/x" } }],
  ["sendAt", { sendAt: "9998-01-01T00:00:00Z" }],
])("what can never go is refused at %s, by preview and send alike", async (path, change) => {
  for (const address of ["/v1/messages/preview", "/v1/messages"]) {
    const answer = await shop.api<{ errors: { path: string }[] }>("POST", address, { ...hello, ...change });
    expect([answer.status, answer.body.errors.map((error) => error.path)]).toEqual([422, [path]]);
  }
  expect(await shop.decisions()).toEqual([]);
});

it("an idempotency key that comes back after its day with another text sends that text", async () => {
  const key = { "idempotency-key": "day" };
  await shop.api("POST", "/v1/messages", { ...hello, body: "Monday" }, key);
  await env.DB.prepare("DELETE FROM idempotency_keys").run();
  await shop.api("POST", "/v1/messages", { ...hello, body: "Tuesday" }, key);
  await advance();
  expect((await shop.texts()).map((text) => text.body).sort()).toEqual(["Monday", "Tuesday"]);
});
