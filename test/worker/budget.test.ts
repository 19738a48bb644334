import { expect, it } from "vitest";
import { advance } from "./shop.ts";
import { news, openTimeline, type Timeline } from "./timeline.ts";

const budget = (amountMinor: number) => ({ budget: { perMonth: { amountMinor, currency: "USD" } } });
const price = { segmentPrice: { amountMicros: 10_000, currency: "USD" } };

async function openShop(amountMinor: number, more: Record<string, unknown> = {}): Promise<Timeline> {
  const line = await openTimeline({ country: "US" }, "2026-03-30T15:00:00Z");
  await line.policy({ ...budget(amountMinor), ...price });
  await line.flow("hello", [news("Hello", more)]);
  return line;
}

async function order(line: Timeline, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await line.shop.event({
      id: `o${index}`,
      type: "order.placed",
      customer: { id: `c${index}`, phone: `+1212555010${index}` },
      order: { id: `o${index}` },
    });
  }
  await advance();
}

const outcomes = async (line: Timeline): Promise<string[]> =>
  (await line.shop.decisions()).map(({ outcome, reason }) => reason ?? outcome).sort();

it("a month costs no more than its budget; what is left waits for the next one, and the merchant is told", async () => {
  const line = await openShop(3); // three texts at one cent
  await order(line, 5);
  expect(await outcomes(line)).toEqual(["budget", "budget", "sent", "sent", "sent"]);
  expect(await line.shop.api("GET", "/v1/notices")).toMatchObject({
    body: { items: [{ kind: "budget", subject: "2026-03" }] },
  });
  await line.to("2026-04-01T03:59:59Z"); // midnight in New York is at 04:00
  expect(await line.texts()).toHaveLength(3);
  await line.to("2026-04-01T04:00:00Z");
  expect((await line.texts()).slice(3)).toEqual(["2026-04-01T04:00Z Hello", "2026-04-01T04:00Z Hello"]);
});

it("a larger budget lets them go at once", async () => {
  const line = await openShop(3);
  await order(line, 5);
  await line.policy({ ...budget(4), ...price });
  await advance();
  expect(await outcomes(line)).toEqual(["budget", "sent", "sent", "sent", "sent"]);
});

it("a text that would expire until then is refused at once", async () => {
  const line = await openShop(1, { expires: "PT2H" });
  await order(line, 2);
  expect(await outcomes(line)).toEqual(["expired", "sent"]);
});

it("without a budget nothing is held", async () => {
  const line = await openShop(1);
  await line.policy({ ...price });
  await order(line, 3);
  expect(await outcomes(line)).toEqual(["sent", "sent", "sent"]);
});
