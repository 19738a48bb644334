import { expect, it } from "vitest";
import { news, openTimeline } from "./timeline.ts";

it("a wait of 400 days ends at the same time of day, through three clock changes", async () => {
  const line = await openTimeline();
  await line.flow("days", [news("400 days", { after: "P400D" })]);
  await line.flow("hours", [news("9,600 hours", { after: "PT9600H" })]);
  await line.flow("anniversary", [
    news("14 months", { after: "P1Y2M" }),
    news("and a leap day", { after: "P2Y", from: "previous" }),
  ]);
  await line.customer("c1", { phone: "+12125550101", timeZone: "America/New_York" });
  // 10:00 in New York, in winter time; 400 days later it is summer time.
  await line.event("order.placed o1", { occurredAt: "2026-03-02T15:00:00Z" });
  await line.to("2027-04-06T13:59:59Z");
  expect(await line.texts()).toEqual([]);
  await line.to("2029-06-01T00:00:00Z");
  expect(await line.texts()).toEqual([
    "2027-04-06T14:00Z 400 days",
    "2027-04-06T15:00Z 9,600 hours",
    "2027-05-02T14:00Z 14 months",
    "2029-05-02T14:00Z and a leap day",
  ]);
});
