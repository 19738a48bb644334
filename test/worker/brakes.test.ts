import { expect, it } from "vitest";
import { reply } from "./inside.ts";
import { advance, call, moveTo } from "./shop.ts";
import { news, offer, openTimeline, optIn, type Timeline } from "./timeline.ts";

const phoneOf = (index: number): string => `+1212555${String(1000 + index)}`;

async function order(line: Timeline, from: number, to: number): Promise<void> {
  for (let index = from; index < to; index += 1) {
    await line.shop.event({
      id: `o${index}`,
      type: "order.placed",
      customer: { id: `c${index}`, phone: phoneOf(index), consent: optIn },
      order: { id: `o${index}` },
    });
  }
}

async function openBraked(): Promise<Timeline> {
  const line = await openTimeline();
  await line.policy({ brakes: true });
  await line.flow("hello", [news("Hello")]);
  return line;
}

const reasons = async (line: Timeline, flow = "hello"): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const { outcome, reason } of await line.shop.decisions(`?flow=${flow}`)) {
    const name = reason ?? outcome;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
};

it("a flow whose texts drive people away holds by itself, until it is released", async () => {
  const line = await openBraked();
  await line.flow("other", [news("Other")], { trigger: { event: "order.shipped" } });
  await order(line, 0, 50);
  await advance();
  await reply(phoneOf(0), line.shop.sender, "STOP");
  await order(line, 50, 51);
  await advance();
  expect(await reasons(line)).toEqual({ sent: 51 }); // one of fifty is 2 %
  await reply(phoneOf(1), line.shop.sender, "STOP");
  await order(line, 51, 53);
  await advance("PT1H");
  expect(await reasons(line)).toEqual({ sent: 51, brake: 2 });
  expect(await line.shop.api("GET", "/v1/stop")).toMatchObject({
    body: { brakes: [{ flow: "hello", kind: "opt_outs" }] },
  });
  await line.shop.event({ id: "s", type: "order.shipped", customer: "c51", order: "o51" });
  await advance();
  expect(await reasons(line, "other")).toEqual({ sent: 1 });
  await line.shop.api("POST", "/v1/resume", { scope: { flow: "hello" } });
  await advance();
  expect(await reasons(line)).toEqual({ sent: 53 });
}, 60_000);

it("five refusals in a row for what a text says hold its flow", async () => {
  const line = await openBraked();
  await call("POST", "/bench/gateway", {
    body: { script: Array.from({ length: 5 }, () => ({ kind: "reject", status: 400, code: 30007 })) },
  });
  await order(line, 0, 5);
  await advance();
  await order(line, 5, 7);
  await advance();
  expect(await reasons(line)).toEqual({ gateway_rejected: 5, brake: 2 });
}, 60_000);

it("a flow that sends five times its usual hour is held, and texts about orders never are", async () => {
  const line = await openTimeline();
  await line.policy({ brakes: true });
  await line.flow("hello", [news("Hello")]);
  await line.flow("sale", [offer("Sale")]);
  for (let hour = 0; hour < 24; hour += 1) {
    await order(line, hour, hour + 1);
    await advance("PT1H");
  }
  await order(line, 100, 150);
  await advance("PT1M");
  await order(line, 150, 153);
  await advance();
  expect(await reasons(line, "sale")).toEqual({ sent: 74, brake: 3 });
  expect(await reasons(line, "hello")).toEqual({ sent: 77 });
  await line.shop.api("POST", "/v1/resume", { scope: "all" });
  await moveTo("2026-03-05T00:00:00Z");
  expect(await reasons(line, "sale")).toEqual({ sent: 77 });
}, 60_000);

it("without the merchant's wish nothing holds by itself", async () => {
  const line = await openTimeline();
  await line.flow("hello", [news("Hello")]);
  await order(line, 0, 50);
  await advance();
  for (let index = 0; index < 5; index += 1) await reply(phoneOf(index), line.shop.sender, "STOP");
  await order(line, 50, 52);
  await advance();
  expect(await reasons(line)).toEqual({ sent: 52 });
}, 60_000);
