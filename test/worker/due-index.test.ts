import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { forgetCredentials } from "../../worker/merchants/credentials.ts";
import { forgetEverything } from "../../worker/merchants/merchant-rules.ts";
import { findOwner } from "../../worker/tables/customers.ts";
import { deleteAllAlarms, indexOf, oneText, personOf, readTally, scriptGateway } from "./inside.ts";
import { advance, call, moveTo, openShop, resetBench, type Shop } from "./shop.ts";

const PHONE = "+12125550101";
const OTHER = "+12125550102";

let shop: Shop;
beforeEach(async () => {
  await resetBench("2026-03-02T15:00:00Z");
  shop = await openShop();
});
afterEach(() => vi.restoreAllMocks());

const order = (id: string, phone = PHONE) =>
  shop.event({
    id: `placed-${id}`,
    type: "order.placed",
    customer: { id: `c-${phone}`, phone },
    order: { id, name: `#${id}` },
  });
const texts = async () => (await shop.texts()).map(({ at, body }) => `${at.slice(5, 16)} ${body}`);

/** One answer of D1 to a batch of an object's is lost on the way; what was asked for has been done. */
function loseOneAnswer(isMeant: (sql: string) => boolean) {
  const prototype = Object.getPrototypeOf(env.DB) as D1Database;
  const batch = prototype.batch;
  let isLost = false;
  return vi.spyOn(prototype, "batch").mockImplementation(async function (this: D1Database, statements) {
    const results = await batch.call(this, statements);
    const isOurs = statements.some((one) => isMeant((one as unknown as { statement: string }).statement));
    if (!isLost && isOurs) {
      isLost = true;
      throw new Error("D1_ERROR: the connection was lost");
    }
    return results as never;
  });
}

