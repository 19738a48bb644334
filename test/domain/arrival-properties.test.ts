import { expect, it } from "vitest";
import type { EventType } from "../../shared/contract/events.ts";
import type { Flow } from "../../shared/contract/flows.ts";
import type { Policy } from "../../shared/contract/policy.ts";
import { openPolicy } from "../../worker/domain/default-policy.ts";
import { type EventInput, iso, openPerson, type PersonBench } from "./person-bench.ts";
import { type Random, seeded } from "./random.ts";
import { inventFlow } from "./random-flows.ts";

/**
 * R10 over flows of any shape: everything happens within two days, nothing is due for half a day more, and the order in which it
 * is heard of, and how often, changes nothing.
 */
const NOW = Date.parse("2026-03-06T15:00:00Z"); // the spring change of New York lies ahead
const END = "2026-09-01T00:00:00Z";
const HOUR = 3_600_000;

interface Case {
  readonly flows: readonly Flow[];
  readonly events: readonly EventInput[];
  readonly policy: Policy;
}

const types = [
  "order.placed",
  "order.placed",
  "order.placed",
  "order.placed",
  "order.placed",
  "order.paid",
  "order.updated",
  "order.shipped",
  "order.delivered",
  "fulfillment.shipped",
  "fulfillment.shipped",
  "fulfillment.out_for_delivery",
  "fulfillment.delivered",
  "fulfillment.delivered",
  "fulfillment.voided",
  "order.delayed",
  "order.lost",
  "order.attempt_failed",
  "order.refunded",
  "order.cancelled",
  "order.deleted",
  "support.opened",
  "support.closed",
  "review.posted",
  "return.opened",
  "checkout.abandoned",
  "customer.updated",
] as const satisfies readonly EventType[];

function inventCase(random: Random): Case {
  return {
    flows: Array.from({ length: random.whole(1, 4) }, (_, index) => inventFlow(`f${index}`, random)),
    events: Array.from({ length: random.whole(3, 14) }, (_, index) => inventEvent(`e${index}`, random)),
    policy: inventPolicy(random),
  };
}

function inventPolicy(random: Random): Policy {
  return {
    ...openPolicy,
    ...(random.chance(0.5) && { quietHours: { from: "20:00", to: "10:00", days: ["SU"] } }),
    ...(random.chance(0.5) && {
      caps: [
        { classes: ["promotional"], max: 1, windowSeconds: 86_400, onCap: "skip" },
        { classes: ["relationship", "promotional"], max: 2, windowSeconds: 7 * 86_400, onCap: "defer" },
      ],
    }),
    backToService: random.chance(0.3),
  };
}

function inventEvent(id: string, random: Random): EventInput {
  const type = random.pick(types);
  const at = NOW - random.whole(0, 24) * 2 * HOUR; // many at one instant
  const isOfOrder = type !== "customer.updated" && (!/^(support|checkout)/.test(type) || random.chance(0.6));
  const items = ["A", "B", "C"]
    .filter(() => random.chance(0.5))
    .map((sku) => ({ lineId: sku, sku, quantity: random.whole(1, 2), unitAmountMinor: 1_500 }));
  const order = random.whole(1, 3);
  return {
    id,
    type,
    at,
    customerId: order === 3 ? "c2" : "c1",
    ...(isOfOrder && { orderId: `o${order}` }),
    // A store may leave the customer out where it names the order.
    ...(isOfOrder && type.startsWith("fulfillment") && random.chance(0.5) && { customerId: undefined }),
    ...((type === "order.placed" || random.chance(0.3)) && { items }),
    ...(type.startsWith("fulfillment") && { parcel: { id: random.pick(["p1", "p2"]) } }),
    ...((type === "order.placed" || type === "order.updated") && {
      order: { name: `#${id}`, itemCount: items.length, totalMinor: 1_000 * random.whole(1, 9), currency: "USD" },
    }),
    ...(random.chance(0.2) && { factsAtMs: at + random.whole(0, 3) * HOUR }),
    ...(type === "order.delayed" && { eta: iso(NOW + random.whole(12, 200) * HOUR) }),
    ...((type === "customer.updated" || random.chance(0.3)) && {
      customer: {
        firstName: random.pick(["Ann", "Bo", null]),
        timeZone: random.pick(["Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe"]),
        priorOrders: random.pick([0, 2]),
        tags: random.pick([[], ["vip"]]),
        ...(random.chance(0.7) && {
          consent: { promotional: random.chance(0.8), source: "form", atMs: at + Number(id.slice(1)) },
        }),
      },
    }),
    ...(random.chance(0.05) && { live: false }),
    ...(random.chance(0.04) && { test: true }),
  };
}

function open({ flows, policy }: Case): PersonBench {
  const person = openPerson(iso(NOW), flows);
  person.policy = policy;
  return person;
}

