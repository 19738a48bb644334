import { describe, expect, it } from "vitest";
import { type EventInput, news, openPerson, type PersonBench } from "./person-bench.ts";

const NOW = "2026-03-02T15:00:00Z";
const END = "2026-12-01T00:00:00Z";
type FlowInput = Parameters<PersonBench["publish"]>[0];

function open(more: Record<string, unknown>): PersonBench {
  const base = {
    key: "f",
    name: "F",
    trigger: { event: "order.placed" },
    steps: [news("{{ order.id }}", { after: "P3D" })],
  };
  return openPerson(NOW, [{ ...base, ...more } as FlowInput]); // as the API takes it
}
const placed = (id: string, at: string = NOW, more: Partial<EventInput> = {}): EventInput => ({
  id: `placed-${id}-${at}`,
  type: "order.placed",
  orderId: id,
  at,
  ...more,
});
const bodies = (person: PersonBench) => person.texts.map((text) => text.split(": ")[1]);

describe("a flow per order", () => {
  it("takes each order once, whatever event comes again", () => {
    const person = open({});
    person.take(placed("o1"), placed("o2"), placed("o1", "2026-03-02T16:00:00Z"));
    person.moveTo("2026-03-09T00:00:00Z");
    person.take(placed("o1", "2026-03-09T00:00:00Z"));
    person.moveTo(END);
    expect(bodies(person)).toEqual(["o1", "o2"]);
    expect(person.others()).toEqual([]);
  });

  it.each<[string, Partial<EventInput>, string]>([
    ["an import", { live: false }, "no_entry"],
    ["a test order", { test: true }, "test_order"],
  ])("refuses %s with a row", (_, more, reason) => {
    const person = open({});
    person.take(placed("o1", NOW, more));
    person.moveTo(END);
    expect(person.texts).toEqual([]);
    expect(person.others()).toEqual([`f 0 suppressed ${reason} @ 2026-03-02T15:00:00Z`]);
  });

  it("takes an order that was imported first and told of live later", () => {
    const person = open({});
    person.take(placed("o1", "2026-03-01T15:00:00Z", { live: false }));
    person.take(placed("o1", NOW));
    person.moveTo(END);
    expect(person.texts).toEqual(["f 0 @ 2026-03-05T15:00:00Z: o1"]);
    expect(person.others()).toEqual([]);
  });

  it("refuses what some later event shows to be a test order", () => {
    const person = open({});
    person.take(placed("o1"));
    person.take({ id: "u", type: "order.updated", orderId: "o1", test: true });
    person.moveTo(END);
    expect(person.others()).toEqual(["f 0 suppressed test_order @ 2026-03-02T15:00:00Z"]);
  });

  it("stops where a test order shows itself between two texts, and says so there", () => {
    const person = open({ steps: [news("one"), news("two", { after: "P1D" }), news("three", { after: "P2D" })] });
    person.take(placed("o1"));
    person.moveTo("2026-03-02T18:00:00Z");
    person.take({ id: "u", type: "order.updated", orderId: "o1", test: true });
    person.moveTo(END);
    expect(person.texts).toEqual(["f 0 @ 2026-03-02T15:00:00Z: one"]);
    expect(person.others()).toEqual(["f 1 suppressed test_order @ 2026-03-02T18:00:00Z"]);
  });

  it("never takes what happened before it was published", () => {
    const person = openPerson(NOW);
    person.take(placed("o1"));
    person.publish({ key: "f", name: "F", trigger: { event: "order.placed" }, steps: [news("hi")] });
    person.take(placed("o2"));
    person.moveTo(END);
    expect(person.rows().map((row) => row.orderId)).toEqual(["o2"]);
  });

  it("takes orders with one of its products, and those that fit its condition as of the trigger", () => {
    const items = (sku: string) => ({ items: [{ lineId: sku, sku, quantity: 1 }] });
    const person = open({
      trigger: { event: "order.placed", skus: ["SERUM"], where: { "customer.orderCount": { gte: 2 } } },
    });
    person.take(placed("o1", NOW, items("SERUM")), placed("o2", "2026-03-02T15:00:01Z", items("CREAM")));
    person.take(placed("o3", "2026-03-02T15:00:02Z", items("SERUM")));
    person.moveTo(END);
    expect(bodies(person)).toEqual(["o3"]);
    expect(person.rows()).toHaveLength(1);
  });

  it("takes a refund of its products by the lines that came back, or all lines where it names none", () => {
    const lines = (...skus: readonly string[]) => skus.map((sku) => ({ lineId: sku, sku, quantity: 1 }));
    const person = open({ trigger: { event: "order.refunded", skus: ["SERUM"] } });
    const both = { items: lines("SERUM", "CREAM") };
    const refund = (orderId: string, named: Partial<EventInput> = {}): EventInput => ({
      id: `refund-${orderId}`,
      type: "order.refunded",
      orderId,
      refundId: orderId,
      at: "2026-03-02T16:00:00Z",
      ...named,
    });
    person.take(placed("o1", NOW, both), placed("o2", NOW, both), placed("o3", NOW, both));
    person.take(refund("o1", { items: lines("CREAM") }), refund("o2", { items: lines("SERUM") }), refund("o3"));
    person.moveTo(END);
    expect(bodies(person)).toEqual(["o2", "o3"]);
  });
});

