import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { OutboxRow } from "../../worker/objects/outbox-row.ts";
import { indexOf, oneText, personOf, readTally, scriptGateway } from "./inside.ts";
import { advance, moveTo, openShop, resetBench, type Shop } from "./shop.ts";

const PHONE = "+12125550101";

let shop: Shop;
beforeEach(async () => {
  await resetBench("2026-03-02T15:00:00Z");
  shop = await openShop();
  await shop.api("PUT", "/v1/flows/one", oneText("Thanks for {{ order.name }}"));
});

const order = (id = "o1") =>
  shop.event({
    id: `placed-${id}`,
    type: "order.placed",
    customer: { id: "c1", phone: PHONE },
    order: { id, name: `#${id}` },
  });
const sentAt = async () => (await shop.texts()).map(({ at }) => at.slice(11, 19));

async function readOutbox(): Promise<readonly OutboxRow[]> {
  const { object } = await personOf(shop.merchantId, PHONE);
  return runInDurableObject(object, (_, state) =>
    [...state.storage.sql.exec<{ body: string }>("SELECT body FROM outbox")].map(
      ({ body }) => JSON.parse(body) as OutboxRow,
    ),
  );
}

describe("a certain refusal is tried again, the others are not", () => {
  const cases = [
    { kind: "throttle", retryAfter: 120, at: "15:02:00", calls: 2 },
    { kind: "throttle", retryAfter: 1, at: "15:00:30", calls: 2 },
    { kind: "throttle", at: "15:00:30", calls: 2 },
    // Twilio's own word for a queue that is full: https://www.twilio.com/docs/api/errors/30001.
    { kind: "reject", status: 429, code: 20429, at: "15:00:30", calls: 2 },
  ];
  for (const { at, calls, ...step } of cases) {
    it(`${JSON.stringify(step)}: goes at ${at}`, async () => {
      await scriptGateway(step);
      await order();
      await advance();
      expect(await shop.decisions()).toMatchObject([{ outcome: "waiting", untilAt: `2026-03-02T${at}.000Z` }]);
      await advance("PT1H");
      expect(await sentAt()).toEqual([at]);
      expect(await readTally()).toMatchObject({ calls, accepted: 1, duplicates: 0 });
      expect(await shop.decisions()).toMatchObject([{ outcome: "sent" }]);
    });
  }

  it("backs off further with every refusal", async () => {
    await scriptGateway(...Array.from({ length: 5 }, () => ({ kind: "throttle" })));
    await order();
    await advance("PT2H");
    expect(await sentAt()).toEqual(["15:15:30"]); // 30 s, 1, 2, 4 and 8 minutes
  });

  it("a STOP that comes while the gateway is busy holds the text for good", async () => {
    await scriptGateway({ kind: "throttle", retryAfter: 600 });
    await order();
    await advance();
    const { object } = await personOf(shop.merchantId, PHONE);
    await object.receiveText({
      merchantId: shop.merchantId,
      owner: (await personOf(shop.merchantId, PHONE)).owner,
      phone: PHONE as never,
      gatewayId: "SM1",
      body: "stop",
      atMs: Date.parse("2026-03-02T15:00:00Z"),
      isAnsweredByGateway: true,
      optOutType: "STOP",
    });
    await advance("PT1H");
    expect(await shop.texts()).toEqual([]);
    expect(await shop.decisions()).toMatchObject([{ outcome: "suppressed", reason: "opted_out" }]);
  });

  const lasting = [
    { code: 21610, reason: "opted_out" },
    { code: 21211, reason: "unreachable" },
    { code: 21617, reason: "gateway_rejected" },
  ];
  for (const { code, reason } of lasting) {
    it(`${code} ends the text, ${reason}`, async () => {
      await scriptGateway({ kind: "reject", status: 400, code });
      await order();
      await advance("PT2H");
      expect(await shop.decisions()).toMatchObject([{ outcome: "failed", reason, rule: `gateway:${code}` }]);
      expect((await readTally()).calls).toBe(1);
      await order("o2");
      await advance();
      const isNumbers = reason !== "gateway_rejected";
      const second = (await shop.decisions()).find((row) => row.order === "o2");
      expect(second).toMatchObject(isNumbers ? { outcome: "suppressed", reason } : { outcome: "sent" });
    });
  }

  it("a sender in trouble keeps its texts", async () => {
    await scriptGateway({ kind: "reject", status: 401, code: 20003 });
    await order();
    await advance();
    expect(await shop.decisions()).toMatchObject([{ outcome: "waiting", reason: "brake" }]);
    await advance("PT1H");
    expect(await sentAt()).toEqual(["15:15:00"]);
  });
});

