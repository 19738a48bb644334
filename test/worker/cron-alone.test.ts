import { evictDurableObject, listDurableObjectIds } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, expect, it } from "vitest";
import { audit } from "../../worker/cron/audit.ts";
import { benchClock } from "../../worker/simulator/local-clock.ts";
import { deleteAllAlarms, oneText, readTally } from "./inside.ts";
import { call, openShop, resetBench, type Shop } from "./shop.ts";

const MINUTE_MS = 60_000;
let shop: Shop;
beforeEach(async () => {
  await resetBench("2026-03-02T15:00:00Z");
  shop = await openShop();
});

async function evictAll(): Promise<void> {
  for (const id of await listDurableObjectIds(env.CUSTOMER)) await evictDurableObject(env.CUSTOMER.get(id));
}

it("with every alarm deleted, cron alone sends each due step within a minute of its instant, once", async () => {
  await call("POST", "/bench/clock", { body: { follow: true } });
  await shop.api("PUT", "/v1/flows/steps", {
    name: "Steps",
    trigger: { event: "order.placed" },
    steps: [1, 2, 3].map((n) => ({
      send: { body: `Text ${n} for {{ order.name }}` },
      class: "transactional",
      quiet: "ignore",
      after: `PT${n}H`,
    })),
  });
  const startMs = benchClock.nowMs();
  for (const n of [1, 2, 3, 4, 5]) {
    const customer = { id: `c${n}`, phone: `+1212555010${n}` };
    await shop.event({ id: `e${n}`, type: "order.placed", customer, order: { id: `o${n}`, name: `#${n}` } });
  }
  let deleted = 0;
  // Four hours of ticks, every alarm lost before each of them, every object out of memory now and then.
  for (let minute = 1; minute <= 200; minute += 1) {
    deleted += await deleteAllAlarms();
    await benchClock.move({ kind: "following", offsetMs: startMs + minute * MINUTE_MS - Date.now() });
    if (minute % 50 === 0) await evictAll();
    await audit(env);
    await audit(env); // a tick may come twice
  }
  expect(deleted).toBeGreaterThan(10);
  const texts = await shop.texts();
  expect(texts.map(({ to, body }) => `${to} ${body}`).sort()).toEqual(
    [1, 2, 3, 4, 5].flatMap((n) => [1, 2, 3].map((step) => `+1212555010${n} Text ${step} for #${n}`)).sort(),
  );
  for (const { at, body } of texts) {
    const dueMs = startMs + Number(body.split(" ")[1]) * 3_600_000;
    expect(Date.parse(at) - dueMs).toBeGreaterThanOrEqual(0);
    expect(Date.parse(at) - dueMs).toBeLessThanOrEqual(MINUTE_MS + 15_000);
  }
  expect((await readTally()).duplicates).toBe(0);
}, 60_000);

it("who asked for links that do not exist is forgotten once its minute is over", async () => {
  const thisMinute = Math.floor(Date.now() / MINUTE_MS);
  for (const minute of [thisMinute - 1, thisMinute + 60]) {
    await env.DB.prepare("INSERT INTO slug_misses VALUES (?1, 'hash', 20)").bind(minute).run();
  }
  await audit(env);
  const { results } = await env.DB.prepare("SELECT minute FROM slug_misses").all();
  expect(results).toEqual([{ minute: thisMinute + 60 }]);
});

it("an event that was acknowledged and never reached its owner is applied by cron", async () => {
  await shop.api("PUT", "/v1/flows/one", oneText("Thanks for {{ order.name }}"));
  await shop.event({
    id: "e1",
    type: "order.placed",
    customer: { id: "c1", phone: "+12125550101" },
    order: { id: "o1", name: "#1" },
  });
  // As if the object had lost the race with a SIGKILL: routed, acknowledged, not applied.
  await env.DB.prepare(
    `INSERT INTO store_events (merchant_id, source, delivery_id, topic, received_at_ms, raw, events, applied)
     SELECT merchant_id, source, 'e2', topic, received_at_ms, raw,
       replace(replace(replace(events, 'api:e1', 'api:e2'), '"o1"', '"o2"'), '#1', '#2'), 0
     FROM store_events`,
  ).run();
  await env.DB.prepare("INSERT INTO orders (merchant_id, order_id, customer_id, source) VALUES (?1, 'o2', 'c1', 'api')")
    .bind(shop.merchantId)
    .run();
  await audit(env);
  await audit(env);
  expect((await shop.texts()).map(({ body }) => body).sort()).toEqual(["Thanks for #1", "Thanks for #2"]);
});

it("deliveries that can never be applied do not keep the others waiting", async () => {
  await shop.api("PUT", "/v1/flows/one", oneText("Thanks for {{ order.name }}"));
  await shop.event({
    id: "e1",
    type: "order.placed",
    customer: { id: "c1", phone: "+12125550101" },
    order: { id: "o1", name: "#1" },
  });
  const nobody = `[{"id":"x","source":"api","type":"order.paid","occurredAtMs":0,"live":true,"test":false,"customerId":"nobody"}]`;
  const insert = env.DB.prepare(
    `INSERT INTO store_events (merchant_id, source, delivery_id, topic, received_at_ms, raw, events)
     SELECT ?1, 'api', 'poison-' || value, 'order.paid', 0, x'', ?2 FROM json_each(?3)`,
  );
  await insert.bind(shop.merchantId, nobody, JSON.stringify(Array.from({ length: 500 }, (_, n) => n))).run();
  await env.DB.prepare("UPDATE store_events SET applied = 0 WHERE delivery_id = 'e1'").run();
  const { error } = console;
  console.error = () => undefined;
  try {
    await audit(env);
    await audit(env);
  } finally {
    console.error = error;
  }
  const left = await env.DB.prepare("SELECT applied FROM store_events WHERE delivery_id = 'e1'").first("applied");
  expect(left).toBe(1);
}, 30_000);