describe("a flow per customer", () => {
  it("with `never` takes one, ever, and says so to the others", () => {
    const person = open({ per: "customer" });
    person.take(placed("o1"), placed("o2", "2026-03-02T15:00:01Z"));
    person.moveTo("2026-09-01T00:00:00Z");
    person.take(placed("o3", "2026-09-01T00:00:00Z"));
    person.moveTo(END);
    expect(bodies(person)).toEqual(["o1"]);
    expect(person.others()).toEqual([
      "f 0 suppressed no_entry @ 2026-03-02T15:00:00Z",
      "f 0 suppressed no_entry @ 2026-09-01T00:00:00Z",
    ]);
  });

  it("with `restart` ends the run that goes on", () => {
    const person = open({ per: "customer", reentry: "restart" });
    person.take(placed("o1"));
    person.moveTo("2026-03-03T15:00:00Z");
    person.take(placed("o2", "2026-03-03T15:00:00Z"));
    person.moveTo(END);
    expect(person.texts).toEqual(["f 0 @ 2026-03-06T15:00:00Z: o2"]);
    expect(person.others()).toEqual(["f 0 suppressed exited @ 2026-03-03T15:00:00Z"]);
  });

  it.each<[string, string, boolean]>([
    ["a second too early", "2026-03-16T13:59:59Z", false],
    ["to the second", "2026-03-16T14:00:00Z", true], // 14 days on New York's clocks, which changed on the 8th
  ])("with `after` counts from the last entry: %s", (_, at, isIn) => {
    const person = open({ per: "customer", reentry: { after: "P14D" } });
    person.take(placed("o1"));
    person.moveTo(at);
    person.take(placed("o2", at));
    person.moveTo(END);
    expect(bodies(person)).toEqual(isIn ? ["o1", "o2"] : ["o1"]);
    expect(person.others()).toHaveLength(isIn ? 0 : 1);
  });

  it("with `after` takes none while a run goes on, and stays with that", () => {
    const person = open({ per: "customer", reentry: { after: "P1D" } });
    person.take(placed("o1"));
    person.moveTo("2026-03-04T15:00:00Z");
    person.take(placed("o2", "2026-03-04T15:00:00Z"));
    person.moveTo("2026-03-05T15:00:00Z");
    person.take(placed("o3", "2026-03-05T15:00:00Z"));
    person.moveTo(END);
    expect(bodies(person)).toEqual(["o1", "o3"]);
    expect(person.others()).toEqual(["f 0 suppressed no_entry @ 2026-03-04T15:00:00Z"]);
  });

  it("with `after` takes the next one after a run that left early, and keeps it", () => {
    const person = open({ per: "customer", reentry: { after: "P1D" }, exitOn: [{ event: "support.opened" }] });
    person.take(placed("o1"));
    person.moveTo("2026-03-03T12:00:00Z");
    person.take({ id: "t", type: "support.opened", orderId: "o1" });
    person.moveTo("2026-03-03T16:00:00Z");
    person.take(placed("o2", "2026-03-03T16:00:00Z"));
    person.moveTo(END);
    expect(bodies(person)).toEqual(["o2"]);
    expect(person.others()).toEqual(["f 0 suppressed exited @ 2026-03-03T12:00:00Z"]);
  });

  it("is each customer's own, also where two have one phone", () => {
    const person = open({ per: "customer" });
    person.take(placed("o1"), placed("o2", NOW, { customerId: "c2" }));
    person.moveTo(END);
    expect(bodies(person)).toEqual(["o1", "o2"]);
  });
});
