import { expect, it } from "vitest";
import { type EventInput, iso, news, openPerson, type PersonBench } from "./person-bench.ts";

type FlowInput = Parameters<PersonBench["publish"]>[0];
const NOW = Date.parse("2026-03-06T15:00:00Z");
const HOUR = 3_600_000;
const skus = ["A", "B", "C"];

/** Every text is due three days after its trigger at the earliest, and all that happens happens in the two days before. */
const flows = [
  {
    key: "news",
    trigger: { event: "fulfillment.shipped" },
    steps: [news("{{ order.name | default: 'none' }} {{ order.eta | default: 'soon' }}", { after: "P3D" })],
  },
  {
    key: "whole",
    trigger: { event: "order.delivered", where: { "customer.orderCount": { lt: 4 } } },
    requiresItems: true,
    exitOn: [{ event: "support.opened" }, { event: "order.refunded", match: "order_all_items" }],
    steps: [
      {
        branch: [{ if: { "customer.orderCount": { eq: 1 } }, steps: [news("first", { after: "P4D" })] }],
        else: [news("again {{ customer.orderCount }}", { after: "P4D" })],
      },
      news("eta", { from: { field: "eta" }, after: "P5D" }),
      news("end", { from: "previous", after: "P1D", unless: ["review.posted"], if: { "order.itemCount": { gte: 1 } } }),
    ],
  },
  {
    key: "waits",
    trigger: { event: "order.placed" },
    exitOn: [{ event: "order.placed", match: "sku" }, { event: "order.cancelled" }],
    supersededBy: ["order.lost"],
    steps: [
      {
        waitFor: { event: "order.delivered", timeout: "P3D" },
        then: [news("came", { after: "P4D" })],
        onTimeout: [news("late", { from: "previous", after: "P1D" })],
      },
      news("behind", { from: "previous", after: "P2D" }),
    ],
  },
  {
    key: "once",
    per: "customer",
    trigger: { event: "order.placed" },
    exitOn: [{ event: "support.opened", match: "customer" }],
    steps: [news("once", { after: "P3D" })],
  },
  {
    key: "anew",
    per: "customer",
    reentry: "restart",
    trigger: { event: "order.placed", skus: ["A"] },
    steps: [news("anew", { after: "P3D" })],
  },
  {
    key: "now-and-then",
    per: "customer",
    reentry: { after: "PT6H" },
    trigger: { event: "support.opened" },
    exitOn: [{ event: "support.closed" }],
    steps: [news("then", { after: "P3D" })],
  },
].map((flow) => ({ name: flow.key, ...flow })) as unknown as readonly FlowInput[]; // as PUT /v1/flows takes them

/** Mulberry32: the same numbers for a seed, on every machine. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

function inventEvents(next: () => number): readonly EventInput[] {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T; // index within the list
  const types: EventInput["type"][] = [
    "order.placed",
    "order.placed",
    "fulfillment.shipped",
    "order.delivered",
    "fulfillment.delivered",
    "order.refunded",
    "order.cancelled",
    "support.opened",
    "support.closed",
    "review.posted",
    "order.delayed",
    "order.lost",
    "customer.updated",
    "order.updated",
    "fulfillment.voided",
  ];
  return Array.from({ length: 4 + Math.floor(next() * 14) }, (_, index): EventInput => {
    const type = pick(types);
    const at = NOW - 48 * HOUR + Math.floor(next() * 24) * 2 * HOUR; // many at one instant
    const isOfOrder = type !== "customer.updated" && (!type.startsWith("support") || next() < 0.5);
    const items = skus
      .filter(() => next() < 0.5)
      .map((sku) => ({ lineId: sku, sku, quantity: 1 + Math.floor(next() * 2) }));
    return {
      id: `e${index}`,
      type,
      at,
      ...(isOfOrder && { orderId: pick(["o1", "o2", "o3"]) }),
      ...((type === "order.placed" || next() < 0.3) && { items }),
      ...(type.startsWith("fulfillment") && { parcel: { id: pick(["p1", "p2"]) } }),
      ...(type === "order.placed" && { order: { name: `#${index}`, itemCount: items.length } }),
      ...(type === "order.delayed" && { eta: iso(NOW + 48 * HOUR) }),
      ...((type === "customer.updated" || next() < 0.2) && {
        customer: {
          firstName: pick(["Ann", "Bo"]),
          timeZone: pick(["Europe/Berlin", "Asia/Tokyo"]),
          priorOrders: pick([0, 2]),
        },
      }),
      ...(next() < 0.05 && { live: false }),
      ...(next() < 0.05 && { test: true }),
    };
  });
}

function shuffle<T>(list: readonly T[], next: () => number): T[] {
  const keyed = list.map((value) => ({ value, key: next() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ value }) => value);
}

function outcome(person: PersonBench) {
  return person.rows().map(({ runId, path, outcome, reason, rule, atMs, class: own }) => ({
    runId,
    path,
    outcome,
    reason,
    rule,
    own,
    at: iso(atMs),
  }));
}

it("any order of arrival, and any repetition, gives the same texts, instants and reasons", () => {
  let texts = 0;
  for (let seed = 1; seed <= 150; seed += 1) {
    const next = random(seed);
    const events = inventEvents(next);
    const results = [events, shuffle(events, next), shuffle([...events, ...events], next)].map((arrivals) => {
      const person = openPerson(iso(NOW), flows);
      for (const event of arrivals) person.take(event);
      person.moveTo("2026-06-01T00:00:00Z");
      texts += person.texts.length;
      return { seed, texts: person.texts, rows: outcome(person) };
    });
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  }
  expect(texts).toBeGreaterThan(1_000);
});

it("nor does it matter how long news takes, as long as nothing is due yet", () => {
  for (let seed = 500; seed <= 600; seed += 1) {
    const next = random(seed);
    const events = inventEvents(next);
    const results = [1, 2].map(() => {
      const person = openPerson(iso(NOW), flows);
      // The first of all texts is due a day from now.
      for (const event of shuffle(events, next)) {
        person.moveTo(person.nowMs + Math.floor(next() * 24) * 150_000);
        person.take(event);
      }
      person.moveTo("2026-06-01T00:00:00Z");
      const reasons = outcome(person).map((row) => ({ ...row, at: row.outcome === "sent" ? row.at : "" }));
      const inOrder = reasons.sort((a, b) => (a.runId + a.path < b.runId + b.path ? -1 : 1));
      return { seed, texts: person.texts, rows: inOrder };
    });
    expect(results[1]).toEqual(results[0]);
  }
});

it("news that comes late changes only what has not gone", () => {
  for (let seed = 1_000; seed <= 1_100; seed += 1) {
    const next = random(seed);
    const person = openPerson(iso(NOW), flows);
    const gone: string[] = [];
    for (const event of shuffle(inventEvents(next), next)) {
      person.moveTo(person.nowMs + Math.floor(next() * 20) * HOUR);
      gone.splice(0, gone.length, ...person.texts);
      person.take(event);
      expect(person.texts.slice(0, gone.length)).toEqual(gone);
    }
    person.moveTo("2026-08-01T00:00:00Z");
    const keys = person.texts.map((text) => text.split(" @")[0]);
    const sent = person.rows().filter((row) => row.outcome === "sent");
    expect(sent).toHaveLength(keys.length); // no text without its row, and none twice
  }
});
