import { describe, expect, it } from "vitest";
import { call } from "./shop.ts";
import { news, offer, openTimeline, optIn, type Timeline } from "./timeline.ts";

const phone = "+12125550101";
const timeZone = "America/New_York";
const bodies = async (line: Timeline) => (await line.texts()).map((text) => text.replace(/^\S+ /, ""));

describe("two customers with one phone", () => {
  it("share consent and an opt-out; exits, order counts and entries are each one's own", async () => {
    const line = await openTimeline();
    const other = { "customer.orderCount": { gte: 2 } };
    await line.flow("offer", [offer("{{ customer.id }} {{ order.id }}", { after: "P1D" })], {
      exitOn: [{ event: "order.placed", match: "customer" }],
    });
    await line.flow("again", [news("again {{ customer.id }}", { after: "P1D", if: other })]);
    await line.flow("once", [news("once {{ customer.id }}", { after: "P1D" })], { per: "customer" });
    await line.customer("c1", { phone, timeZone, consent: optIn });
    await line.customer("c2", { phone, timeZone });
    await line.event("order.placed o1 c1");
    await line.event("order.placed o2 c2", { occurredAt: "2026-03-02T15:00:01Z" });
    await line.to("2026-03-04T00:00:00Z");
    expect((await bodies(line)).sort()).toEqual(["c1 o1", "c2 o2", "once c1", "once c2"]);
    expect((await line.others()).sort()).toEqual([
      "again o1 0 suppressed condition 2026-03-02T15:00Z",
      "again o2 0 suppressed condition 2026-03-02T15:00Z",
    ]);
    await call("POST", "/bench/replies", { body: { from: phone, to: line.shop.sender, body: "STOP" } });
    await line.event("order.placed o3 c2");
    await line.to("2026-03-06T00:00:00Z");
    expect((await line.others()).filter((row) => row.includes("opted_out")).sort()).toEqual([
      "again o3 0 suppressed opted_out 2026-03-05T00:00Z",
      "offer o3 0 suppressed opted_out 2026-03-05T00:00Z",
    ]);
  });

  it("have the consent that was recorded last", async () => {
    const line = await openTimeline();
    await line.flow("offer", [offer("offer")]);
    await line.customer("c1", { phone, consent: { ...optIn, at: "2026-03-02T12:00:00Z" } });
    await line.customer("c2", { phone, consent: { ...optIn, promotional: false, at: "2026-03-02T11:00:00Z" } });
    await line.event("order.placed o1 c2");
    expect(await bodies(line)).toEqual(["offer"]);
    await line.customer("c2", { consent: { ...optIn, promotional: false, at: "2026-03-02T12:00:00Z" } });
    await line.event("order.placed o2 c1");
    expect(await line.others()).toEqual(["offer o2 0 suppressed no_consent 2026-03-02T15:00Z"]);
  });
});

it("a changed number takes waiting texts along at their instants; consent stays behind", async () => {
  const line = await openTimeline();
  await line.flow("news", [
    news("one", { after: "P1D", at: { localTime: "09:00" } }),
    news("two", { after: "P2D", at: { localTime: "09:00" } }),
  ]);
  await line.flow("offer", [offer("offer", { after: "P2D" })]);
  await line.customer("c1", { phone, consent: optIn });
  await line.event("order.placed o1");
  await line.to("2026-03-03T18:00:00Z");
  await line.customer("c1", { phone: "+13105550101" });
  await line.to("2026-03-10T00:00:00Z");
  // 09:00 in New York, where the number was that these texts were counted for; the new one is in Los Angeles.
  expect(await line.texts()).toEqual(["2026-03-04T14:00Z one", "2026-03-05T14:00Z two"]);
  expect((await line.shop.texts()).map(({ to }) => to)).toEqual(["+13105550101", "+13105550101"]);
  expect(await line.others()).toEqual(["offer o1 0 suppressed no_consent 2026-03-04T15:00Z"]);
});

