import { expect, it } from "vitest";
import { news, openTimeline } from "./timeline.ts";

const phone = "+12125550101";

it("waits keep the wall clock of the recipient, and time of day is theirs", async () => {
  const line = await openTimeline({}, "2026-03-06T16:00:00Z");
  await line.flow("days", [news("days", { after: "P3D" })]);
  await line.flow("hours", [news("hours", { after: "PT72H" })]);
  await line.flow("noon", [news("noon", { after: "P2D", at: { localTime: "12:00" } })]);
  await line.customer("c1", { phone, timeZone: "America/Los_Angeles" });
  await line.event("order.placed o1");
  await line.to("2026-04-01T00:00:00Z");
  expect(await line.texts()).toEqual(["2026-03-08T19:00Z noon", "2026-03-09T15:00Z days", "2026-03-09T16:00Z hours"]);
});

it("a text may wait 400 days", async () => {
  const line = await openTimeline();
  await line.flow("year", [news("long ago", { after: "P400D" })]);
  await line.customer("c1", { phone, timeZone: "America/New_York" });
  await line.event("order.placed o1");
  await line.to("2027-04-06T13:59:59Z");
  expect(await line.texts()).toEqual([]);
  await line.to("2027-04-06T14:00:00Z");
  expect(await line.texts()).toEqual(["2027-04-06T14:00Z long ago"]);
});

it("a late event counts from when it happened; what is past is now, and expires counted from now", async () => {
  const line = await openTimeline();
  await line.flow("late", [news("late", { after: "P1D", expires: "PT2H" })], { trigger: { event: "order.delivered" } });
  await line.flow("later", [news("later", { after: "P5D" })], { trigger: { event: "order.delivered" } });
  await line.policy({ quietHours: { from: "09:00", to: "11:30" } });
  await line.customer("c1", { phone, timeZone: "America/New_York" });
  await line.event("order.delivered o1", { occurredAt: "2026-02-28T09:00:00Z" });
  await line.to("2026-04-01T00:00:00Z");
  expect(await line.texts()).toEqual(["2026-03-02T16:30Z late", "2026-03-05T09:00Z later"]);
});

it("a run waits for an event, goes on with it or without it, and names its steps as they stand", async () => {
  const line = await openTimeline();
  const wait = {
    waitFor: { event: "order.shipped", timeout: "P5D" },
    then: [news("shipped", { from: "previous", after: "PT1H" })],
    onTimeout: [news("late", { from: "previous" })],
  };
  await line.flow("wait", [news("thanks"), wait, news("behind", { from: "previous", after: "PT2H" })]);
  await line.customer("c1", { phone, timeZone: "Europe/Berlin" });
  await line.event("order.placed o1");
  await line.event("order.placed o2");
  await line.to("2026-03-03T15:00:00Z");
  await line.event("order.shipped o1", { occurredAt: "2026-03-03T14:30:00Z" });
  await line.to("2026-03-20T00:00:00Z");
  await line.event("order.shipped o2", { occurredAt: "2026-03-04T15:00:00Z" });
  await line.to("2026-04-01T00:00:00Z");
  expect(await line.texts()).toEqual([
    "2026-03-02T15:00Z thanks",
    "2026-03-02T15:00Z thanks",
    "2026-03-03T15:30Z shipped",
    "2026-03-03T17:30Z behind",
    "2026-03-07T15:00Z late",
    "2026-03-07T17:00Z behind",
  ]);
  const rows = await line.shop.decisions();
  expect(rows.map((row) => `${row.order} ${row.step}`).sort()).toEqual([
    "o1 0",
    "o1 1.then.0",
    "o1 2",
    "o2 0",
    "o2 1.onTimeout.0",
    "o2 2",
  ]);
});

it("a branch and an `if` take what was so at the trigger, whatever is heard of later", async () => {
  const line = await openTimeline();
  const isFirst = { "customer.orderCount": { eq: 1 } };
  await line.flow("branch", [
    { branch: [{ if: isFirst, steps: [news("first", { after: "P1D" })] }], else: [news("again", { after: "P1D" })] },
  ]);
  await line.flow("if", [
    news("only first", { after: "P1D", if: isFirst }),
    news("both", { from: "previous", after: "P2D" }),
  ]);
  await line.customer("c1", { phone, timeZone: "America/New_York" });
  await line.customer("c2", { phone: "+12125550102", timeZone: "America/New_York", priorOrders: 3 });
  await line.event("order.placed o1 c1");
  await line.event("order.placed o2 c2");
  await line.event("order.placed o3 c1", { occurredAt: "2026-03-02T15:01:00Z" });
  await line.to("2026-03-20T00:00:00Z");
  // Who of two customers goes first at one instant is nobody's business.
  expect((await line.texts()).sort()).toEqual([
    "2026-03-03T15:00Z again",
    "2026-03-03T15:00Z first",
    "2026-03-03T15:00Z only first",
    "2026-03-03T15:01Z again",
    "2026-03-04T15:00Z both", // where the `if` left the step before out, two days from the trigger
    "2026-03-04T15:01Z both",
    "2026-03-05T15:00Z both",
  ]);
  expect(await line.others()).toEqual([
    "if o2 0 suppressed condition 2026-03-02T15:00Z",
    "if o3 0 suppressed condition 2026-03-02T15:00Z",
  ]);
});

it("a text that counts from a date moves with it", async () => {
  const line = await openTimeline();
  await line.flow("eta", [news("is it there?", { from: { field: "eta" }, after: "P1D" })]);
  await line.customer("c1", { phone, timeZone: "Europe/Berlin" });
  await line.event("order.placed o1", { order: { id: "o1", eta: "2026-03-05" } });
  await line.to("2026-03-03T00:00:00Z");
  expect(await line.others()).toEqual(["eta o1 0 waiting - 2026-03-05T23:00Z"]);
  await line.event("order.delayed o1", { eta: "2026-03-09T12:00:00+01:00" });
  expect(await line.others()).toEqual(["eta o1 0 waiting - 2026-03-10T11:00Z"]);
  await line.event("order.placed o2");
  await line.to("2026-03-20T00:00:00Z");
  expect(await line.texts()).toEqual(["2026-03-10T11:00Z is it there?"]);
  expect(await line.others()).toEqual(["eta o2 0 suppressed condition 2026-03-03T00:00Z"]);
});

it("a run keeps its version; new ones enter the new one, and nobody enters what came after them", async () => {
  const line = await openTimeline();
  await line.customer("c1", { phone, timeZone: "America/New_York" });
  await line.event("order.placed o0");
  await line.flow("v", [news("one a", { after: "P1D" }), news("one b", { after: "P2D" })]);
  await line.event("order.placed o1");
  await line.flow("v", [news("two", { after: "P1D" })]);
  await line.event("order.placed o2");
  await line.to("2026-03-03T18:00:00Z");
  await line.flow("v", [news("three")]);
  await line.to("2026-04-01T00:00:00Z");
  expect((await line.texts()).map((text) => text.slice(18))).toEqual(["one a", "two", "one b"]);
  expect((await line.shop.decisions()).map((row) => `${row.order} v${row.version}`)).toEqual([
    "o1 v1",
    "o2 v2",
    "o1 v1",
  ]);
});
