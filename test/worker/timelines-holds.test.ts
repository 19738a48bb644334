import { describe, expect, it } from "vitest";
import { news, offer, openTimeline, optIn, short } from "./timeline.ts";

const phone = "+12125550101";
const asleep = { quietHours: { from: "09:00", to: "17:00" } };
const person = { phone, timeZone: "America/New_York", consent: optIn };

describe("quiet hours", () => {
  it("hold until the first open instant, drop, or are ignored, and refuse at once what would be expired by then", async () => {
    const line = await openTimeline();
    await line.flow("defer", [news("defer")]);
    await line.flow("drop", [news("drop", { quiet: "drop" })]);
    await line.flow("ignore", [news("ignore", { quiet: "ignore" })]);
    await line.flow("short", [news("short", { expires: "PT7H" })]);
    await line.flow("long", [news("long", { expires: "PT7H1S" })]);
    await line.policy(asleep);
    await line.customer("c1", person);
    await line.event("order.placed o1");
    expect(await line.texts()).toEqual(["2026-03-02T15:00Z ignore"]);
    expect((await line.others()).sort()).toEqual([
      "defer o1 0 waiting quiet_hours 2026-03-02T15:00Z",
      "drop o1 0 suppressed quiet_hours 2026-03-02T15:00Z",
      "long o1 0 waiting quiet_hours 2026-03-02T15:00Z",
      "short o1 0 suppressed expired 2026-03-02T15:00Z",
    ]);
    expect((await line.shop.decisions("?flow=defer"))[0]?.untilAt).toBe("2026-03-02T22:00:00.000Z");
    await line.to("2026-03-02T21:59:59Z");
    expect(await line.texts()).toHaveLength(1);
    await line.to("2026-03-02T22:00:00Z");
    expect((await line.texts()).slice(1)).toEqual(["2026-03-02T22:00Z defer", "2026-03-02T22:00Z long"]);
  });

  it("are those of every zone that the person may be in, at the moment of sending", async () => {
    const line = await openTimeline();
    await line.flow("hi", [news("hi", { after: "P1D", at: { localTime: "09:00" } })]);
    await line.policy({ quietHours: { from: "20:00", to: "08:00" } });
    await line.customer("c1", { phone, timeZone: "Europe/Berlin" });
    await line.event("order.placed o1");
    await line.to("2026-03-02T20:00:00Z");
    await line.customer("c1", { timeZone: "America/Los_Angeles" });
    await line.event("order.placed o2 c2", {
      customer: { id: "c2", phone: "+12125550102", address: { country: "US", region: "CA" } },
    });
    await line.to("2026-03-20T00:00:00Z");
    // Due at 09:00 in Berlin, which is midnight in Los Angeles; and for New York's number with an address in California, at 09:00
    // there, which is open in both.
    expect(await line.texts()).toEqual(["2026-03-04T16:00Z hi", "2026-03-04T17:00Z hi"]);
  });

  it("that change while they hold a text are the ones that it meets when it is looked at", async () => {
    const line = await openTimeline();
    await line.flow("hi", [news("hi")]);
    await line.policy(asleep);
    await line.customer("c1", person);
    await line.event("order.placed o1");
    await line.policy({ quietHours: { from: "09:00", to: "18:00" } });
    await line.to("2026-03-03T12:00:00Z");
    expect(await line.texts()).toEqual(["2026-03-02T23:00Z hi"]);
  });
});

describe("a text that the merchant holds", () => {
  it("goes when its stop ends, shows why it waits, and ends where it expires meanwhile", async () => {
    const line = await openTimeline();
    await line.flow("news", [news("news")]);
    await line.flow("offer", [offer("offer", { expires: "PT1H" })]);
    await line.customer("c1", person);
    await line.shop.api("POST", "/v1/stop", { scope: "promotional" });
    await line.shop.api("POST", "/v1/stop", { scope: { flow: "news" } });
    await line.event("order.placed o1");
    expect((await line.others()).sort()).toEqual([
      "news o1 0 waiting stopped 2026-03-02T15:00Z",
      "offer o1 0 waiting stopped 2026-03-02T15:00Z",
    ]);
    await line.to("2026-03-02T16:00:00Z");
    await line.shop.api("POST", "/v1/resume", { scope: "promotional" });
    expect(await line.texts()).toEqual([]);
    expect(await line.others()).toContain("offer o1 0 suppressed expired 2026-03-02T16:00Z");
    await line.to("2026-03-02T17:00:00Z");
    await line.shop.api("POST", "/v1/resume", { scope: { flow: "news" } });
    expect(await line.texts()).toEqual(["2026-03-02T17:00Z news"]);
  });

  it("by a pause waits, takes entries meanwhile, and goes on where it was", async () => {
    const line = await openTimeline();
    await line.flow("two", [news("one"), news("two", { from: "previous", after: "PT1H" })]);
    await line.customer("c1", person);
    await line.event("order.placed o1");
    expect(await line.texts()).toHaveLength(1);
    await line.shop.api("POST", "/v1/flows/two/pause");
    await line.event("order.placed o2");
    await line.to("2026-03-02T20:00:00Z");
    expect(await line.others()).toEqual([
      "two o2 0 waiting paused 2026-03-02T15:00Z",
      "two o1 1 waiting paused 2026-03-02T16:00Z",
    ]);
    await line.shop.api("POST", "/v1/flows/two/resume");
    await line.to("2026-03-02T21:00:00Z");
    expect((await line.texts()).slice(1).sort()).toEqual([
      "2026-03-02T20:00Z one",
      "2026-03-02T20:00Z two",
      "2026-03-02T21:00Z two",
    ]);
  });
});

