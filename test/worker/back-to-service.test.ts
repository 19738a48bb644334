import { expect, it } from "vitest";
import { news, offer, openTimeline, optIn, type Timeline } from "./timeline.ts";

async function openShop(steps = [offer("Offer", { after: "P2D", expires: "P10D" })]): Promise<Timeline> {
  const line = await openTimeline();
  await line.policy({ backToService: true });
  await line.flow("offer", steps);
  await line.flow("news", [news("News", { after: "P2D" })]);
  await line.customer("c1", { phone: "+12125550101", timeZone: "America/New_York", consent: optIn });
  await line.event("order.placed o1");
  return line;
}

const NEWS = "2026-03-04T15:00Z News";

it.each([
  ["order.lost", "order.refunded"],
  ["order.delayed", "order.delivered"],
  ["order.damaged", "support.closed"],
  ["order.attempt_failed", "order.ready_for_pickup"],
  ["support.opened", "support.closed"],
])("an offer waits from %s to %s, and what is about the order does not", async (opening, closing) => {
  const line = await openShop();
  await line.event(`${opening} o1`, { occurredAt: "2026-03-03T15:00:00Z" });
  await line.to("2026-03-05T15:00:00Z");
  expect(await line.texts()).toEqual([NEWS]);
  expect(await line.shop.decisions("?flow=offer")).toMatchObject([
    { outcome: "waiting", reason: "paused", rule: "open_exception" },
  ]);
  await line.event(`${closing} o1`, {
    occurredAt: "2026-03-05T15:00:00Z",
    ...(closing === "order.refunded" && { items: [] }),
  });
  expect(await line.texts()).toEqual([NEWS, "2026-03-05T15:00Z Offer"]);
});

it("an offer expires while it waits", async () => {
  const line = await openShop();
  await line.event("support.opened o1");
  await line.to("2026-04-05T00:00:00Z");
  expect(await line.texts()).toEqual([NEWS]);
  expect(await line.others()).toEqual(["offer o1 0 suppressed expired 2026-03-14T14:00Z"]);
});

it("a ticket is open until it is closed, however long that takes", async () => {
  const line = await openShop([offer("Offer", { after: "P2D" })]);
  await line.event("support.opened o1");
  await line.to("2026-04-20T15:00:00Z");
  expect(await line.texts()).toEqual([NEWS]);
  await line.event("support.closed o1", { occurredAt: "2026-04-20T15:00:00Z" });
  expect(await line.texts()).toEqual([NEWS, "2026-04-20T15:00Z Offer"]);
});

it("a lost parcel of which nothing more is heard is over after thirty days", async () => {
  const line = await openShop([offer("Offer", { after: "P2D" })]);
  await line.event("order.lost o1");
  await line.to("2026-04-05T00:00:00Z");
  expect(await line.texts()).toEqual([NEWS, "2026-04-01T15:00Z Offer"]);
});

it("a policy that says nothing of it holds nothing", async () => {
  const line = await openShop();
  await line.policy({});
  await line.event("order.lost o1");
  await line.to("2026-03-05T00:00:00Z");
  expect(await line.texts()).toEqual([NEWS, "2026-03-04T15:00Z Offer"]);
});