describe("the due index is early or right, never late", () => {
  it("holds the earliest instant that a person has to be looked at, and nobody who waits for nothing", async () => {
    await shop.api("PUT", "/v1/flows/one", oneText("Thanks for {{ order.name }}", { after: "P1D" }));
    const { owner } = await personOf(shop.merchantId, PHONE);
    await order("o1");
    expect(await indexOf(owner)).toEqual({ due_at_ms: Date.parse("2026-03-03T15:00:00Z"), is_held: 0 });
    await moveTo("2026-03-02T16:00:00Z");
    await order("o2");
    expect((await indexOf(owner))?.due_at_ms).toBe(Date.parse("2026-03-03T15:00:00Z"));
    await moveTo("2026-03-03T15:30:00Z");
    expect((await indexOf(owner))?.due_at_ms).toBe(Date.parse("2026-03-03T16:00:00Z"));
    await advance("P2D");
    expect(await indexOf(owner)).toBeNull();
  });

  it("an answer of D1 that was lost leaves no later instant behind", async () => {
    await shop.api("PUT", "/v1/flows/one", oneText("Thanks for {{ order.name }}", { after: "P1D" }));
    await order("o1");
    const { owner } = await personOf(shop.merchantId, PHONE);
    const text = await shop.api<{ messageId: string }>("POST", "/v1/messages", {
      to: PHONE,
      body: "Soon",
      class: "transactional",
      sendAt: "2026-03-02T18:00:00Z",
    });
    const sooner = await indexOf(owner);
    expect(sooner?.due_at_ms).toBe(Date.parse("2026-03-02T18:00:00Z"));
    // Taking it back raises the instant; the object never hears that this was written down. Then it is lowered to what it was.
    loseOneAnswer((sql) => sql.includes("INTO due"));
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    await shop.api("DELETE", `/v1/messages/${text.body.messageId}`);
    vi.restoreAllMocks();
    expect((await indexOf(owner))?.due_at_ms).toBe(Date.parse("2026-03-03T15:00:00Z"));
    await shop.api("POST", "/v1/messages", {
      to: PHONE,
      body: "Soon again",
      class: "transactional",
      sendAt: "2026-03-02T18:00:00Z",
    });
    expect(await indexOf(owner)).toEqual(sooner);
    await deleteAllAlarms();
    await advance("P2D");
    expect(await texts()).toEqual(["03-02T18:00 Soon again", "03-03T15:00 Thanks for #o1"]);
  });

  it("a text that two stops hold stays held when one is lifted, and holds nobody else up", async () => {
    await shop.api("PUT", "/v1/flows/one", oneText("Thanks for {{ order.name }}"));
    await shop.api("PUT", "/v1/flows/later", oneText("Later, {{ order.name }}", { after: "PT1H" }));
    await shop.api("POST", "/v1/stop", { scope: "all" });
    await shop.api("POST", "/v1/stop", { scope: { flow: "one" } });
    await order("o1");
    await order("o2", OTHER);
    await advance();
    await shop.api("POST", "/v1/resume", { scope: "all" });
    const { owner } = await personOf(shop.merchantId, PHONE);
    expect((await indexOf(owner))?.is_held).toBe(1);
    await moveTo("2026-03-02T18:00:00Z");
    expect((await texts()).sort()).toEqual(["03-02T16:00 Later, #o1", "03-02T16:00 Later, #o2"]);
    await shop.api("POST", "/v1/resume", { scope: { flow: "one" } });
    await advance();
    expect((await texts()).slice(2).sort()).toEqual(["03-02T18:00 Thanks for #o1", "03-02T18:00 Thanks for #o2"]);
    expect(await indexOf(owner)).toBeNull();
  });

  it("whoever's merchant is gone leaves the index, and the clock goes on for the others", async () => {
    await shop.api("PUT", "/v1/flows/one", oneText("Thanks for {{ order.name }}", { after: "PT2H" }));
    await order("o1");
    const gone = await openShop();
    await gone.api("PUT", "/v1/flows/one", oneText("Never", { after: "PT1H" }));
    await gone.event({ id: "e", type: "order.placed", customer: { id: "c", phone: OTHER }, order: "o" });
    await env.DB.batch([
      env.DB.prepare("DELETE FROM api_keys WHERE merchant_id = ?1").bind(gone.merchantId),
      env.DB.prepare("DELETE FROM credentials WHERE merchant_id = ?1").bind(gone.merchantId),
      env.DB.prepare("DELETE FROM merchants WHERE id = ?1").bind(gone.merchantId),
    ]);
    await new Promise((resolve) => setTimeout(resolve, 1_100)); // what is known of a merchant is believed for a second
    await moveTo("2026-03-03T00:00:00Z");
    expect(await texts()).toEqual(["03-02T17:00 Thanks for #o1"]);
    const left = await env.DB.prepare("SELECT owner FROM due").all();
    expect(left.results).toEqual([]);
  });
});