describe("a cap", () => {
  const caps = [{ classes: ["promotional"], max: 1, windowSeconds: 86_400, onCap: "defer" }];

  it("defers to the instant at which it frees, through quiet hours, and is the number's, not the customer's", async () => {
    const line = await openTimeline();
    await line.flow("offer", [offer("offer {{ order.id }}")]);
    await line.policy({ caps });
    await line.customer("c1", person);
    await line.customer("c2", person);
    await line.event("order.placed o1 c1");
    expect(await line.texts()).toEqual(["2026-03-02T15:00Z offer o1"]);
    await line.to("2026-03-02T16:00:00Z");
    await line.event("order.placed o2 c2");
    expect(await line.others()).toEqual(["offer o2 0 waiting cap 2026-03-02T16:00Z"]);
    expect((await line.shop.decisions("?customer=c2"))[0]?.untilAt).toBe("2026-03-03T15:00:00.000Z");
    await line.to("2026-03-03T15:00:00Z");
    expect((await line.texts()).slice(1)).toEqual(["2026-03-03T15:00Z offer o2"]);
    await line.policy({ caps, ...asleep });
    await line.event("order.placed o3 c1");
    await line.to("2026-03-06T15:00:00Z");
    expect((await line.texts()).slice(2)).toEqual(["2026-03-04T22:00Z offer o3"]);
  });

  it("keeps room for what matters more, skips where it says so, and tries the first first", async () => {
    const line = await openTimeline();
    await line.flow("low", [offer("low")]);
    await line.flow("high", [offer("high", { after: "PT5H" })], { rank: 1 });
    await line.policy({ caps });
    await line.customer("c1", person);
    await line.event("order.placed o1");
    await line.to("2026-03-03T00:00:00Z");
    expect(await line.texts()).toEqual(["2026-03-02T20:00Z high"]);
    expect(await line.others()).toEqual(["low o1 0 suppressed reserved 2026-03-02T15:00Z"]);
    await line.policy({ caps: [{ ...caps[0], onCap: "skip" }] });
    await line.flow("high", [offer("high", { after: "PT5H" })], { rank: 0 });
    await line.event("order.placed o2");
    expect(await line.others()).toContain("low o2 0 suppressed cap 2026-03-03T00:00Z");
  });

  it("counts what was held out", async () => {
    const line = await openTimeline();
    await line.flow("held", [offer("held")], { holdout: 0.9, trigger: { event: "order.delivered" } });
    await line.flow("next", [offer("next")]);
    await line.policy({ caps: [{ ...caps[0], onCap: "skip" }] });
    for (let index = 0; index < 8; index += 1) {
      await line.event(`order.delivered d${index}`, {
        customer: { ...person, id: `h${index}`, phone: `+1212555010${index}` },
      });
      await line.event(`order.placed p${index} h${index}`);
    }
    const others = await line.others();
    const heldOut = others.filter((row) => row.includes("holdout"));
    expect(heldOut.length).toBeGreaterThan(3);
    // Who was held out and who got the text are capped alike.
    expect(others.filter((row) => row.includes("suppressed cap"))).toHaveLength(8);
  });
});

it("a confirmation carries its offer where an offer may go now, and counts as one", async () => {
  const line = await openTimeline();
  const step = {
    send: { body: "confirmed", promotionalBody: "confirmed + 10% off" },
    class: "transactional",
    quiet: "ignore",
  };
  await line.flow("both", [step]);
  await line.policy({ caps: [{ classes: ["promotional"], max: 1, windowSeconds: 3600, onCap: "defer" }] });
  await line.customer("c1", person);
  await line.customer("c2", { phone: "+12125550102" });
  await line.event("order.placed o1 c1");
  expect(await line.texts()).toEqual(["2026-03-02T15:00Z confirmed + 10% off"]);
  await line.event("order.placed o2 c1");
  await line.event("order.placed o3 c2");
  await line.texts();
  await line.to("2026-03-02T16:00:00Z");
  await line.policy({ ...asleep });
  await line.event("order.placed o4 c1");
  expect((await line.texts()).slice(1)).toEqual([
    "2026-03-02T15:00Z confirmed",
    "2026-03-02T15:00Z confirmed",
    "2026-03-02T16:00Z confirmed",
  ]);
  expect((await line.shop.decisions("?customer=c1")).map((row) => row.class)).toEqual([
    "promotional",
    "transactional",
    "transactional",
  ]);
});

it("texts of one instant go by class, rank, flow, and when they were due", async () => {
  const line = await openTimeline();
  await line.flow("offer", [offer("offer", { after: "PT1H" })], { rank: 9 });
  await line.flow("thanks", [{ ...news("thanks", { after: "PT1H" }), class: "relationship" }]);
  await line.flow("more", [{ ...news("more", { after: "PT1H" }), class: "relationship" }], { rank: 2 });
  await line.flow("news", [news("news", { after: "PT1H" })]);
  await line.policy({ quietHours: { from: "10:00", to: "20:00" } });
  await line.customer("c1", person);
  await line.event("order.placed o1");
  await line.event("order.placed o2", { occurredAt: "2026-03-02T14:30:00Z" });
  await line.to("2026-03-03T01:00:00Z");
  const texts = await line.texts();
  expect(texts.map((text) => text.slice(18))).toEqual([
    "news",
    "news",
    "more",
    "more",
    "thanks",
    "thanks",
    "offer",
    "offer",
  ]);
  const rows = await line.shop.decisions();
  expect(new Set(rows.map((row) => short(row.at)))).toEqual(new Set(["2026-03-03T01:00Z"]));
});