it("imports and test orders start nothing and say so; what they tell counts", async () => {
  const line = await openTimeline();
  await line.flow("thanks", [news("thanks {{ customer.orderCount }}")]);
  await line.customer("c1", { phone, timeZone });
  await line.event("order.placed o1", { live: false, occurredAt: "2026-01-02T15:00:00Z" });
  await line.event("order.placed o2", { order: { id: "o2", test: true } });
  await line.event("order.placed o3");
  expect(await line.texts()).toEqual(["2026-03-02T15:00Z thanks 2"]);
  expect((await line.others()).sort()).toEqual([
    "thanks o1 0 suppressed no_entry 2026-03-02T15:00Z",
    "thanks o2 0 suppressed test_order 2026-03-02T15:00Z",
  ]);
});

describe("a run leaves", () => {
  it("with a ticket that is open when it enters, and not with one that was closed", async () => {
    const line = await openTimeline();
    await line.flow("review", [news("review", { after: "P1D" }), news("second", { after: "P2D" })], {
      trigger: { event: "order.delivered" },
      exitOn: [{ event: "support.opened" }],
    });
    await line.customer("c1", { phone, timeZone });
    for (const order of ["o1", "o2", "o3"])
      await line.event(`support.opened ${order}`, { occurredAt: "2026-03-01T10:00:00Z" });
    await line.event("support.closed o2", { occurredAt: "2026-03-01T11:00:00Z" });
    for (const order of ["o1", "o2", "o3"]) await line.event(`order.delivered ${order}`);
    // A ticket that was closed in time is heard of to be so before anything was due.
    await line.event("support.closed o3", { occurredAt: "2026-03-02T14:00:00Z" });
    await line.to("2026-03-20T00:00:00Z");
    expect(await line.texts()).toEqual([
      "2026-03-03T15:00Z review",
      "2026-03-03T15:00Z review",
      "2026-03-04T15:00Z second",
      "2026-03-04T15:00Z second",
    ]);
    expect(await line.others()).toEqual(["review o1 0 suppressed exited 2026-03-02T15:00Z"]);
  });

  it("when refunds add up to all of its items, and when another order shares one of its products", async () => {
    const line = await openTimeline();
    const items = (...skus: string[]) => ({ items: skus.map((sku) => ({ sku, quantity: 1 })) });
    await line.flow("refill", [news("refill {{ order.id }}", { after: "P20D" })], {
      trigger: { event: "order.delivered", skus: ["A"] },
      requiresItems: true,
      exitOn: [{ event: "order.placed", match: "sku" }],
    });
    for (const [index, order] of ["o1", "o2", "o3", "o4"].entries()) {
      const customer = { id: `c${index}`, phone: `+1212555010${index}` };
      await line.event(`order.placed ${order}`, { customer, ...items("A", "B"), occurredAt: "2026-03-01T15:00:00Z" });
      await line.event(`order.delivered ${order} c${index}`);
    }
    await line.to("2026-03-05T00:00:00Z");
    await line.event("order.refunded o1 c0", items("A"));
    await line.to("2026-03-06T00:00:00Z");
    await line.event("order.refunded o1 c0", items("B"));
    await line.event("order.refunded o2 c1", items("A"));
    await line.event("order.placed o5 c2", items("B"));
    await line.event("order.placed o6 c3", items("A"));
    await line.to("2026-04-20T00:00:00Z");
    expect((await bodies(line)).sort()).toEqual(["refill o2", "refill o3"]);
    expect(await line.others()).toEqual([
      "refill o1 0 suppressed exited 2026-03-06T00:00Z",
      "refill o4 0 suppressed exited 2026-03-06T00:00Z",
    ]);
  });

  it("per customer for the next one, or keeps it out, as its flow says", async () => {
    const line = await openTimeline();
    const per = { per: "customer" };
    await line.flow("never", [news("never {{ order.id }}", { after: "P3D" })], per);
    await line.flow("restart", [news("restart {{ order.id }}", { after: "P3D" })], { ...per, reentry: "restart" });
    await line.flow("after", [news("after {{ order.id }}", { after: "P3D" })], { ...per, reentry: { after: "P14D" } });
    await line.customer("c1", { phone, timeZone });
    await line.event("order.placed o1");
    await line.to("2026-03-04T15:00:00Z");
    await line.event("order.placed o2");
    await line.to("2026-03-16T14:00:00Z");
    await line.event("order.placed o3");
    await line.to("2026-04-20T00:00:00Z");
    expect(await line.texts()).toEqual([
      "2026-03-05T15:00Z never o1",
      "2026-03-05T15:00Z after o1",
      "2026-03-07T15:00Z restart o2",
      "2026-03-19T14:00Z restart o3",
      "2026-03-19T14:00Z after o3",
    ]);
    expect((await line.others()).sort()).toEqual([
      "after o2 0 suppressed no_entry 2026-03-04T15:00Z",
      "never o2 0 suppressed no_entry 2026-03-04T15:00Z",
      "never o3 0 suppressed no_entry 2026-03-16T14:00Z",
      "restart o1 0 suppressed exited 2026-03-04T15:00Z",
    ]);
  });
});