/** What a merchant sees in the end: every text, and what became of all the others. */
function outcomeOf(person: PersonBench) {
  person.moveTo(END);
  const rows = person.rows().map(({ runId, path, outcome, reason, rule, atMs, untilAtMs, class: own }) => ({
    runId,
    path,
    outcome,
    reason,
    rule,
    own,
    at: iso(atMs),
    until: untilAtMs === undefined ? undefined : iso(untilAtMs),
  }));
  return { texts: person.texts, rows };
}

function hear(tried: Case, arrivals: readonly EventInput[]) {
  const person = open(tried);
  for (const event of arrivals) person.take(event);
  return outcomeOf(person);
}

/** Late by up to ten hours, still before anything is due. When something was found out is then another instant, so it is left out. */
function hearLate(tried: Case, arrivals: readonly EventInput[], random: Random) {
  const person = open(tried);
  for (const event of arrivals) {
    person.moveTo(person.nowMs + random.whole(0, 30) * 60_000);
    person.take(event);
  }
  const { texts, rows } = outcomeOf(person);
  const keyed = rows.map((row) => ({ ...row, at: row.outcome === "sent" ? row.at : "" }));
  return { texts, rows: keyed.sort((a, b) => (`${a.runId} ${a.path}` < `${b.runId} ${b.path}` ? -1 : 1)) };
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The fewest events and flows of a case for which `fails` still holds. */
function shrink(failing: Case, fails: (tried: Case) => boolean): Case {
  for (const [name, list] of [
    ["events", failing.events],
    ["flows", failing.flows],
  ] as const) {
    for (const one of list) {
      const tried = { ...failing, [name]: list.filter((other) => other !== one) };
      if (tried.flows.length > 0 && fails(tried)) return shrink(tried, fails);
    }
  }
  return failing;
}

const CASES = 1_000;

it("in whatever order and however often events arrive, texts, instants and reasons are the same", {
  timeout: 120_000,
}, () => {
  let texts = 0;
  const kinds = new Set<string>();
  for (let seed = 1; seed <= CASES; seed += 1) {
    const tried = inventCase(seeded(seed));
    const fails = (one: Case): boolean => {
      const random = seeded(seed);
      const first = hear(one, one.events);
      return [1, 2, 3].some(() => !isSame(first, hear(one, random.shuffle([...one.events, ...one.events]))));
    };
    const first = hear(tried, tried.events);
    for (const text of first.texts) kinds.add(text.split(" ")[1]?.replace(/\d+/g, "n") ?? "");
    for (const { reason } of first.rows) kinds.add(reason ?? "sent");
    texts += first.texts.length;
    const shuffled = seeded(seed + 1_000_000).shuffle([...tried.events, ...tried.events]);
    if (!isSame(first, hear(tried, shuffled)) || (seed % 4 === 0 && fails(tried))) {
      const least = shrink(tried, fails);
      const random = seeded(seed);
      for (let round = 0; round < 3; round += 1) {
        const arrivals = random.shuffle([...least.events, ...least.events]);
        expect(hear(least, arrivals), JSON.stringify({ seed, least, arrivals })).toEqual(hear(least, least.events));
      }
      expect.unreachable(`seed ${seed}`);
    }
  }
  // The cases reach texts in every kind of block, and the reasons that such flows can have.
  expect(texts).toBeGreaterThan(CASES / 2);
  for (const kind of ["n", "n.then.n", "n.onTimeout.n", "n.branch.n.steps.n", "n.else.n", "n.arms.n.steps.n"])
    expect(kinds).toContain(kind);
  for (const reason of [
    "sent",
    "exited",
    "superseded",
    "condition",
    "no_consent",
    "expired",
    "no_entry",
    "test_order",
    "quiet_hours",
    "cap",
    "reserved",
  ])
    expect(kinds).toContain(reason);
});

/** A step that counts from a field is decided when it is looked at, so that the moment at which its run is heard of is its due instant. */
function countsFromField({ flows }: Case): boolean {
  return JSON.stringify(flows).includes('"from":{"field"');
}

it("nor does it matter how late they arrive, as long as nothing is due", { timeout: 120_000 }, () => {
  for (let seed = 1; seed <= CASES; seed += 1) {
    const tried = inventCase(seeded(5_000 + seed));
    if (countsFromField(tried)) continue;
    const run = (one: Case) => {
      const random = seeded(seed);
      return [1, 2].map(() => hearLate(one, random.shuffle(one.events), random));
    };
    const [first, second] = run(tried);
    if (isSame(first, second)) continue;
    const least = shrink(tried, (one) => {
      const [a, b] = run(one);
      return !isSame(a, b);
    });
    const [a, b] = run(least);
    expect(b, JSON.stringify({ seed, least })).toEqual(a);
    expect.unreachable(`seed ${seed}`);
  }
});
