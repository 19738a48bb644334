import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { sampleOrders } from "../../worker/tables/orders.ts";
import { news, offer, openTimeline, optIn, short, type Timeline } from "./timeline.ts";

const PHONE = "+12125550101";

interface Texts {
  readonly orders: number;
  readonly texts: readonly (Record<string, string | number> & {
    readonly holds: readonly {
      readonly rule: string;
      readonly untilAt?: string;
      readonly behind: readonly { flow: string }[];
    }[];
    readonly gaveWayTo: readonly { readonly flow: string }[];
  })[];
  readonly waits: readonly Record<string, unknown>[];
  readonly totals: { readonly sent: number; readonly segments: number; readonly cost?: { readonly amount: string } };
  readonly notes: readonly string[];
}

async function dryRun(line: Timeline, path = "/v1/flows/dry-run", body?: unknown): Promise<Texts> {
  const answer = await line.shop.api<Texts>("POST", path, body);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer));
  return answer.body;
}

const shown = ({ texts }: Texts) =>
  texts.map(({ flow, step, outcome, reason, at }) => [flow, step, outcome, reason ?? "-", short(String(at))].join(" "));

/** Everything that is stored anywhere in D1. */
async function countAll(): Promise<Record<string, unknown>> {
  const counts: Record<string, unknown> = {};
  const tables = [
    "decisions",
    "due",
    "links",
    "store_events",
    "orders",
    "customers",
    "flow_versions",
    "offer_codes",
    "moves",
  ];
  for (const table of tables) counts[table] = (await env.DB.prepare(`SELECT COUNT(*) AS n FROM ${table}`).first())?.n;
  return counts;
}

async function openShop(): Promise<Timeline> {
  const line = await openTimeline();
  await line.customer("c1", { phone: PHONE, timeZone: "America/Los_Angeles", firstName: "Ada", consent: optIn });
  return line;
}

