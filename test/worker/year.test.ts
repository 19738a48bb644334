import { beforeAll, expect, it } from "vitest";
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
/** What texts waited for when the merchant let go. */
const waited: Row[] = [];

beforeAll(async () => {
  await resetBench(iso(START));
  const shop = await openShop();
  let nowMs = START;
  for (const { atMs, act } of inventYear(seeded(7), PEOPLE, DAYS)) {
    if (atMs > nowMs) await moveTo(iso(atMs));
    nowMs = Math.max(nowMs, atMs);
    await perform(shop, act, nowMs);
  }
  await moveTo(iso(START + (DAYS + 120) * DAY));
  log.texts.push(...(await shop.texts()));
  log.rows.push(...((await shop.decisions()) as readonly Row[]));
}, 240_000);

it("a shop's year breaks no rule", async () => {
  expect(checkYear(log)).toEqual([]);
  expect((await call<{ duplicates: number }>("GET", "/bench/gateway")).body.duplicates).toBe(0);
  expect(log.rows.filter(({ outcome }) => outcome === "waiting")).toEqual([]);
});

it("it was a year in which much could go wrong", () => {
  expect(log.texts.length).toBeGreaterThan(250);
  const seen = new Set([...log.rows, ...waited].flatMap(({ reason = "sent", rule = "" }) => [reason, rule]));
  expect([...seen]).toEqual(expect.arrayContaining(words));
  const begun = new Set(log.texts.map(({ body }) => body.split(" ")[0]));
  for (const { key, steps } of log.flows) for (const { name } of steps) expect(begun).toContain(`${key}.${name}`);
});

const words =
  "sent no_consent opted_out exited superseded condition expired quiet_hours holdout no_entry test_order cap reserved stopped paused cap_doubled".split(
    " ",
  );

const year = (change: Partial<Year>): Year => ({ ...log, ...change });
const never = { from: "00:00", to: "23:59" };
const tampered: readonly (readonly [string, () => Year])[] = [
  [
    "R2 sent after an opt-out",
    () => year({ optOuts: log.people.map(({ phone }) => ({ phone, atMs: START, isOut: true })) }),
  ],
  ["R15 sent without an opt-in", () => year({ consents: [] })],
  ["R5 sent in quiet hours", () => year({ policies: log.policies.map((one) => ({ ...one, quietHours: never })) })],
  [
    "R6 sent against the law",
    () => year({ people: log.people.map((one) => ({ ...one, states: ["TX"], zones: ["Asia/Tokyo"] })) }),
  ],
  [
    "R17 sent while it was held",
    () => year({ holds: [{ scope: "promotional", fromMs: START, toMs: Number.POSITIVE_INFINITY }] }),
  ],
  ["R16 sent for an import", () => year({ events: log.events.map((event) => ({ ...event, live: false })) })],
  [
    "R4 sent before it was heard of",
    () => year({ events: log.events.map((event) => ({ ...event, toldMs: event.toldMs + 90 * DAY })) }),
  ],
  ["R4 held by nothing", () => year({ rows: log.rows.map(({ rule: _, ...row }) => row) })],
  [
    "R4 sent before 2",
    () => year({ events: log.events.map((event) => ({ ...event, occurredMs: event.occurredMs + DAY })) }),
  ],
  [
    "R4 sent when it had expired",
    () =>
      year({
        events: log.events.map((event) => ({
          ...event,
          occurredMs: event.occurredMs - 30 * DAY,
          toldMs: event.occurredMs - 30 * DAY,
        })),
      }),
  ],
  [
    "R9 version",
    () =>
      year({ flows: log.flows.map((flow) => (flow.version === 2 ? { ...flow, fromMs: START + 300 * DAY } : flow)) }),
  ],
  [
    "R2 sent after support.opened",
    () =>
      year({
        events: log.events.flatMap((event) => [event, { ...event, id: `${event.id}!`, type: "support.opened" }]),
      }),
  ],
  [
    "R10 sent though",
    () =>
      year({
        events: log.events.flatMap((event) => [event, { ...event, id: `${event.id}!`, type: "order.delivered" }]),
      }),
  ],
  [
    "R12 over the cap",
    () =>
      year({
        policies: log.policies.map((one) => ({
          ...one,
          caps: [{ classes: ["promotional"], max: 1, windowSeconds: 9_000_000 }],
        })),
      }),
  ],
  ["R12 ", () => year({ texts: [...log.texts].reverse() })],
  ["R8 twice", () => year({ texts: [...log.texts, ...log.texts.slice(-1)] })],
  ["R7 2 runs", () => year({ rows: log.rows.flatMap((row) => [row, { ...row, run: `${row.run}!` }]) })],
  ["R11 two rows", () => year({ rows: [...log.rows, ...log.rows.slice(-1)] })],
  ["R11 ", () => year({ rows: log.rows.map(({ reason: _, ...row }) => row) })],
  [
    "R13 ",
    () => year({ rows: log.rows.map((row) => (row.reason === "exited" ? { ...row, reason: "holdout" } : row)) }),
  ],
  ["R3 sent to a number", () => year({ people: log.people.map((one) => ({ ...one, phone: "+12125559999" })) })],
];

it.each(tampered)("the checker would say %j", (rule, tamper) => {
  expect(checkYear(tamper()).filter((line) => line.startsWith(rule))).not.toEqual([]);
});

async function perform(shop: Shop, act: Act, atMs: number): Promise<void> {
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
      waited.push(...((await shop.decisions()) as readonly Row[]).filter(({ outcome }) => outcome === "waiting"));
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
