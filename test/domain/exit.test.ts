import { describe, expect, it } from "vitest";
import { type EventInput, news, openPerson, type PersonBench } from "./person-bench.ts";

const NOW = "2026-03-02T15:00:00Z";
const END = "2026-06-01T00:00:00Z";
type FlowInput = Parameters<PersonBench["publish"]>[0];

/** Review requests a day after delivery, in two texts. */
function open(more: Record<string, unknown>): PersonBench {
  const steps = [news("one", { after: "P1D" }), news("two", { after: "P2D" })];
  const flow = { key: "f", name: "F", trigger: { event: "order.delivered" }, steps, ...more } as FlowInput; // as the API takes it
  return openPerson(NOW, [flow]);
}

const at = (type: EventInput["type"], occurred: string, more: Partial<EventInput> = {}): EventInput => ({
  id: `${type}@${occurred}${more.orderId ?? ""}`,
  type,
  at: occurred,
  ...more,
});
const lines = (...skus: string[]) => skus.map((sku) => ({ lineId: sku, sku, quantity: 2 }));
const order = (id: string, placed: string, ...skus: string[]) =>
  at("order.placed", placed, { orderId: id, items: lines(...skus) });
const delivered = (id = "o1") => at("order.delivered", NOW, { orderId: id });
const before = "2026-03-01T15:00:00Z";
const after = "2026-03-02T18:00:00Z";