it("a text about a parcel is dropped once that parcel is further, and not by another one", async () => {
  const line = await openTimeline();
  await line.flow("shipped", [news("shipped {{ order.id }}")], { trigger: { event: "fulfillment.shipped" } });
  await line.policy({ quietHours: { from: "09:00", to: "17:00" } });
  await line.customer("c1", { phone, timeZone });
  for (const order of ["o1", "o2", "o3"]) await line.event(`fulfillment.shipped ${order}`, { parcel: { id: "p1" } });
  expect(await line.texts()).toEqual([]); // held for the night by now
  await line.event("order.delivered o1", { parcel: { id: "p1" } });
  await line.event("order.delivered o2", { parcel: { id: "p2" } });
  await line.event("order.delivered o3");
  await line.to("2026-03-03T00:00:00Z");
  expect(await line.texts()).toEqual(["2026-03-02T22:00Z shipped o2"]);
  expect(await line.others()).toEqual([
    "shipped o1 0 suppressed superseded 2026-03-02T22:00Z",
    "shipped o3 0 suppressed superseded 2026-03-02T22:00Z",
  ]);
});

it("whatever way news arrives, and however often, the same texts go for the same reasons", async () => {
  const at = (hour: number) => ({ occurredAt: `2026-03-01T${String(hour).padStart(2, "0")}:00:00Z` });
  const items = { items: [{ sku: "A", quantity: 1 }] };
  const events: readonly (readonly [string, Record<string, unknown>])[] = [
    ["order.placed o1", { id: "a", ...at(1), ...items }],
    ["order.placed o2", { id: "b", ...at(2), ...items }],
    ["fulfillment.shipped o1", { id: "c", ...at(3), parcel: { id: "p1" }, ...items }],
    ["order.delivered o1", { id: "d", ...at(4) }],
    ["order.delivered o2", { id: "e", ...at(4) }],
    ["support.opened o2", { id: "f", ...at(5) }],
    ["order.refunded o1", { id: "g", ...at(6), ...items }],
    ["order.placed o3", { id: "h", ...at(7) }],
    ["order.cancelled o3", { id: "i", ...at(8) }],
    ["order.delivered o3", { id: "j", ...at(9) }],
  ];
  const orders = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
    [4, 4, 0, 9, 2, 7, 5, 1, 8, 3, 6, 0, 9],
  ];
  const results = [];
  for (const order of orders) {
    const line = await openTimeline();
    await line.flow(
      "review",
      [news("review {{ order.id }}", { after: "P3D", if: { "customer.orderCount": { gte: 2 } } })],
      {
        trigger: { event: "order.delivered" },
        exitOn: [{ event: "support.opened" }],
        requiresItems: true,
      },
    );
    await line.flow("once", [news("once {{ order.id }}", { after: "P3D" })], {
      per: "customer",
      exitOn: [{ event: "order.placed", match: "sku" }],
    });
    await line.flow("wait", [
      {
        waitFor: { event: "order.delivered", timeout: "P4D" },
        then: [news("came {{ order.id }}", { after: "P4D" })],
        onTimeout: [news("late")],
      },
    ]);
    await line.customer("c1", { phone, timeZone });
    for (const index of order) {
      const [name, more] = events[index] ?? ["", {}];
      await line.event(name, more);
    }
    await line.to("2026-03-20T00:00:00Z");
    results.push({ texts: await line.texts(), others: (await line.others()).slice().sort() });
  }
  expect(results[0]?.texts).not.toEqual([]);
  expect(results[1]).toEqual(results[0]);
  expect(results[2]).toEqual(results[0]);
});
