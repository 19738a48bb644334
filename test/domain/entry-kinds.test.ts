import { expect, it } from "vitest";
import { type EventInput, news, openPerson } from "./person-bench.ts";

const NOW = "2026-03-02T15:00:00Z";
const parcel = (id: string, parcelId: string): EventInput => ({
  id,
  type: "order.attempt_failed",
  orderId: "o1",
  parcel: { id: parcelId },
});

it.each([
  ["order", 1],
  ["parcel", 2],
  ["event", 3],
] as const)("a flow per %s starts %d runs for three events about two parcels of one order", (per, expected) => {
  const person = openPerson(NOW, [
    { key: "f", name: "F", trigger: { event: "order.attempt_failed" }, per, steps: [news("x")] },
  ]);
  person.take(parcel("1", "p1"), parcel("2", "p1"), parcel("3", "p2"));
  expect(person.texts).toHaveLength(expected);
});

it("a refund that two deliveries tell of is told to its customer once", () => {
  const person = openPerson(NOW, [
    { key: "f", name: "F", trigger: { event: "order.refunded" }, per: "event", steps: [news("x")] },
  ]);
  const refund = (id: string, refundId: string): EventInput => ({
    id,
    type: "order.refunded",
    orderId: "o1",
    refundId,
  });
  person.take(refund("2", "r1"));
  person.take(refund("1", "r1"), refund("3", "r2"));
  expect(person.texts).toHaveLength(2);
});

it("a flow may be started by one of several events, and an order starts it once", () => {
  const person = openPerson(NOW, [
    {
      key: "f",
      name: "F",
      trigger: { event: "order.placed", or: ["order.lost"] },
      steps: [news("{{ order.id }}", { after: "PT1H" })],
    },
  ]);
  person.take({ id: "1", type: "order.placed", orderId: "o1" }, { id: "2", type: "order.lost", orderId: "o1" });
  person.take({ id: "3", type: "order.lost", orderId: "o2" }, { id: "4", type: "order.shipped", orderId: "o3" });
  person.moveTo("2026-03-03T15:00:00Z");
  expect(person.texts.map((text) => text.split(": ")[1])).toEqual(["o1", "o2"]);
});

it("a text may count from another one about the order, and knows how that went", () => {
  const person = openPerson(NOW, [
    {
      key: "first",
      name: "First",
      trigger: { event: "order.placed" },
      steps: [{ send: { template: "confirmation", body: "first" }, class: "transactional", after: "PT10M" }],
    },
    {
      key: "second",
      name: "Second",
      trigger: { event: "order.placed" },
      steps: [
        news("after it", { from: { field: "sent.confirmation.at", else: "trigger" }, after: "PT1H" }),
        news("not beside it", { if: { "sent.confirmation.class": { ne: "transactional" } }, after: "PT2H" }),
        news("never", { from: { field: "sent.other.at" } }),
        news("instead", { from: { field: "sent.other.at", else: "trigger" }, after: "PT3H" }),
      ],
    },
  ]);
  person.take({ id: "1", type: "order.placed", orderId: "o1" });
  person.moveTo("2026-03-03T15:00:00Z");
  expect(person.texts).toEqual([
    "first 0 @ 2026-03-02T15:10:00Z: first",
    "second 0 @ 2026-03-02T16:10:00Z: after it",
    "second 3 @ 2026-03-02T18:00:00Z: instead",
  ]);
  expect(person.others().map((row) => row.split(" @ ")[0])).toEqual([
    "second 1 suppressed condition",
    "second 2 suppressed condition",
  ]);
});
