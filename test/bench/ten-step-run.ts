import { Flow } from "../../shared/contract/flows.ts";
import { PhoneNumber } from "../../shared/contract/primitives.ts";
import { shippedPolicy } from "../../worker/domain/default-policy.ts";
import { type JudgeInput, judge } from "../../worker/domain/judge.ts";
import type { MerchantRules } from "../../worker/domain/merchant-rules.ts";
import { planPerson } from "../../worker/domain/plan.ts";
import type { KnownEvent } from "../../worker/domain/run.ts";
import type { Snapshot } from "../../worker/domain/snapshot.ts";

export interface Look {
  readonly snapshot: Snapshot;
  readonly input: JudgeInput;
  readonly nowMs: number;
}

/** One run from its first step to its tenth, each looked at when it is due, with those before it sent. */
export function lookAtEachStep(): readonly Look[] {
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
    const facts = { phone, optedOut: undefined, consent, isUnreachable: false, lastSignMs: undefined, sends };
    const input = {
      text,
      plan,
      person: facts,
      merchant,
      products: new Map(),
      shortUrls: {},
      offerCode: undefined,
      together: new Map(),
      points: 0,
    };
    const { decision } = judge(input, nowMs);
    if (decision.kind !== "send") throw new Error(`step ${step} does not go: ${JSON.stringify(decision)}`);
    looks.push({ snapshot, input, nowMs });
    rows = plan.rows.map((row) =>
      row.path === text.row.path ? { ...row, atMs: nowMs, outcome: "sent", isFinal: true } : row,
    );
  }
  return looks;
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
  productsRevision: 0,
  wordingRevision: 0,
  brakes: [],
  segments: {},
  offers: {},
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
  products: new Map(),
  together: new Map(),
  segments: {},
  offers: {},
  answers: [],
  told: [],
} satisfies Omit<Snapshot, "rows">;
