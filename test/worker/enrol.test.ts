import { describe, expect, it } from "vitest";
import { news, offer, openTimeline, optIn, type Timeline } from "./timeline.ts";

const steps = [
  offer("Do you like it?", { class: "relationship", after: "P2D" }),
  news("Bye", { from: "previous", after: "P1D" }),
];
const trigger = { event: "order.delivered" };

async function openShop(): Promise<Timeline> {
  const line = await openTimeline();
  const customer = (id: string, phone: string, more = {}) =>
    line.customer(id, { phone, timeZone: "America/New_York", consent: optIn, ...more });
  await customer("c1", "+12125550101", { tags: ["vip"] });
  await customer("c2", "+12125550102", { tags: ["vip"] });
  await customer("c3", "+12125550103");
  await customer("c4", "+12125550104", { tags: ["vip"] });
  const imported = (line_: string, occurredAt: string) => line.event(line_, { live: false, occurredAt });
  await imported("order.delivered o1 c1", "2025-12-01T10:00:00Z");
  await imported("order.delivered o2 c1", "2026-01-01T10:00:00Z");
  await imported("order.delivered o3 c3", "2026-01-01T10:00:00Z");
  await imported("order.delivered o4 c4", "2026-01-01T10:00:00Z");
  await imported("order.placed o5 c2", "2026-01-01T10:00:00Z");
  await line.flow("survey", steps, { trigger, exitOn: [{ event: "review.posted" }] });
  await line.shop.api("PUT", "/v1/segments/vip", { name: "VIP", where: { "customer.tags": { contains: "vip" } } });
  return line;
}

const enrol = (line: Timeline, dryRun: boolean, segment = "vip") =>
  line.shop.api("POST", "/v1/flows/survey/enrol", { segment, dryRun });

describe("past buyers", () => {
  it("enter by an explicit call alone, which first says how many, when, and at what cost", async () => {
    const line = await openShop();
    const { body } = await enrol(line, true);
    expect(body).toEqual({
      flow: "survey",
      version: 1,
      segment: "vip",
      dryRun: true,
      matching: 3,
      entering: 2,
      alreadyIn: 0,
      withoutOrder: 1,
      refused: 0,
      texts: 4,
      segments: 4,
      cost: { amount: "0.0332", currency: "USD" },
      firstTextAt: { earliest: "2026-03-04T15:00:00.000Z", latest: "2026-03-04T15:00:00.000Z" },
      examples: expect.arrayContaining([
        { customer: "c1", order: "o2", firstTextAt: "2026-03-04T15:00:00.000Z" },
        { customer: "c4", order: "o4", firstTextAt: "2026-03-04T15:00:00.000Z" },
      ]),
      done: true,
    });
    await line.to("2026-03-20T15:00:00Z");
    expect(await line.texts()).toEqual([]);
  });

  it("cost what the merchant pays: their own price at home, the list's elsewhere, currencies apart", async () => {
    const line = await openShop();
    await line.customer("c4", { phone: "+4915123456789", tags: ["vip"], consent: optIn });
    const costs = async () => {
      const { body } = await line.shop.api<{ cost?: unknown; costs?: unknown }>("POST", "/v1/flows/survey/enrol", {
        segment: "vip",
        dryRun: true,
      });
      return body.costs ?? body.cost;
    };
    expect(await costs()).toEqual({ amount: "0.2406", currency: "USD" });
    await line.policy({ segmentPrice: { amountMicros: 5_000, currency: "USD" } });
    expect(await costs()).toEqual({ amount: "0.2340", currency: "USD" });
    await line.policy({ segmentPrice: { amountMicros: 5_000, currency: "EUR" } });
    expect(await costs()).toEqual(
      expect.arrayContaining([
        { amount: "0.0100", currency: "EUR" },
        { amount: "0.2240", currency: "USD" },
      ]),
    );
    await line.customer("c4", { phone: "+37491123456" });
    expect(await costs()).toBeUndefined();
  });

  it("enter by their newest fitting order, and its texts count from that moment", async () => {
    const line = await openShop();
    expect(await enrol(line, false)).toMatchObject({ status: 200, body: { entering: 2 } });
    await line.to("2026-03-20T15:00:00Z");
    expect(await line.texts()).toEqual([
      "2026-03-04T15:00Z Do you like it?",
      "2026-03-04T15:00Z Do you like it?",
      "2026-03-05T15:00Z Bye",
      "2026-03-05T15:00Z Bye",
    ]);
    const rows = await line.shop.decisions("?flow=survey");
    expect(
      rows
        .filter(({ outcome }) => outcome === "sent")
        .map(({ order }) => order)
        .sort(),
    ).toEqual(["o2", "o2", "o4", "o4"]);
  });

  it("enter once, however often they are let in, and never beside a run of the same order", async () => {
    const line = await openShop();
    await line.event("order.delivered o9 c4");
    expect((await enrol(line, false)).body).toMatchObject({ entering: 1, alreadyIn: 1 });
    await line.to("2026-03-08T15:00:00Z");
    expect((await enrol(line, false)).body).toMatchObject({ entering: 0, alreadyIn: 2 });
    await line.to("2026-03-20T15:00:00Z");
    expect(await line.texts()).toHaveLength(4);
  });

  it("go through every gate, and leave by what ends the flow, also by what happened before", async () => {
    const line = await openShop();
    await line.event("review.posted o4 c4", { occurredAt: "2026-01-20T10:00:00Z" });
    await line.customer("c1", { consent: { promotional: false, source: "form" } });
    expect((await enrol(line, true)).body).toMatchObject({ entering: 2, texts: 1 });
    await enrol(line, false);
    await line.to("2026-03-20T15:00:00Z");
    expect(await line.texts()).toEqual(["2026-03-05T15:00Z Bye"]);
    const others = await line.others();
    expect(others).toContain("survey o2 0 suppressed no_consent 2026-03-04T15:00Z");
    expect(others).toContain("survey o4 0 suppressed exited 2026-03-02T15:00Z");
  });

  it("are let in again by a flow per customer only as it says", async () => {
    const line = await openShop();
    await line.flow("survey", steps, { trigger, per: "customer", reentry: "never" });
    expect((await enrol(line, false)).body).toMatchObject({ version: 2, entering: 2 });
    await line.to("2026-03-20T15:00:00Z");
    await line.event("order.delivered o10 c1", { live: false });
    expect((await enrol(line, false)).body).toMatchObject({ entering: 0, refused: 1, alreadyIn: 1 });
    expect(await line.texts()).toHaveLength(4);
  });

  it("keep the version that they entered with", async () => {
    const line = await openShop();
    await enrol(line, false);
    await line.flow("survey", [news("New")], { trigger });
    await line.to("2026-03-20T15:00:00Z");
    expect((await line.texts()).map((one) => one.slice(18))).toEqual([
      "Do you like it?",
      "Do you like it?",
      "Bye",
      "Bye",
    ]);
  });

  it("are not let in into a flow that is off or unknown, or by a segment that is not there", async () => {
    const line = await openShop();
    expect(await enrol(line, false, "friends")).toMatchObject({ status: 422, body: { errors: [{ path: "segment" }] } });
    expect(await line.shop.api("POST", "/v1/flows/other/enrol", { segment: "vip" })).toMatchObject({ status: 404 });
  });
});