describe("a dry run over real orders", () => {
  it("shows which texts, when on both clocks, to whom, with what words and at what price, and leaves no trace", async () => {
    const line = await openShop();
    await line.event("order.placed o1 c1", { order: { id: "o1", name: "#1001" } });
    await line.flow("thanks", [
      news("Hi {{ customer.firstName }}, thanks for {{ order.name }}: {{ link }}", {
        link: { url: "https://shop.example/o" },
        after: "P1D",
      }),
    ]);
    const before = await countAll();
    const run = await dryRun(line, "/v1/flows/thanks/dry-run");
    expect(run).toMatchObject({
      flows: ["thanks"],
      orders: 1,
      totals: { sent: 1, segments: 1, cost: { amount: "0.0083", currency: "USD" } },
    });
    expect(run.texts).toEqual([
      expect.objectContaining({
        flow: "thanks",
        step: "0",
        version: 1,
        class: "transactional",
        customer: "c1",
        order: "o1",
        to: "+1••••••0101",
        outcome: "sent",
        at: "2026-03-03T15:00:00.000Z",
        customerTime: "Tue 2026-03-03 07:00",
        shopTime: "Tue 2026-03-03 10:00",
        body: "Hi Ada, thanks for #1001: https://go.example/xxxxxxx0",
        segments: 1,
      }),
    ]);
    expect(await countAll()).toEqual(before);
    await line.to("2026-03-09T15:00:00Z");
    expect(await line.texts()).toEqual([]);
    expect(await line.shop.decisions()).toEqual([]);
  });

  it("goes through what happened to the order since, as if the flow had been live with it", async () => {
    const line = await openShop();
    await line.event("order.placed o1");
    await line.to("2026-03-05T15:00:00Z");
    await line.event("order.shipped o1");
    await line.to("2026-03-20T15:00:00Z");
    await line.flow("care", [
      news("Placed"),
      { waitFor: { event: "order.shipped", timeout: "P5D" }, then: [news("Shipped")], onTimeout: [news("Late")] },
      { waitFor: { event: "order.delivered", timeout: "P30D" }, then: [news("Here")], onTimeout: [news("Where?")] },
    ]);
    const run = await dryRun(line, "/v1/flows/care/dry-run");
    expect(shown(run)).toEqual([
      "care 0 sent - 2026-03-02T15:00Z",
      "care 1.then.0 sent - 2026-03-05T15:00Z",
      "care 2.onTimeout.0 sent - 2026-04-04T14:00Z",
    ]);
    expect(run.waits).toEqual([
      { flow: "care", step: "1", awaits: "order.shipped", timeout: "P5D", cameTrue: true, otherwise: ["Late"] },
      { flow: "care", step: "2", awaits: "order.delivered", timeout: "P30D", cameTrue: false, otherwise: ["Here"] },
    ]);
  });

  it("takes the last ten orders, or as many as asked, or one by its id", async () => {
    const line = await openShop();
    for (let order = 1; order <= 12; order += 1)
      await line.event(`order.placed o${order}`, { occurredAt: `2026-03-01T10:${10 + order}:00Z` });
    await line.flow("thanks", [news("Thanks")]);
    const orders = ({ texts }: Texts) => texts.map(({ order }) => order);
    expect(orders(await dryRun(line, "/v1/flows/thanks/dry-run"))).toEqual([
      "o3",
      "o4",
      "o5",
      "o6",
      "o7",
      "o8",
      "o9",
      "o10",
      "o11",
      "o12",
    ]);
    expect(orders(await dryRun(line, "/v1/flows/thanks/dry-run", { last: 2 }))).toEqual(["o11", "o12"]);
    expect(orders(await dryRun(line, "/v1/flows/thanks/dry-run", { order: "o5" }))).toEqual(["o5"]);
    expect(await line.shop.api("POST", "/v1/flows/thanks/dry-run", { order: "o99" })).toMatchObject({ status: 404 });
    expect(await line.shop.api("POST", "/v1/flows/other/dry-run")).toMatchObject({ status: 404 });
  });

  it("says of how many orders nothing comes yet, and goes on with them where it is asked to", async () => {
    const line = await openShop();
    await line.flow("review", [news("Review", { after: "P6D" })], { trigger: { event: "order.delivered" } });
    for (const order of ["o1", "o2"]) await line.event(`order.placed ${order} c1`);
    await line.event("order.delivered o2 c1");
    const path = "/v1/flows/review/dry-run";
    const known = await dryRun(line, path);
    expect([known.texts.length, known.notes]).toEqual([1, [expect.stringContaining("1 of 2 orders")]]);
    expect((await dryRun(line, path, { assume: true })).texts).toHaveLength(2);
  });

  it("tries a flow that is not published, and refuses one that could not be", async () => {
    const line = await openShop();
    await line.event("order.placed o1");
    const flow = { name: "New", trigger: { event: "order.placed" }, steps: [news("New words", { after: "PT1H" })] };
    expect(shown(await dryRun(line, "/v1/flows/new/dry-run", { flow }))).toEqual(["new 0 sent - 2026-03-02T16:00Z"]);
    const wrong = { ...flow, steps: [news("Hi {{ customer.nick }}")] };
    const refused = await line.shop.api("POST", "/v1/flows/new/dry-run", { flow: wrong });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: "flow.steps.0.send.body" }] } });
    expect(await line.shop.api("GET", "/v1/flows/new")).toMatchObject({ status: 404 });
  });

  it("says what is paused, off or stopped, and shows what would go all the same", async () => {
    const line = await openShop();
    await line.event("order.placed o1");
    await line.flow("thanks", [news("Thanks")]);
    await line.shop.api("POST", "/v1/flows/thanks/pause");
    await line.shop.api("POST", "/v1/stop", { scope: "promotional" });
    const run = await dryRun(line, "/v1/flows/thanks/dry-run");
    expect([run.totals.sent, run.notes]).toEqual([1, ["stopped: promotional", "paused: thanks"]]);
  });
});

