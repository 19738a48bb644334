import { describe, expect, it } from "vitest";
import { news, openTimeline, type Timeline } from "./timeline.ts";

const one = (body: string) => [news(body, { after: "P2D" })];

async function openShop(): Promise<Timeline> {
  const line = await openTimeline();
  await line.customer("c1", { phone: "+12125550101", timeZone: "America/New_York" });
  await line.flow("care", one("First"));
  await line.event("order.placed o1");
  await line.flow("care", one("Second"));
  await line.event("order.placed o2");
  await line.event("order.placed o3");
  return line;
}

const rollBack = (line: Timeline, to: number, dryRun?: boolean) =>
  line.shop.api("POST", "/v1/flows/care/rollback", { to, ...(dryRun !== undefined && { dryRun }) });

describe("going back to an earlier version", () => {
  it("lets new runs enter it, and says how many wait in later ones and stay there", async () => {
    const line = await openShop();
    const expected = { key: "care", version: 1, from: 2, staying: [{ version: 2, runs: 2 }], isComplete: true };
    expect(await rollBack(line, 1, true)).toMatchObject({ status: 200, body: { ...expected, dryRun: true } });
    expect(await line.shop.api("GET", "/v1/flows/care")).toMatchObject({ body: { version: 2 } });
    expect(await rollBack(line, 1)).toMatchObject({ status: 200, body: { ...expected, dryRun: false } });
    expect(await line.shop.api("GET", "/v1/flows/care")).toMatchObject({ body: { version: 1, status: "live" } });
    await line.event("order.placed o4");
    await line.to("2026-03-10T15:00:00Z");
    expect((await line.texts()).map((text) => text.slice(18)).sort()).toEqual(["First", "First", "Second", "Second"]);
  });

  it("takes along whoever is migrated", async () => {
    const line = await openShop();
    await rollBack(line, 1);
    await line.shop.api("POST", "/v1/flows/care/migrate", { from: 2, to: 1, dryRun: false });
    expect((await rollBack(line, 1)).body).toMatchObject({ staying: [] });
    await line.to("2026-03-10T15:00:00Z");
    expect((await line.texts()).map((text) => text.slice(18))).toEqual(["First", "First", "First"]);
  });

  it("keeps numbers rising: what is published next is a new version", async () => {
    const line = await openShop();
    await rollBack(line, 1);
    expect(
      await line.shop.api("PUT", "/v1/flows/care", {
        name: "care",
        trigger: { event: "order.placed" },
        steps: one("Third"),
      }),
    ).toMatchObject({ status: 201, body: { version: 3 } });
  });

  it("knows no version or flow that is not there", async () => {
    const line = await openShop();
    expect(await rollBack(line, 9)).toMatchObject({ status: 422, body: { errors: [{ path: "to" }] } });
    expect(await line.shop.api("POST", "/v1/flows/other/rollback", { to: 1 })).toMatchObject({ status: 404 });
  });
});

describe("who got which version", () => {
  it("is counted by version and listed by run, also of those who were moved", async () => {
    const line = await openShop();
    await line.to("2026-03-05T15:00:00Z");
    await line.flow("care", [...one("Third"), news("Later", { after: "P9D" })]);
    await line.event("order.placed o4");
    const { body } = await line.shop.api<{ items: Record<string, unknown>[] }>("GET", "/v1/flows/care/versions");
    expect(body.items).toEqual([
      { version: 3, publishedAt: "2026-03-05T15:00:00.000Z", isLive: true, people: 1, runs: 1, sent: 0, waiting: 1 },
      { version: 2, publishedAt: "2026-03-02T15:00:00.000Z", isLive: false, people: 1, runs: 2, sent: 2, waiting: 0 },
      { version: 1, publishedAt: "2026-03-02T15:00:00.000Z", isLive: false, people: 1, runs: 1, sent: 1, waiting: 0 },
    ]);
    const runs = async (version: number) =>
      (await line.shop.api<{ items: Record<string, unknown>[] }>("GET", `/v1/flows/care/versions/${version}/runs`)).body
        .items;
    expect(await runs(1)).toEqual([
      { run: "care:o1", customer: "c1", order: "o1", version: 1, state: "ended", next: { next: "ended" }, sent: 1 },
    ]);
    expect(await runs(3)).toEqual([
      {
        run: "care:o4",
        customer: "c1",
        order: "o4",
        version: 3,
        state: "waiting",
        next: { next: "text", step: "0", at: "2026-03-07T15:00:00.000Z" },
        sent: 0,
      },
    ]);
    expect(await line.shop.api("GET", "/v1/flows/care/versions/9/runs")).toMatchObject({ status: 404 });
  });

  it("shows a run that waits for an event and has had no text", async () => {
    const line = await openTimeline();
    await line.customer("c1", { phone: "+12125550101" });
    await line.flow("care", [{ waitFor: { event: "order.delivered" }, then: [news("Here")] }]);
    await line.event("order.placed o1");
    const { body } = await line.shop.api<{ items: unknown[] }>("GET", "/v1/flows/care/versions/1/runs");
    expect(body.items).toEqual([
      {
        run: "care:o1",
        customer: "c1",
        order: "o1",
        version: 1,
        state: "awaits_event",
        next: { next: "event", step: "0", event: "order.delivered" },
        sent: 0,
      },
    ]);
  });
});
