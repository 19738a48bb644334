import { expect, it } from "vitest";
import { reply } from "./inside.ts";
import { tap } from "./short-link-tap.ts";
import { news, openTimeline, type Timeline } from "./timeline.ts";

async function openShop(): Promise<Timeline> {
  const line = await openTimeline({ currency: "USD" });
  await segment(line, { "customer.id": { exists: false } });
  await line.flow("vip", [news("VIP")], {
    trigger: { event: "order.placed", where: { "customer.segments": { contains: "vip" } } },
  });
  await line.flow("rest", [
    { branch: [{ if: { not: { "customer.segments": { contains: "vip" } } }, steps: [news("Rest")] }] },
  ]);
  await line.customer("c1", { phone: "+12125550101", timeZone: "America/New_York", tags: ["friend"] });
  return line;
}

const segment = (line: Timeline, where: unknown) => line.shop.api("PUT", "/v1/segments/vip", { name: "VIP", where });

const item = (sku: string, quantity: number, unitAmountMinor: number) => ({ sku, quantity, unitAmountMinor });
const order = (id: string, total: string, items: unknown[], at: string) => ({
  order: { id, total, shippingMethod: "Express" },
  items,
  occurredAt: at,
});

it.each([
  ["order count", { "customer.orderCount": { gte: 2 } }, "VIP"],
  ["lifetime value net of refunds", { "customer.lifetimeValue": { gte: 75 } }, "VIP"],
  ["lifetime value net of refunds, at its edge", { "customer.lifetimeValue": { gt: 75 } }, "Rest"],
  ["products bought", { "customer.skus": { contains: "SERUM" } }, "VIP"],
  ["categories bought", { "customer.categories": { contains: "skin" } }, "VIP"],
  ["categories of this order alone", { "order.categories": { contains: "skin" } }, "Rest"],
  ["return risk of the product", { "item.returnRisk": { gte: 0.3 } }, "VIP"],
  ["the way it is shipped", { "order.shippingMethod": { eq: "Express" } }, "VIP"],
  ["tags", { "customer.tags": { contains: "friend" } }, "VIP"],
  ["an open ticket", { "customer.hasOpenTicket": { eq: true } }, "Rest"],
  ["a past ticket", { "customer.hadTicket": { eq: true } }, "VIP"],
  ["an abandoned cart, bought since", { "customer.hasAbandonedCart": { eq: true } }, "Rest"],
  ["what comes back", { "customer.returnRate": { lte: 0.5 } }, "VIP"],
  ["any of several", { any: [{ "customer.orderCount": { gte: 9 } }, { "customer.region": { eq: "NY" } }] }, "Rest"],
])("a segment by %s decides who enters and which way they go", async (_, where, expected) => {
  const line = await openShop();
  expect((await segment(line, where)).status).toBe(200);
  await line.shop.api("PUT", "/v1/products/SERUM", { title: "Serum", categories: ["skin"] });
  await line.shop.api("PUT", "/v1/products/SOAP", { title: "Soap", returnRisk: 0.4 });
  await line.shop.event({
    id: "t1",
    type: "support.opened",
    customer: "c1",
    order: "o1",
    occurredAt: "2026-02-03T10:00:00Z",
  });
  await line.shop.event({
    id: "t2",
    type: "support.closed",
    customer: "c1",
    order: "o1",
    occurredAt: "2026-02-04T10:00:00Z",
  });
  await line.shop.event({ id: "k1", type: "checkout.abandoned", customer: "c1", occurredAt: "2026-02-20T10:00:00Z" });
  await line.shop.event({
    id: "p1",
    type: "order.placed",
    live: false,
    customer: "c1",
    ...order("o1", "60.00", [item("SERUM", 3, 2000)], "2026-02-01T10:00:00Z"),
  });
  await line.shop.event({
    id: "r1",
    type: "order.refunded",
    customer: "c1",
    order: "o1",
    items: [{ sku: "SERUM", quantity: 1 }],
    occurredAt: "2026-02-05T10:00:00Z",
  });
  await line.shop.event({
    id: "p2",
    type: "order.placed",
    customer: "c1",
    ...order("o2", "35.00", [item("SOAP", 1, 3500)], "2026-03-02T15:00:00Z"),
  });
  expect(await line.texts()).toEqual([`2026-03-02T15:00Z ${expected}`]);
});