describe("an unknown outcome is looked up at 1, 5 and 30 minutes", () => {
  for (const kind of ["error", "drop-after"]) {
    it(`${kind}: ${kind === "drop-after" ? "found at one minute, and not sent again" : "absent at five minutes, and sent again once"}`, async () => {
      await scriptGateway({ kind, status: kind === "drop-after" ? "queued" : undefined });
      await order();
      await advance();
      const isTaken = kind === "drop-after";
      expect(await shop.decisions()).toMatchObject([{ outcome: "unknown" }]);
      await moveTo("2026-03-02T15:00:59Z");
      expect(await shop.decisions()).toMatchObject([{ outcome: "unknown" }]);
      await moveTo("2026-03-02T15:01:00Z");
      expect(await shop.decisions()).toMatchObject([{ outcome: isTaken ? "sent" : "unknown" }]);
      await moveTo("2026-03-02T15:04:59Z");
      expect((await readTally()).calls).toBe(1);
      await moveTo("2026-03-02T15:05:00Z");
      expect(await sentAt()).toEqual([isTaken ? "15:00:00" : "15:05:00"]);
      await advance("P1D");
      expect(await readTally()).toMatchObject({ accepted: 1, duplicates: 0, calls: isTaken ? 1 : 2 });
      expect(await shop.decisions()).toMatchObject([{ outcome: "sent" }]);
    });
  }

  it("drop-before, twice in a row: each time absent, then sent once", async () => {
    await scriptGateway({ kind: "drop-before" }, { kind: "drop-before" });
    await order();
    await advance("PT1H");
    expect(await sentAt()).toEqual(["15:10:00"]);
    expect(await readTally()).toMatchObject({ calls: 3, accepted: 1, duplicates: 0 });
    expect((await readOutbox())[0]).toMatchObject({ state: "accepted", attempts: 3 });
  });

  it("what never went fills no cap: what waits for it goes once that is known", async () => {
    const cap = { classes: ["transactional"], max: 1, windowSeconds: 86_400, onCap: "defer" };
    await shop.api("PUT", "/v1/policy", { quietHours: null, stateLaw: false, caps: [cap] });
    await shop.api("PUT", "/v1/flows/one", oneText("Too late", { expires: "PT3M" }));
    await shop.api("PUT", "/v1/flows/two", oneText("Paid", {}, { trigger: { event: "order.paid" } }));
    await scriptGateway({ kind: "error", status: 500 });
    await order();
    await moveTo("2026-03-02T15:02:00Z");
    await shop.event({ id: "paid", type: "order.paid", customer: "c1", order: "o1" });
    await advance();
    expect(await shop.decisions("?flow=two")).toMatchObject([{ reason: "cap", untilAt: "2026-03-03T15:00:00.000Z" }]);
    await moveTo("2026-03-02T16:00:00Z");
    expect((await shop.texts()).map(({ at, body }) => `${at.slice(11, 19)} ${body}`)).toEqual(["15:05:00 Paid"]);
  });

  it("two texts of the same words, one lost and one not: the customer has two of them in the end", async () => {
    await shop.api("PUT", "/v1/flows/one", oneText("Thanks!"));
    await scriptGateway({ kind: "drop-after", status: "queued" }, { kind: "drop-before" });
    await order("o1");
    await order("o2");
    await advance("PT1H");
    expect((await readTally()).accepted).toBe(2);
    expect(await shop.decisions()).toMatchObject([{ outcome: "sent" }, { outcome: "sent" }]);
  });
});