describe("an exit", () => {
  const own = { orderId: "o1" };
  const other = { orderId: "o2" };
  const back = (quantity: number) => [{ lineId: "A", sku: "A", quantity }];

  it.each<[string, string, EventInput[], boolean]>([
    ["order", "support.opened", [at("support.opened", after, own)], true],
    ["order", "support.opened", [at("support.opened", after, other)], false],
    ["order", "support.opened", [at("support.opened", after)], false],
    ["order", "order.refunded", [at("order.refunded", before, own)], true],
    ["order", "review.posted", [at("review.posted", before, own)], true],
    // A ticket of before counts while it is open.
    ["order", "support.opened", [at("support.opened", before, own)], true],
    [
      "order",
      "support.opened",
      [at("support.opened", before, own), at("support.closed", "2026-03-02T14:00:00Z", own)],
      false,
    ],
    ["order", "support.opened", [at("support.opened", before, own), at("support.closed", NOW, own)], false],
    [
      "order",
      "support.opened",
      [at("support.opened", before, own), at("support.closed", "2026-03-02T15:00:00.001Z", own)],
      true,
    ],
    [
      "order",
      "support.opened",
      [at("support.opened", before, own), at("support.closed", "2026-03-02T14:00:00Z", other)],
      true,
    ],
    ["order", "support.opened", [at("support.opened", after, own), at("support.closed", after, own)], true],
    ["order_all_items", "order.refunded", [at("order.refunded", after, own)], true],
    ["order_all_items", "order.refunded", [at("order.refunded", after, { ...own, items: back(1) })], false],
    [
      "order_all_items",
      "order.refunded",
      [
        at("order.refunded", before, { ...own, items: back(1) }),
        at("order.refunded", after, { ...own, items: back(1) }),
      ],
      true,
    ],
    ["order_all_items", "order.refunded", [at("order.refunded", after, other)], false],
    ["order_all_items", "order.cancelled", [at("order.cancelled", after, own)], true],
    ["customer", "order.placed", [order("o2", after, "B")], true],
    ["customer", "order.placed", [order("o2", "2026-02-27T15:00:00.001Z", "B")], true],
    ["customer", "order.placed", [order("o2", "2026-02-27T15:00:00Z", "B")], false],
    ["customer", "order.placed", [order("o2", "2026-02-27T14:00:00Z", "B")], false],
    ["customer", "order.placed", [{ ...order("o2", after, "B"), test: true }], false],
    ["customer", "order.placed", [{ ...order("o2", after, "B"), customerId: "c2" }], false],
    ["customer", "support.opened", [at("support.opened", after)], true],
    ["customer", "review.posted", [at("review.posted", NOW)], false],
    ["customer", "review.posted", [at("review.posted", "2026-03-02T15:00:00.001Z")], true],
    ["customer", "review.posted", [at("review.posted", before)], false],
    ["sku", "order.placed", [order("o2", after, "A", "B")], true],
    ["sku", "order.placed", [order("o2", after, "B")], false],
    ["sku", "order.placed", [order("o2", "2026-02-01T14:00:00Z", "A")], false],
    ["sku", "order.delivered", [order("o2", "2026-02-01T14:00:00Z", "A"), at("order.delivered", after, other)], true],
  ])("matched by %s on %s: %j → %s", (match, type, events, isExit) => {
    const person = open({ exitOn: [{ event: type, match }] });
    person.take(order("o1", "2026-02-27T15:00:00Z", "A"), delivered());
    person.take(...events.filter((event) => event.type !== "order.delivered"));
    person.moveTo(after);
    person.take(...events.map((event) => ({ ...event, live: false })));
    person.moveTo(END);
    const texts = person.texts.filter((text) => text.includes("@ 2026-03-03") || text.includes("@ 2026-03-04"));
    expect(texts).toHaveLength(isExit ? 0 : 2);
    const rows = person.rows().filter((row) => row.reason === "exited");
    expect(rows.map((row) => [row.path, row.rule])).toEqual(isExit ? [["0", type]] : []);
  });

  it("by a product counts only the products that the trigger names", () => {
    for (const [sku, isExit] of [
      ["A", true],
      ["B", false],
    ] as const) {
      const person = open({
        trigger: { event: "order.delivered", skus: ["A"] },
        exitOn: [{ event: "order.placed", match: "sku" }],
      });
      person.take(order("o1", before, "A", "B"), delivered(), order("o2", after, sku));
      person.moveTo(END);
      expect(person.texts).toHaveLength(isExit ? 0 : 2);
    }
  });

  it("at entry gives the first step one row, and the others none, also long after", () => {
    const person = open({
      steps: [news("one"), news("two"), news("three", { after: "P1D" })],
      exitOn: [{ event: "support.opened" }],
    });
    person.take(at("support.opened", before, own), order("o1", before, "A"));
    person.take(delivered());
    person.moveTo(END);
    person.look();
    expect(person.texts).toEqual([]);
    expect(person.others()).toEqual(["f 0 suppressed exited @ 2026-03-02T15:00:00Z"]);
  });

  it("between two texts gives the awaited one its row", () => {
    const person = open({ exitOn: [{ event: "support.opened" }] });
    person.take(order("o1", before, "A"), delivered());
    person.moveTo("2026-03-03T20:00:00Z");
    person.take(at("support.opened", "2026-03-03T20:00:00Z", own));
    person.moveTo(END);
    person.look();
    expect(person.texts).toEqual(["f 0 @ 2026-03-03T15:00:00Z: one"]);
    expect(person.others()).toEqual(["f 1 suppressed exited @ 2026-03-03T20:00:00Z"]);
  });

  it("while the run waits for an event gives that step its row", () => {
    const asks = { ...news("two"), send: { template: "asks", body: "two" } };
    const steps = [news("one"), { waitFor: { event: "review.posted", timeout: "P5D" }, then: [asks] }];
    const person = open({ steps, exitOn: [{ event: "support.opened" }] });
    person.take(order("o1", before, "A"), delivered());
    person.moveTo("2026-03-03T15:00:00Z");
    person.take(at("support.opened", "2026-03-03T15:00:00Z", own));
    person.moveTo(END);
    expect(person.others()).toEqual(["f 1 suppressed exited @ 2026-03-03T15:00:00Z"]);
    expect(person.rows().at(-1)?.template).toBe("asks");
  });

  it.each<[string, EventInput[]]>([
    ["the awaited event comes too late", [at("review.posted", "2026-03-04T15:00:00Z", own)]],
    ["the awaited event never comes", []],
  ])("while the run waits keeps its row and instant when %s, and its timeout passes", (_, late) => {
    const steps = [
      { waitFor: { event: "review.posted", timeout: "P5D" }, then: [news("two")], onTimeout: [news("three")] },
      news("four"),
    ];
    const person = open({ steps, exitOn: [{ event: "support.opened" }] });
    person.take(order("o1", before, "A"), delivered());
    person.moveTo("2026-03-03T15:00:00Z");
    person.take(at("support.opened", "2026-03-03T15:00:00Z", own));
    person.moveTo("2026-03-04T15:00:00Z");
    person.take(...late);
    person.moveTo(END);
    person.look();
    expect(person.others()).toEqual(["f 0 suppressed exited @ 2026-03-03T15:00:00Z"]);
  });

  it("is told of one instant whichever way the run had gone by then", () => {
    const steps = [{ waitFor: { event: "review.posted" }, then: [news("two", { after: "P9D" })] }];
    const person = open({ steps, exitOn: [{ event: "support.opened" }] });
    person.take(order("o1", before, "A"), delivered());
    person.moveTo("2026-03-04T15:00:00Z");
    person.take(at("support.opened", "2026-03-04T15:00:00Z", own));
    person.moveTo("2026-03-05T15:00:00Z");
    person.take(at("review.posted", "2026-03-03T15:00:00Z", own));
    expect(person.others()).toEqual(["f 0.then.0 suppressed exited @ 2026-03-04T15:00:00Z"]);
  });

  it("while a question is open leaves no row for what comes behind it", () => {
    const { send, ...timing } = news("q");
    const steps = [
      { ask: { ...send, answers: { "1-5": [news("thanks")] }, timeout: "P3D" }, ...timing },
      news("after"),
    ];
    const person = open({ steps, exitOn: [{ event: "support.opened" }] });
    person.take(order("o1", before, "A"), delivered());
    person.moveTo("2026-03-03T15:00:00Z");
    person.take(at("support.opened", "2026-03-03T15:00:00Z", own));
    person.moveTo(END);
    person.look();
    expect(person.texts).toHaveLength(1);
    expect(person.others()).toEqual([]);
  });

  it("of a text that a quiet night holds is at once, not at its release", () => {
    const person = open({ exitOn: [{ event: "support.opened" }] });
    person.policy = { ...person.policy, quietHours: { from: "09:00", to: "20:00" } };
    person.take(order("o1", before, "A"), delivered());
    person.moveTo("2026-03-03T16:00:00Z");
    expect(person.others()).toEqual(["f 0 waiting quiet_hours @ 2026-03-03T15:00:00Z"]);
    person.take(at("support.opened", "2026-03-03T16:00:00Z", own));
    expect(person.others()).toEqual(["f 0 suppressed exited @ 2026-03-03T16:00:00Z"]);
  });

  it("heard of after a run's last text changes nothing", () => {
    const person = open({ exitOn: [{ event: "support.opened" }] });
    person.take(order("o1", before, "A"), delivered());
    person.moveTo("2026-03-10T00:00:00Z");
    person.take(at("support.opened", before, own));
    person.moveTo(END);
    expect(person.texts).toHaveLength(2);
    expect(person.others()).toEqual([]);
  });

  it("is the deletion of the order, whatever the flow says", () => {
    const person = open({});
    person.take(order("o1", before, "A"), delivered(), at("order.deleted", NOW, own));
    expect(person.others()).toEqual(["f 0 suppressed exited @ 2026-03-02T15:00:00Z"]);
  });
});

