import { describe, expect, it } from "vitest";
import { openPolicy } from "../../worker/domain/default-policy.ts";
import { openPerson, type PersonBench } from "./person-bench.ts";

const NOW = "2026-03-02T15:00:00Z";
const optIn = { customer: { consent: { promotional: true, source: "form", atMs: 0 } } };
const text = (body: string, more: object) => ({ send: { body }, class: "relationship" as const, ...more });

const flow = (key: string, event: "order.placed" | "order.delivered", after: string, more: object = {}) => ({
  key,
  name: key,
  trigger: { event },
  steps: [text(key, { after })],
  ...more,
});

function open(foreseen: object): PersonBench {
  const person = openPerson(NOW, [
    flow("thanks", "order.placed", "P1D"),
    flow("review", "order.delivered", "P6D", { rank: 5, exitOn: [{ event: "support.opened" }], ...foreseen }),
  ]);
  const cap = { classes: ["relationship" as const], max: 1, windowSeconds: 14 * 86_400, onCap: "defer" as const };
  person.policy = { ...openPolicy, caps: [cap] };
  person.take({ id: "c", type: "customer.updated", ...optIn });
  return person;
}
const foreseen = { foreseen: { event: "order.placed", after: "P5D" } };
const placed = { id: "p", type: "order.placed", orderId: "o1" } as const;
const delivered = { id: "d", type: "order.delivered", orderId: "o1" } as const;

describe("a text of a flow that has not begun", () => {
  it.each([
    ["keeps its place where its flow says that it is to come", foreseen, ["review 0 @ 2026-03-12T14:00:00Z: review"]],
    ["keeps none otherwise, and waits", {}, ["thanks 0 @ 2026-03-03T15:00:00Z: thanks"]],
  ])("%s", (_, more, expected) => {
    const person = open(more);
    person.take(placed);
    person.moveTo("2026-03-06T15:00:00Z");
    person.take(delivered);
    person.moveTo("2026-03-14T00:00:00Z");
    expect(person.texts).toEqual(expected);
  });

  it.each([
    ["the order is expected after the cap has freed", { order: { eta: "2026-03-20" } }, undefined],
    ["it would not go any more", {}, { id: "s", type: "support.opened", orderId: "o1" } as const],
    ["the order is cancelled", {}, { id: "x", type: "order.cancelled", orderId: "o1" } as const],
    ["the order is an import", { live: false }, undefined],
  ])("keeps no place where %s", (_, more, event) => {
    const person = open(foreseen);
    person.take({ ...placed, ...more });
    if (event !== undefined) person.take(event);
    expect(person.plan().foreseen.filter(({ dueMs }) => dueMs < Date.parse("2026-03-17T15:00:00Z"))).toEqual([]);
  });

  it("is expected from now on where the day that was said is over", () => {
    const person = open(foreseen);
    person.take(placed);
    person.moveTo("2026-03-12T15:00:00Z");
    expect(person.plan().foreseen).toMatchObject([
      { flow: "review", rank: 5, dueMs: Date.parse("2026-03-18T15:00:00Z") },
    ]);
    person.moveTo("2026-04-02T15:00:00Z");
    expect(person.plan().foreseen).toEqual([]);
  });

  it("keeps no place while the merchant holds its flow", () => {
    const person = open(foreseen);
    person.paused = ["review"];
    person.take(placed);
    person.moveTo("2026-03-04T15:00:00Z");
    expect(person.texts).toEqual(["thanks 0 @ 2026-03-03T15:00:00Z: thanks"]);
  });
});
