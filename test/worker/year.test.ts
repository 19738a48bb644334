import { expect, it } from "vitest";
import { checkYear } from "../invariants/check-year.ts";
import { type Act, DAY, inventYear, START } from "../invariants/invent-year.ts";
import type { Hold, PublishedFlow, Row, Step, Year } from "../invariants/year.ts";
import { call, moveTo, openShop, resetBench, type Shop } from "./shop.ts";

/**
 * A shop's year through the running Worker, told late, twice and in any order, and judged from outside: see test/invariants, which
 * imports nothing of the Worker's.
 */
const DAYS = 365;
const PEOPLE = 12;

type Log = { -readonly [Part in keyof Year]: Year[Part] extends readonly (infer One)[] ? One[] : never };

it("a shop's year breaks no rule", { timeout: 240_000 }, async () => {
  await resetBench(iso(START));
  const shop = await openShop();
  const log: Log = {
    flows: [],
    policies: [],
    people: [],
    consents: [],
    optOuts: [],
    replies: [],
    holds: [],
    events: [],
    texts: [],
    rows: [],
  };
  let nowMs = START;
  for (const { atMs, act } of inventYear(seeded(7), PEOPLE, DAYS)) {
    if (atMs > nowMs) await moveTo(iso(atMs));
    nowMs = Math.max(nowMs, atMs);
    await perform(shop, act, nowMs, log);
  }
  await moveTo(iso(START + (DAYS + 120) * DAY));
  const year: Year = { ...log, texts: await shop.texts(), rows: (await shop.decisions()) as readonly Row[] };

  expect(checkYear(year)).toEqual([]);
  const gateway = (await call<{ duplicates: number }>("GET", "/bench/gateway")).body;
  expect(gateway.duplicates).toBe(0);
  // The year was one in which there was something to get wrong.
  expect(year.rows.filter(({ outcome }) => outcome === "waiting")).toEqual([]);
  expect(year.texts.length).toBeGreaterThan(300);
  const seen = new Set(year.rows.flatMap(({ outcome, reason, rule }) => [outcome, reason ?? "", rule ?? ""]));
  for (const word of [
    "sent",
    "no_consent",
    "opted_out",
    "exited",
    "superseded",
    "condition",
    "expired",
    "quiet_hours",
    "holdout",
    "no_entry",
    "test_order",
    "cap",
    "reserved",
    "stopped",
    "paused",
    "cap_doubled",
  ])
    expect(seen).toContain(word);
  const begun = new Set(year.texts.map(({ body }) => body.split(" ")[0]));
  for (const { key, steps } of log.flows) for (const { name } of steps) expect(begun).toContain(`${key}.${name}`);
});

async function perform(shop: Shop, act: Act, atMs: number, log: Log): Promise<void> {
  switch (act.kind) {
    case "publish": {
      const { flow } = act;
      expect((await shop.api("PUT", `/v1/flows/${flow.key}`, bodyOf(flow))).status).toBeLessThan(300);
      log.flows.push({ ...flow, fromMs: atMs });
      break;
    }
    case "policy": {
      const { policy } = act;
      const caps = policy.caps.map((cap) => ({ ...cap, onCap: "defer" }));
      expect((await shop.api("PUT", "/v1/policy", { ...policy, caps })).status).toBe(200);
      log.policies.push({ ...policy, fromMs: atMs });
      break;
    }
    case "customer":
      expect((await shop.api("PUT", `/v1/customers/${act.id}`, act.body)).status).toBeLessThan(300);
      if (act.facts !== undefined) log.people.push({ ...act.facts, fromMs: atMs });
      if (act.consent !== undefined) log.consents.push({ ...act.consent, atMs });
      break;
    case "event":
      expect((await shop.event(act.body)).status).toBeLessThan(300);
      log.events.push({ ...act.event, toldMs: atMs });
      break;
    case "reply": {
      const { phone, body } = act;
      await call("POST", "/bench/replies", { body: { from: phone, to: shop.sender, body } });
      if (/^(stop|start)$/i.test(body)) log.optOuts.push({ phone, atMs, isOut: /stop/i.test(body) });
      log.replies.push({ phone, atMs, body });
      break;
    }
    case "hold":
      await hold(shop, act.scope, act.isPause ? "pause" : "stop");
      log.holds.push({ scope: act.scope, fromMs: atMs, toMs: Number.POSITIVE_INFINITY });
      break;
    case "release":
      await hold(shop, act.scope, "resume", act.isPause);
      log.holds = log.holds.map((one) =>
        JSON.stringify(one.scope) === JSON.stringify(act.scope) ? { ...one, toMs: atMs } : one,
      );
      break;
  }
}

async function hold(
  shop: Shop,
  scope: Hold["scope"],
  what: "pause" | "stop" | "resume",
  isPause = what === "pause",
): Promise<void> {
  const answer =
    isPause && typeof scope === "object"
      ? await shop.api("POST", `/v1/flows/${scope.flow}/${what}`)
      : await shop.api("POST", `/v1/${what}`, { scope });
  expect(answer.status).toBeLessThan(300);
}

/** The flow as the contract has it. Each text begins with what it is of. */
function bodyOf(flow: Omit<PublishedFlow, "fromMs">): unknown {
  const { key, version, event, exitOn, supersededBy, requiresItems, per, reentry, holdout, rank, steps } = flow;
  const mark = (step: Step, path: string) => `${key}.${step.name} v${version} {{ order.id }} {{ customer.id }} ${path}`;
  const timing = ({ class: own, after, localTime, quiet, expires, unless, isFromTrigger }: Step) => ({
    class: own,
    ...(after !== undefined && { after }),
    ...(localTime !== undefined && { at: { localTime } }),
    ...(quiet !== undefined && { quiet }),
    ...(expires !== undefined && { expires }),
    ...(unless !== undefined && { unless }),
    ...(!isFromTrigger && { from: "previous" }),
  });
  const plain = steps.filter(({ answer }) => answer === undefined);
  const answers = Object.fromEntries(
    steps.flatMap((step) => {
      if (step.answer === undefined) return [];
      const range = `${step.answer.from}-${step.answer.to}`;
      return [[range, [{ send: { body: mark(step, `0.ask.answers.${range}.0`) }, ...timing(step) }]]];
    }),
  );
  const asStep = (step: Step, index: number) =>
    step.name === "ask"
      ? { ask: { template: "nps", body: mark(step, String(index)), answers, timeout: "P3D" }, ...timing(step) }
      : { send: { body: mark(step, String(index)) }, ...timing(step) };
  return {
    name: key,
    trigger: { event },
    per,
    ...(reentry !== undefined && { reentry }),
    ...(requiresItems && { requiresItems }),
    ...(supersededBy !== undefined && { supersededBy }),
    exitOn,
    ...(holdout > 0 && { holdout }),
    rank,
    steps: plain.map(asStep),
  };
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}

/** Mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}