describe("a flow that needs items", () => {
  it.each<[string, EventInput[], boolean]>([
    [
      "part of the items came back",
      [at("order.refunded", after, { orderId: "o1", items: [{ lineId: "A", sku: "A", quantity: 2 }] })],
      false,
    ],
    [
      "refunds add up to all",
      ["A", "B"].map((sku) =>
        at("order.refunded", `2026-03-02T1${sku === "A" ? 7 : 8}:00:00Z`, {
          orderId: "o1",
          items: [{ lineId: sku, sku, quantity: 2 }],
        }),
      ),
      true,
    ],
    ["a refund names no items", [at("order.refunded", after, { orderId: "o1" })], true],
    ["a refund is of money alone", [at("order.refunded", after, { orderId: "o1", items: [] })], false],
    ["all came back before delivery", [at("order.refunded", before, { orderId: "o1" })], true],
  ])("ends when %s: %j → %s", (_, refunds, isExit) => {
    const person = open({ requiresItems: true });
    person.take(
      order("o1", "2026-02-27T15:00:00Z", "A", "B"),
      ...refunds.filter((event) => event.at === before),
      delivered(),
    );
    person.moveTo(after);
    person.take(...refunds);
    person.moveTo(END);
    expect(person.texts).toHaveLength(isExit ? 0 : 2);
    expect(person.others().map((row) => row.split(" @")[0])).toEqual(isExit ? ["f 0 suppressed exited"] : []);
  });
});