describe("a dry run of everything", () => {
  it("shows what holds each text back, and which text gives way to which", async () => {
    const line = await openShop();
    await line.flow("review", [offer("Review", { after: "P7D", class: "relationship" })], { rank: 10 });
    await line.flow("early", [offer("Early", { after: "P1D" })]);
    await line.flow("soon", [offer("Soon", { after: "P5D", expires: "P30D" })]);
    await line.flow("free", [news("Free", { after: "P5D" })]);
    await line.policy({
      caps: [{ classes: ["relationship", "promotional"], max: 1, windowSeconds: 5 * 86_400, onCap: "defer" }],
      quietHours: { from: "20:00", to: "10:00" },
    });
    const run = await dryRun(line, undefined, { event: { type: "order.placed" }, assume: false });
    expect(shown(run)).toEqual([
      "early 0 sent - 2026-03-03T15:00Z",
      "free 0 sent - 2026-03-07T15:00Z",
      "soon 0 suppressed reserved 2026-03-07T15:00Z",
      "review 0 sent - 2026-03-09T14:00Z",
    ]);
    expect(run.texts[2]?.gaveWayTo).toEqual([{ flow: "review", step: "0", at: "2026-03-09T14:00:00.000Z" }]);
    const night = await dryRun(line, "/v1/flows/early/dry-run", {
      event: { occurredAt: "2026-03-02T02:00:00Z" },
      assume: false,
    });
    expect(night.texts[0]).toMatchObject({
      at: "2026-03-03T15:00:00.000Z",
      holds: [{ rule: "quiet_hours", untilAt: "2026-03-03T15:00:00.000Z", behind: [] }],
    });
  });

  it("names the texts behind which one waits for a cap to free", async () => {
    const line = await openShop();
    await line.flow("a", [offer("A")]);
    await line.flow("b", [offer("B", { after: "PT1H" })]);
    await line.policy({ caps: [{ classes: ["promotional"], max: 1, windowSeconds: 86_400, onCap: "defer" }] });
    const run = await dryRun(line, undefined, { event: {} });
    expect(run.texts[1]).toMatchObject({
      flow: "b",
      at: "2026-03-03T15:00:00.000Z",
      holds: [
        {
          rule: "cap",
          untilAt: "2026-03-03T15:00:00.000Z",
          behind: [{ flow: "a", step: "0", at: "2026-03-02T15:00:00.000Z" }],
        },
      ],
    });
  });

  it("assumes of a made-up order that it is shipped and delivered, and says so; or takes what is told", async () => {
    const line = await openShop();
    await line.flow("placed", [news("Placed")]);
    await line.flow("shipped", [news("Shipped")], { trigger: { event: "order.shipped" } });
    await line.flow("delivered", [news("Here, {{ customer.firstName | default: 'you' }}")], {
      trigger: { event: "order.delivered" },
    });
    const assumed = await dryRun(line, undefined, { event: { type: "order.placed" } });
    expect(shown(assumed)).toEqual([
      "placed 0 sent - 2026-03-02T15:00Z",
      "shipped 0 sent - 2026-03-04T15:00Z",
      "delivered 0 sent - 2026-03-07T15:00Z",
    ]);
    expect(assumed.notes).toContain("assumed: order.shipped, order.delivered");
    const told = await dryRun(line, undefined, {
      events: [
        { type: "order.placed", customer: { id: "x", phone: "+13105550123", firstName: "Zoe" } },
        { type: "order.delivered", occurredAt: "2026-03-03T09:00:00Z" },
      ],
    });
    expect(shown(told)).toEqual(["placed 0 sent - 2026-03-02T15:00Z", "delivered 0 sent - 2026-03-03T09:00Z"]);
    expect(told.texts[1]).toMatchObject({
      body: "Here, Zoe",
      to: "+1••••••0123",
      customerTime: "Tue 2026-03-03 01:00",
    });
    const wrong = await line.shop.api("POST", "/v1/flows/dry-run", { event: { customer: { id: "x", phone: "12" } } });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ path: "event.customer.phone" }] } });
  });

  it("leaves out flows that are off unless they are asked for", async () => {
    const line = await openTimeline({ flows: "default" });
    const on = await dryRun(line, undefined, { event: {} });
    const all = await dryRun(line, undefined, { event: {}, includeOff: true });
    expect(on.texts.map(({ flow }) => flow)).toContain("order-confirmation");
    expect(all.texts.length).toBeGreaterThan(on.texts.length);
  });
});

describe("an estimate", () => {
  it("says how many texts the last 30 days' orders would have made, what they cost, and why others would not have gone", async () => {
    const line = await openShop();
    await line.customer("c2", { phone: "+12125550102", timeZone: "America/New_York" });
    for (let day = 1; day <= 4; day += 1) {
      await line.event(`order.placed o${day} c1`);
      await line.event(`order.placed p${day} c2`);
      await line.to(`2026-03-0${2 + day}T15:00:00Z`);
    }
    await line.to("2026-04-02T12:00:00Z"); // the first day's orders are older than 30 days
    await line.flow("thanks", [offer("Thanks", { class: "relationship", after: "P1D" })]);
    const { status, body } = await line.shop.api("POST", "/v1/flows/thanks/estimate");
    expect(status).toBe(200);
    expect(body).toEqual({
      flow: "thanks",
      days: 30,
      orders: 6,
      sampled: 6,
      isExtrapolated: false,
      texts: 3,
      segments: 3,
      cost: { amount: "0.0249", currency: "USD" },
      suppressed: { no_consent: 3 },
      summary: "Over the last 30 days this flow would have sent 3 texts, about $0.02.",
    });
  });
});

it("a sample of orders is spread evenly over the time, and as large as asked", async () => {
  const line = await openShop();
  const { merchantId } = line.shop;
  const put =
    "INSERT INTO orders (merchant_id, order_id, customer_id, source, placed_at_ms) VALUES (?1, ?2, 'c1', 'api', ?3)";
  await env.DB.batch(Array.from({ length: 10 }, (_, at) => env.DB.prepare(put).bind(merchantId, `o${at}`, 1000 + at)));
  const sample = async (sinceMs: number, limit: number) => {
    const found = await sampleOrders(env.DB, merchantId, { sinceMs, limit });
    return [found.count, found.sample.map(({ orderId }) => orderId).join(" ")];
  };
  expect(await sample(0, 3)).toEqual([10, "o0 o4 o7"]);
  expect(await sample(0, 10)).toEqual([10, "o0 o1 o2 o3 o4 o5 o6 o7 o8 o9"]);
  expect(await sample(1008, 1000)).toEqual([2, "o8 o9"]);
  expect(await sample(2000, 1000)).toEqual([0, ""]);
});
