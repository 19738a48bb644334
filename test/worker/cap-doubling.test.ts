import { expect, it } from "vitest";
import { reply } from "./inside.ts";
import { call } from "./shop.ts";
import { offer, openTimeline, optIn, type Timeline } from "./timeline.ts";

const phone = "+12125550101";
const cap = { classes: ["promotional"], max: 1, windowSeconds: 86_400, onCap: "defer" };

async function openCapped(more: Record<string, unknown> = { capDoubling: true }): Promise<Timeline> {
  const line = await openTimeline();
  await line.policy({ caps: [cap], ...more });
  for (const key of ["a", "b", "c", "d", "e"]) {
    await line.flow(key, [offer(`${key} {{ link }}`, { link: { url: "https://shop.example/" } })]);
  }
  await line.customer("c1", { phone, timeZone: "America/New_York", consent: optIn });
  await line.event("order.placed o1", { occurredAt: "2026-03-02T14:00:00Z" });
  return line;
}

const days = async (line: Timeline): Promise<string[]> =>
  (await line.texts()).map((text) => text.slice(0, 19).replace(/Z (\w).*/, " $1"));

it("after three texts that nobody answered the windows double", async () => {
  const line = await openCapped();
  await line.to("2026-03-12T00:00:00Z");
  expect(await days(line)).toEqual([
    "2026-03-02T15:00 a",
    "2026-03-03T15:00 b",
    "2026-03-04T15:00 c",
    "2026-03-06T15:00 d",
    "2026-03-08T15:00 e",
  ]);
});

it("the order that the first of the three answers is no answer to it", async () => {
  const line = await openTimeline();
  await line.policy({ caps: [cap], capDoubling: true });
  await line.flow(
    "a",
    [0, 1, 2, 3].map((day) => offer(`on day ${day}`, { after: `P${day}D` })),
  );
  await line.customer("c1", { phone, timeZone: "America/New_York", consent: optIn });
  await line.event("order.placed o1");
  await line.to("2026-03-12T00:00:00Z");
  expect((await line.texts()).at(-1)).toBe("2026-03-06T15:00Z on day 3");
});

it("a reply ends it at once", async () => {
  const line = await openCapped();
  await line.to("2026-03-05T18:00:00Z");
  await reply(phone, line.shop.sender, "Thank you");
  await line.to("2026-03-12T00:00:00Z");
  expect((await days(line)).slice(3)).toEqual(["2026-03-05T18:00 d", "2026-03-06T18:00 e"]);
});

it("so does an order", async () => {
  const line = await openCapped();
  await line.to("2026-03-05T18:00:00Z");
  await line.shop.event({ id: "again", type: "order.placed", live: false, customer: "c1", order: "o2" });
  await line.to("2026-03-12T00:00:00Z");
  expect((await days(line)).slice(3)).toEqual(["2026-03-05T18:00 d", "2026-03-06T18:00 e"]);
});

it("a tap counts as an answer", async () => {
  const line = await openCapped();
  await line.to("2026-03-04T20:00:00Z");
  const [first] = await line.shop.texts();
  const path = new URL(first?.links[0] ?? "").pathname;
  await call("GET", path, {
    headers: {
      "User-Agent":
        "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1",
    },
  });
  await line.to("2026-03-12T00:00:00Z");
  expect((await days(line)).slice(3)).toEqual(["2026-03-05T15:00 d", "2026-03-06T15:00 e"]);
});

it("a policy that says nothing of it leaves the windows as they are", async () => {
  const line = await openCapped({});
  await line.to("2026-03-12T00:00:00Z");
  expect((await days(line)).at(-1)).toBe("2026-03-06T15:00 e");
});