describe("while a text is with the gateway", () => {
  it("an event that would end its run changes nothing of it: it went", async () => {
    await shop.api(
      "PUT",
      "/v1/flows/one",
      oneText("Thanks for {{ order.name }}", {}, { exitOn: [{ event: "order.cancelled" }] }),
    );
    await scriptGateway({ kind: "hang" });
    await order();
    await vi.waitFor(async () => expect((await readTally()).calls).toBe(1), { timeout: 3_000 });
    await shop.event({ id: "cancel", type: "order.cancelled", customer: "c1", order: "o1" });
    expect((await readOutbox())[0]?.state).toBe("sending");
    expect(await shop.decisions()).toMatchObject([{ outcome: "waiting" }]);
    const { owner } = await personOf(shop.merchantId, PHONE);
    expect((await indexOf(owner))?.due_at_ms).toBe(Date.parse("2026-03-02T15:00:00Z")); // found by cron, should all end here
    await advance(); // ten seconds later the gateway is given up
    expect(await shop.decisions()).toMatchObject([{ outcome: "unknown" }]);
    await advance("PT1H"); // absent at five minutes; and by then it is no longer to go
    expect(await shop.decisions()).toMatchObject([{ outcome: "suppressed", reason: "exited" }]);
    expect(await readTally()).toMatchObject({ calls: 1, accepted: 0 });
  }, 30_000);

  it("it cannot be taken back", async () => {
    await scriptGateway({ kind: "hang" });
    const message = { to: PHONE, body: "Hello", class: "transactional" };
    const { body } = await shop.api<{ messageId: string }>("POST", "/v1/messages", message);
    await vi.waitFor(async () => expect((await readTally()).calls).toBe(1), { timeout: 3_000 });
    expect((await shop.api("DELETE", `/v1/messages/${body.messageId}`)).status).toBe(409);
  }, 30_000);

  it("an object that is thrown out of memory finds its row again and never simply sends", async () => {
    await order();
    await advance();
    const { object } = await personOf(shop.merchantId, PHONE);
    // As after a crash between the request and its answer.
    await runInDurableObject(object, (_, state) => {
      const { sql } = state.storage;
      sql.exec(
        "UPDATE outbox SET state = 'sending', body = json_remove(json_set(body, '$.state', 'sending'), '$.gatewayId')",
      );
      sql.exec("UPDATE step_row SET body = json_set(body, '$.outcome', 'waiting', '$.isFinal', json('false'))");
    });
    await evictDurableObject(object);
    await object.wake();
    expect(await shop.decisions()).toMatchObject([{ outcome: "unknown" }]);
    await advance("PT1H");
    expect(await shop.decisions()).toMatchObject([{ outcome: "sent" }]);
    expect(await readTally()).toMatchObject({ calls: 1, accepted: 1 });
  });
});

it("a text that throws keeps no other of the same person waiting", async () => {
  await shop.api("PUT", "/v1/flows/linked", {
    name: "Linked",
    trigger: { event: "order.placed" },
    steps: [
      {
        send: { body: "Look: {{ link }}" },
        link: { url: "https://shop.example/" },
        class: "transactional",
        quiet: "ignore",
      },
    ],
  });
  const breakLinks = (query: string) =>
    runInDurableObject(env.LINK_SHARD.getByName("random:"), (_, { storage }) => void storage.sql.exec(query));
  await breakLinks("ALTER TABLE link RENAME TO link_away");
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  try {
    await order();
    await advance();
    expect((await shop.texts()).map(({ body }) => body)).toEqual(["Thanks for #o1"]);
    expect((await shop.decisions()).map(({ outcome }) => outcome).sort()).toEqual(["sent", "waiting"]);
  } finally {
    vi.restoreAllMocks();
    await breakLinks("ALTER TABLE link_away RENAME TO link");
  }
  await advance("PT1M");
  expect(await shop.texts()).toHaveLength(2);
});

it("pace gives each text its own instant", async () => {
  const pace = { segmentsPerSecond: 1 };
  await shop.api("PUT", "/v1/policy", { quietHours: null, caps: [], stateLaw: false, pace });
  for (const n of [1, 2, 3, 4]) {
    const customer = { id: `c${n}`, phone: `+1212555010${n}` };
    await shop.event({ id: `e${n}`, type: "order.placed", customer, order: { id: `o${n}`, name: `#${n}` } });
  }
  await advance("PT1M");
  expect((await sentAt()).sort()).toEqual(["15:00:00", "15:00:01", "15:00:02", "15:00:03"]);
});
