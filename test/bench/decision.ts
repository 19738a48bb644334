import { Flow } from "../../shared/contract/flows.ts";
import { PhoneNumber } from "../../shared/contract/primitives.ts";
import { countSegments } from "../../shared/segments.ts";
import { shippedPolicy } from "../../worker/domain/default-policy.ts";
import { type JudgeInput, judge } from "../../worker/domain/judge.ts";
import type { MerchantRules } from "../../worker/domain/merchant-rules.ts";
import { planPerson, type Snapshot } from "../../worker/domain/plan.ts";
import type { KnownEvent } from "../../worker/domain/run.ts";
import type { Sample } from "./load.ts";
import { alternate, type Table, time } from "./rounds.ts";

/** The pure rules: what a wake costs before anything is stored or sent. */
export async function benchDecision(isFull: boolean): Promise<Table> {
  const [rounds, runMs] = isFull ? [7, 3_000] : [3, 500];
  const looks = lookAtEachStep();
  const row = async (
    what: string,
    unit: string,
    [ours, baseline, theirs]: readonly [() => number, string, () => number],
  ) => {
    const samples = await alternate(rounds, { ours: () => spin(ours, runMs), theirs: () => spin(theirs, runMs) });
    return { what, unit, ours: samples.ours, baseline, theirs: samples.theirs };
  };
  const json = () => {
    for (const { snapshot } of looks) JSON.parse(JSON.stringify([snapshot.events, snapshot.rows]));
    return looks.length;
  };
  const plan = () => {
    for (const { snapshot, nowMs } of looks) planPerson(snapshot, nowMs);
    return looks.length;
  };
  const verdict = () => {
    for (const { input, nowMs } of looks) judge(input, nowMs);
    return looks.length;
  };
  const both = () => {
    plan();
    return verdict();
  };
  const roundTrip = "a JSON round trip of the events and rows";
  return {
    title: "Decision",
    rows: [
      await row("plan and judge, a run of ten steps", "decisions/s", [both, roundTrip, json]),
      await row("its plan alone", "plans/s", [plan, roundTrip, json]),
      await row("its judge alone: text and gate", "verdicts/s", [verdict, roundTrip, json]),
      await row(
        "segments, 1,600 characters of GSM-7",
        "characters/s",
        countBeside("Your order is on its way: é € [5] "),
      ),
      await row(
        "segments, 1,600 characters of UCS-2",
        "characters/s",
        countBeside("Deine Bestellung 📦 ist unterwegs "),
      ),
    ],
    notes: ["In Node, on one core. Each decision starts from plain events and rows, as an object reads them."],
  };
}

function countBeside(phrase: string): readonly [() => number, string, () => number] {
  const text = phrase.repeat(50).slice(0, 1_600);
  const ours = () => countSegments(text).units && text.length;
  const theirs = () => {
    let sum = 0;
    for (let index = 0; index < text.length; index += 1) sum += text.charCodeAt(index);
    return sum && text.length;
  };
  return [ours, "a sum over its UTF-16 units", theirs];
}

/** Repeats work for a time; it answers how many things it did. */
async function spin(work: () => number, runMs: number): Promise<Sample> {
  let n = 0;
  const endMs = performance.now() + runMs;
  const sample = await time(1, () => {
    while (performance.now() < endMs) n += work();
  });
  return { n, perSecond: n * sample.perSecond };
}

interface Look {
  readonly snapshot: Snapshot;
  readonly input: JudgeInput;
  readonly nowMs: number;
}

const dayMs = 86_400_000;
const placedAtMs = Date.UTC(2026, 2, 2, 17); // noon in New York
const phone = PhoneNumber.parse("+12125550142");
const flow = Flow.parse({
  key: "ten",
  name: "Ten steps",
  trigger: { event: "order.placed" },
  exitOn: [{ event: "order.refunded", match: "order_all_items" }],
  steps: Array.from({ length: 10 }, (_, step) => ({
    send: { body: "Hi {{ customer.firstName | default: 'there' }}, a word on order {{ order.name }}" },
    class: "relationship",
    after: `P${15 * (step + 1)}D`,
    if: { "customer.orderCount": { gte: 1 } },
  })),
});

const merchant: MerchantRules = {
  id: "m_bench",
  name: "Bench",
  timeZone: "America/New_York",
  country: "US",
  currency: "USD",
  siteUrl: undefined,
  helpText: undefined,
  shortDomain: undefined,
  isBench: true,
  policy: shippedPolicy,
  stops: [],
  flows: { ten: { version: 1, status: "live", order: 0 } },
};

const trigger: KnownEvent = {
  id: "custom:e1",
  source: "custom",
  type: "order.placed",
  occurredAtMs: placedAtMs,
  live: true,
  test: false,
  customerId: "c1",
  orderId: "o1",
  customer: { phone, firstName: "Wren", country: "US", region: "NY", postalCode: "11201" },
  order: { name: "#1042", totalMinor: 4_200, currency: "USD", placedAtMs },
  items: [{ lineId: "l1", sku: "SERUM-30", name: "Juniper face serum", quantity: 1, unitAmountMinor: 4_200 }],
  offered: { ten: 1 },
};

const person = {
  events: [trigger],
  singles: [],
  phone,
  ownCustomerId: "c1",
  findFlow: (key: string) => (key === flow.key ? flow : undefined),
  flowOrder: [flow.key],
  shop: { name: merchant.name, url: undefined, helpText: undefined },
  shopZone: merchant.timeZone,
} satisfies Omit<Snapshot, "rows">;

/** One run from its first step to its tenth, each looked at when it is due, with those before it sent. */
function lookAtEachStep(): readonly Look[] {
  const consent = { transactional: true, promotional: true };
  const looks: Look[] = [];
  let rows: Snapshot["rows"] = [];
  for (let step = 1; step <= flow.steps.length; step += 1) {
    const nowMs = placedAtMs + 15 * step * dayMs;
    const snapshot = { ...person, rows };
    const plan = planPerson(snapshot, nowMs);
    const [text] = plan.due;
    if (text === undefined) throw new Error(`nothing is due at step ${step}`);
    const sends = rows.map((row) => ({ class: row.class, atMs: row.atMs }));
    const facts = { phone, optedOut: undefined, consent, isUnreachable: false, sends };
    const input = { text, plan, person: facts, merchant, products: new Map(), shortUrl: undefined };
    const { decision } = judge(input, nowMs);
    if (decision.kind !== "send") throw new Error(`step ${step} does not go: ${JSON.stringify(decision)}`);
    looks.push({ snapshot, input, nowMs });
    rows = plan.rows.map((row) =>
      row.path === text.row.path ? { ...row, atMs: nowMs, outcome: "sent", isFinal: true } : row,
    );
  }
  return looks;
}