describe("a text that announces where a parcel is", () => {
  const parcel = (id: string) => ({ parcel: { id } });
  it.each<[string, EventInput[], string | undefined]>([
    [
      "its parcel is out for delivery",
      [at("order.out_for_delivery", after, { orderId: "o1", ...parcel("p1") })],
      "superseded",
    ],
    ["another parcel is delivered", [at("order.delivered", after, { orderId: "o1", ...parcel("p2") })], undefined],
    ["the order is delivered", [at("order.delivered", after, { orderId: "o1" })], "superseded"],
    ["its parcel shipped once more", [at("fulfillment.shipped", after, { orderId: "o1", ...parcel("p1") })], undefined],
    ["its parcel was voided", [at("fulfillment.voided", after, { orderId: "o1", ...parcel("p1") })], "superseded"],
    ["another order is delivered", [at("order.delivered", after, { orderId: "o2" })], undefined],
  ])("when %s is %j", (_, events, reason) => {
    const person = open({ trigger: { event: "fulfillment.shipped" }, steps: [news("shipped", { after: "P1D" })] });
    person.take(
      order("o1", before, "A"),
      at("fulfillment.shipped", NOW, { orderId: "o1", ...parcel("p1") }),
      ...events,
    );
    person.moveTo(END);
    expect(person.texts).toHaveLength(reason === undefined ? 1 : 0);
    expect(person.others().map((row) => row.split(" ")[3])).toEqual(reason === undefined ? [] : [reason]);
  });

  it.each<[string, Record<string, unknown>, boolean]>([
    ["relationship texts only by what they declare", { class: "relationship" }, false],
    ["texts that count from the step before are about something else", { from: "previous" }, false],
    ["texts with an `unless` say themselves what ends them", { unless: ["order.cancelled"] }, false],
    ["order texts of the trigger", {}, true],
  ])("%s: %j", (_, more, isSuperseded) => {
    const person = open({ trigger: { event: "order.shipped" }, steps: [news("shipped", { after: "P1D", ...more })] });
    person.take({ ...order("o1", before, "A"), customer: { consent: { promotional: true, source: "form", atMs: 0 } } });
    person.take(
      at("order.shipped", NOW, { orderId: "o1" }),
      at("order.delivered", after, { orderId: "o1", ...parcel("1Z") }),
    );
    person.moveTo(END);
    expect(person.texts).toHaveLength(isSuperseded ? 0 : 1);
  });

  it("about the whole order waits for the whole order: one parcel's delivery is not its end", () => {
    const person = open({ trigger: { event: "order.shipped" }, steps: [news("shipped", { after: "P1D" })] });
    const half = (id: string, sku: string) => ({ orderId: "o1", parcel: { id }, items: lines(sku) });
    person.take(order("o1", before, "A", "B"), at("fulfillment.shipped", NOW, half("p1", "A")));
    expect(person.rows()).toEqual([]);
    person.take(
      { ...at("fulfillment.shipped", NOW, half("p2", "B")), id: "s2" },
      at("fulfillment.delivered", after, half("p2", "B")),
    );
    person.moveTo(END);
    expect(person.texts).toHaveLength(1);
  });

  it("is dropped by what its flow declares, known when it would go", () => {
    const person = open({ trigger: { event: "order.placed" }, supersededBy: ["fulfillment.shipped"] });
    person.take(order("o1", NOW, "A"));
    person.moveTo("2026-03-04T00:00:00Z");
    person.take(at("fulfillment.shipped", "2026-03-04T00:00:00Z", { orderId: "o1", ...parcel("p1") }));
    expect(person.others()).toEqual(["f 1 waiting - @ 2026-03-04T15:00:00Z"]);
    person.moveTo(END);
    expect(person.texts).toEqual(["f 0 @ 2026-03-03T15:00:00Z: one"]);
    expect(person.others()).toEqual(["f 1 suppressed superseded @ 2026-03-04T15:00:00Z"]);
  });
});
