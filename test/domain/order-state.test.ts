import { describe, expect, it } from "vitest";
import { foldOrder } from "../../worker/domain/order-state.ts";
import type { StoreEvent } from "../../worker/domain/store-event.ts";

const at = (hour: number) => Date.parse("2026-03-02T00:00:00Z") + hour * 3_600_000;
let count = 0;
function event(type: StoreEvent["type"], hour: number, more: Partial<StoreEvent> = {}): StoreEvent {
  count += 1;
  return {
    id: `e${count}`,
    source: "api",
    type,
    occurredAtMs: at(hour),
    live: true,
    test: false,
    orderId: "o1",
    ...more,
  };
}
const line = (lineId: string, quantity: number, sku = lineId) => ({ lineId, sku, quantity });
const left = (events: readonly StoreEvent[]) =>
  foldOrder("o1", events)
    .lines?.map(({ lineId, quantityLeft }) => `${lineId}:${quantityLeft}`)
    .join(" ");
const placed = event("order.placed", 0, { items: [line("A", 2), line("B", 1)] });

describe("what is left of an order", () => {
  it.each<[string, StoreEvent[], string | undefined, number | undefined]>([
    ["all, at first", [placed], "A:2 B:1", undefined],
    [
      "less what came back once, however many webhooks and fetches tell of the same refund",
      [
        placed,
        ...[1, 2, 3].map((hour) => event("order.refunded", hour, { items: [line("A", 1)], refundId: "r1" })),
        event("order.refunded", 4, { items: [line("B", 1)], refundId: "r2" }),
      ],
      "A:1 B:0",
      undefined,
    ],
    [
      "less what came back, where a fetch names the items of a refund of which the webhook told the amount alone",
      [
        placed,
        event("order.refunded", 1, { items: [], refundId: "r1" }),
        ...[2, 3].map((hour) => event("order.refunded", hour, { items: [line("A", 1)], refundId: "r1" })),
      ],
      "A:1 B:1",
      undefined,
    ],
    ["less what came back", [placed, event("order.refunded", 1, { items: [line("A", 1)] })], "A:1 B:1", undefined],
    ["never less than nothing", [placed, event("order.refunded", 1, { items: [line("A", 5)] })], "A:0 B:1", undefined],
    ["nothing, after a refund without items", [placed, event("order.refunded", 1)], "A:0 B:0", 1],
    ["all, after a refund of money alone", [placed, event("order.refunded", 1, { items: [] })], "A:2 B:1", undefined],
    [
      "nothing, once refunds add up",
      [
        event("order.refunded", 3, { items: [line("A", 1), line("B", 1)] }),
        placed,
        event("order.refunded", 2, { items: [line("A", 1)] }),
      ],
      "A:0 B:0",
      3,
    ],
    ["nothing of a cancelled order, since then", [placed, event("order.cancelled", 4)], "A:2 B:1", 4],
    ["unknown while nobody named its items", [event("order.updated", 0)], undefined, undefined],
    [
      "known from the first event that names them",
      [event("order.delivered", 0, { items: [line("A", 1)] }), event("order.refunded", 1, { items: [line("A", 1)] })],
      "A:0",
      1,
    ],
    [
      "not told by one parcel's items",
      [event("fulfillment.shipped", 0, { parcel: { id: "p" }, items: [line("A", 1)] })],
      undefined,
      undefined,
    ],
  ])("%s", (_, events, expected, emptiedHour) => {
    expect(left(events)).toBe(expected);
    expect(foldOrder("o1", events).emptiedAtMs).toBe(emptiedHour === undefined ? undefined : at(emptiedHour));
  });

  it("is counted on the line that a refund names, where two lines hold one product", () => {
    const twice = event("order.placed", 0, { items: [line("1", 1, "A"), line("2", 1, "A")] });
    expect(left([twice, event("order.refunded", 1, { items: [line("2", 1, "A")] })])).toBe("1:1 2:0");
    expect(left([twice, event("order.refunded", 1, { items: [line("A", 1)] })])).toBe("1:0 2:1");
  });
});

describe("what an order's parcels add up to", () => {
  const parcel = (type: StoreEvent["type"], hour: number, id: string, ...items: ReturnType<typeof line>[]) =>
    event(type, hour, { parcel: { id }, ...(items.length > 0 && { items }) });
  const wholes = (events: readonly StoreEvent[]) =>
    foldOrder("o1", events).events.flatMap((one) =>
      one.id.endsWith("#order") ? [`${one.type}@${(one.occurredAtMs - at(0)) / 3_600_000}`] : [],
    );

  it.each<[string, StoreEvent[], string[]]>([
    ["one of two parcels is not the order", [placed, parcel("fulfillment.shipped", 1, "p1", line("A", 2))], []],
    [
      "the last one is",
      [
        placed,
        parcel("fulfillment.shipped", 1, "p1", line("A", 2)),
        parcel("fulfillment.shipped", 2, "p2", line("B", 1)),
      ],
      ["order.shipped@2"],
    ],
    [
      "what was refunded need not ship",
      [
        placed,
        event("order.refunded", 1, { items: [line("B", 1)] }),
        parcel("fulfillment.shipped", 2, "p1", line("A", 2)),
      ],
      ["order.shipped@2"],
    ],
    [
      "half of a line is not the line",
      [placed, parcel("fulfillment.shipped", 1, "p1", line("A", 1), line("B", 1))],
      [],
    ],
    [
      "a voided parcel does not count",
      [
        placed,
        parcel("fulfillment.shipped", 1, "p1", line("A", 2)),
        parcel("fulfillment.voided", 2, "p1"),
        parcel("fulfillment.shipped", 3, "p2", line("B", 1)),
      ],
      [],
    ],
    [
      "delivered is delivered with every parcel",
      [
        placed,
        parcel("fulfillment.shipped", 1, "p1", line("A", 2)),
        parcel("fulfillment.shipped", 1, "p2", line("B", 1)),
        parcel("fulfillment.delivered", 3, "p2"),
        parcel("fulfillment.delivered", 5, "p1"),
      ],
      ["order.shipped@1", "order.delivered@5"],
    ],
  ])("%s", (_, events, expected) => {
    expect(wholes(events)).toEqual(expected);
    expect(wholes([...events].reverse())).toEqual(expected);
  });
});

describe("the facts of an order", () => {
  it("are those of the newest record, whatever came last", () => {
    const events = [
      event("order.updated", 2, { order: { name: "#new", carrier: "UPS" }, factsAtMs: at(2) }),
      event("order.updated", 3, {
        order: { name: "#old", total: undefined, url: "https://x.example" } as never,
        factsAtMs: at(1),
      }),
    ];
    expect(foldOrder("o1", events).facts).toEqual({ name: "#new", carrier: "UPS", url: "https://x.example" });
  });

  it("date the order by what any event says, else by when it was placed", () => {
    expect(foldOrder("o1", [event("order.placed", 3)]).placedAtMs).toBe(at(3));
    expect(foldOrder("o1", [event("order.delivered", 9, { order: { placedAtMs: at(1) } })]).placedAtMs).toBe(at(1));
    expect(foldOrder("o1", [event("order.delivered", 9)]).placedAtMs).toBeUndefined();
  });
});