describe("no alarm runs in vain without a pause", () => {
  async function alarmAfterRunning(): Promise<number | null> {
    const { object } = await personOf(shop.merchantId, PHONE);
    await runInDurableObject(object, (_, state) => state.storage.setAlarm(Date.now() + 3_600_000));
    await runDurableObjectAlarm(object);
    return runInDurableObject(object, (_, state) => state.storage.getAlarm());
  }

  it("under hours that never open a text is looked at daily, and goes once they open", async () => {
    await shop.api("PUT", "/v1/flows/one", oneText("Thanks for {{ order.name }}", { quiet: "defer" }));
    const days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
    const closed = { quietHours: { from: "20:00", to: "08:00", days }, caps: [], stateLaw: false };
    expect((await shop.api("PUT", "/v1/policy", closed)).status).toBe(200);
    await order("o1");
    await advance();
    expect(await alarmAfterRunning()).toBeNull();
    const { owner } = await personOf(shop.merchantId, PHONE);
    expect((await indexOf(owner))?.due_at_ms).toBe(Date.parse("2026-03-03T15:00:00Z"));
    expect(await shop.decisions()).toMatchObject([{ outcome: "waiting", reason: "quiet_hours" }]);
    await shop.api("PUT", "/v1/policy", { quietHours: null, caps: [], stateLaw: false });
    await advance("P2D");
    expect(await texts()).toEqual(["03-03T15:00 Thanks for #o1"]);
  });

  it("a look-up without an account at a gateway is over after its three times", async () => {
    await shop.api("PUT", "/v1/flows/one", oneText("Thanks for {{ order.name }}"));
    await scriptGateway({ kind: "drop-before" });
    await order("o1");
    await advance();
    await env.DB.prepare("DELETE FROM credentials WHERE kind = 'gateway'").run();
    forgetCredentials();
    await advance("PT2H");
    expect(await alarmAfterRunning()).toBeNull();
    expect(await indexOf((await personOf(shop.merchantId, PHONE)).owner)).toBeNull();
    expect(await shop.decisions()).toMatchObject([{ outcome: "unknown" }]);
  });

  it("a person whose flow cannot be read is tried with growing pauses, and the others are served", async () => {
    await shop.api("PUT", "/v1/flows/one", oneText("Thanks for {{ order.name }}", { after: "PT1H" }));
    await shop.api(
      "PUT",
      "/v1/flows/other",
      oneText("Also {{ order.name }}", { after: "PT2H" }, { trigger: { event: "order.paid" } }),
    );
    await order("o1");
    await shop.event({
      id: "paid",
      type: "order.paid",
      customer: { id: "c2", phone: OTHER },
      order: { id: "o2", name: "#o2" },
    });
    await env.DB.prepare("UPDATE flow_versions SET key = 'away' WHERE key = 'one'").run();
    forgetEverything();
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    await moveTo("2026-03-02T17:30:00Z");
    expect(await texts()).toEqual(["03-02T17:00 Also #o2"]);
    const { owner } = await personOf(shop.merchantId, PHONE);
    expect((await indexOf(owner))?.due_at_ms).toBeGreaterThan(Date.parse("2026-03-02T17:30:00Z"));
    await env.DB.prepare("UPDATE flow_versions SET key = 'one' WHERE key = 'away'").run();
    await advance("PT1H");
    expect(await texts()).toHaveLength(2);
  });
});

it("D1 out of reach while a text goes: it goes once, and the copy follows", async () => {
  await shop.api("PUT", "/v1/flows/one", oneText("Thanks for {{ order.name }}", { after: "PT1H" }));
  await order("o1");
  loseOneAnswer((sql) => sql.includes("INTO decisions"));
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  await moveTo("2026-03-02T16:30:00Z");
  vi.restoreAllMocks();
  await advance("PT1H");
  expect(await readTally()).toMatchObject({ accepted: 1, duplicates: 0 });
  expect(await shop.decisions()).toMatchObject([{ outcome: "sent" }]);
});

it("five hundred texts of one person are all copied, and none is left out of the list", async () => {
  await shop.api("PUT", "/v1/flows/one", oneText("Thanks for {{ order.name }}", { after: "P9D" }));
  const { owner, object } = await personOf(shop.merchantId, PHONE);
  await order("first");
  const events = Array.from({ length: 620 }, (_, n) => ({
    id: `api:bulk-${n}`,
    source: "api" as const,
    type: "order.placed" as const,
    occurredAtMs: Date.parse("2026-03-02T15:00:00Z"),
    live: true,
    test: false,
    customerId: `c-${PHONE}`,
    orderId: `bulk-${n}`,
    order: { name: `#${n}` },
  }));
  await object.receive({ merchantId: shop.merchantId, owner, phone: PHONE as never, customerId: `c-${PHONE}`, events });
  const count = await env.DB.prepare("SELECT COUNT(*) AS n FROM decisions").first<number>("n");
  expect(count).toBe(621);
  expect(await findOwner(env.DB, shop.merchantId, `c-${PHONE}`)).toBe(owner);
});

it("a standing clock: what is due at that instant goes at once, without a barrier", async () => {
  await shop.api("PUT", "/v1/flows/one", oneText("Thanks for {{ order.name }}"));
  await order("o1");
  await vi.waitFor(async () => expect(await texts()).toEqual(["03-02T15:00 Thanks for #o1"]), { timeout: 3_000 });
  expect((await call("GET", "/bench/clock")).body).toEqual({ now: "2026-03-02T15:00:00.000Z", standing: true });
  const { object } = await personOf(shop.merchantId, PHONE);
  expect(await runInDurableObject(object, (_, state) => state.storage.getAlarm())).toBeNull();
});