const tapped = { "customer.lastTapAt": { gte: "2026-03-02T16:00" } };
const engaged = { "customer.daysSinceEngaged": { lte: 3 } };

it.each([
  ["a tap", tapped, "tap", "VIP"],
  ["a tap, of who replied", tapped, "reply", "Rest"],
  ["a reply", { "customer.lastReplyAt": { exists: true } }, "reply", "VIP"],
  ["a reply, of who tapped", { "customer.lastReplyAt": { exists: true } }, "tap", "Rest"],
  ["either, lately, of who tapped", engaged, "tap", "VIP"],
  ["either, lately, of who replied", engaged, "reply", "VIP"],
  ["either, lately, of who did nothing", engaged, "nothing", "Rest"],
  ["either, lately, of who did it after the order", engaged, "tap", "Rest", "2026-03-02T16:30:00Z"],
] as const)(
  "a segment by %s decides who enters",
  async (_, where, act, expected, orderedAt: string = "2026-03-05T16:00:00Z") => {
    const line = await openShop();
    expect((await segment(line, where)).status).toBe(200);
    await line.flow("hello", [news("Hello {{ link }}", { link: { url: "https://shop.example/" } })], {
      trigger: { event: "order.paid" },
    });
    await line.event("order.paid o0");
    await line.to("2026-03-02T17:00:00Z");
    const [hello] = await line.shop.texts();
    if (act === "tap") await tap(hello?.links[0] ?? "");
    if (act === "reply") await reply("+12125550101", line.shop.sender, "Thank you");
    await line.to("2026-03-05T17:00:00Z");
    await line.event("order.placed o1", { occurredAt: orderedAt });
    await line.to("2026-03-05T18:00:00Z");
    expect((await line.texts()).at(-1)).toMatch(expected);
  },
);

it("a segment that names no field there is, or another segment, is refused at its path", async () => {
  const line = await openShop();
  const wrong = await segment(line, { all: [{ "customer.orderCnt": { gte: 2 } }] });
  expect(wrong.status).toBe(422);
  expect(JSON.stringify(wrong.body)).toContain("where.all.0.customer.orderCnt");
  expect(JSON.stringify(wrong.body)).toContain("did you mean customer.orderCount?");
  const nested = await segment(line, { "customer.segments": { contains: "vip" } });
  expect([nested.status, JSON.stringify(nested.body)]).toEqual([422, expect.stringContaining("not of segments")]);
});

it("a flow that names a segment that is not there is refused", async () => {
  const line = await openShop();
  const flow = { name: "F", trigger: { event: "order.placed", where: { "customer.segments": { contains: "gold" } } } };
  const answer = await line.shop.api("PUT", "/v1/flows/gold", { ...flow, steps: [news("Hi")] });
  expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: "trigger.where.customer.segments" }] } });
});

it("a segment is listed, replaced and deleted; deleted, nobody is in it", async () => {
  const line = await openShop();
  expect((await segment(line, { "customer.orderCount": { gte: 1 } })).status).toBe(200);
  expect(await line.shop.api("GET", "/v1/segments")).toMatchObject({ body: { items: [{ key: "vip", name: "VIP" }] } });
  expect((await line.shop.api("DELETE", "/v1/segments/vip")).status).toBe(204);
  expect((await line.shop.api("DELETE", "/v1/segments/vip")).status).toBe(404);
  await line.event("order.placed o1");
  expect(await line.texts()).toEqual(["2026-03-02T15:00Z Rest"]);
});
