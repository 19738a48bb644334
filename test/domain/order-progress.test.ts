import { describe, expect, it } from "vitest";
import type { EventType } from "../../shared/contract/events.ts";
import { etaAhead, etaMovedMs, lastScanMs } from "../../worker/domain/order-progress.ts";
import { foldOrder } from "../../worker/domain/order-state.ts";
import type { StoreEvent } from "../../worker/domain/store-event.ts";

const zone = "America/New_York";
const ms = (day: number, hour = 15): number => Date.UTC(2026, 2, day, hour);
const event = (day: number, type: EventType, more: Partial<StoreEvent> = {}): StoreEvent => ({
  id: `${type}-${day}-${more.parcel?.id ?? ""}`,
  source: "custom",
  type,
  occurredAtMs: ms(day),
  live: true,
  test: false,
  orderId: "o1",
  ...more,
});
const line = (sku: string, more: object = {}) => ({ lineId: sku, sku, quantity: 1, ...more });
const placed = event(1, "order.placed", { items: [line("A"), line("B")] });
const one = { parcel: { id: "p1" }, items: [line("A")] };
const two = { parcel: { id: "p2" }, items: [line("B")] };

describe("since when nothing was heard of an order", () => {
  it.each<[string, readonly StoreEvent[], number | undefined]>([
    ["since it was placed, where nothing has left", [placed], ms(1)],
    ["since the last scan", [placed, event(2, "order.shipped"), event(4, "order.out_for_delivery")], ms(4)],
    [
      "since the last scan of the parcel that has been quiet longest",
      [
        placed,
        event(2, "fulfillment.shipped", one),
        event(3, "fulfillment.shipped", two),
        event(5, "fulfillment.shipped", { ...two, id: "again" }),
      ],
      ms(2),
    ],
    [
      "not of a parcel that has arrived",
      [
        placed,
        event(2, "fulfillment.shipped", one),
        event(3, "fulfillment.shipped", two),
        event(4, "fulfillment.delivered", one),
      ],
      ms(3),
    ],
    ["not while it waits to be picked up", [placed, event(3, "order.ready_for_pickup")], undefined],
    [
      "not where there is nothing to ship",
      [event(1, "order.placed", { items: [line("GIFT-CARD", { requiresShipping: false })] })],
      undefined,
    ],
  ])("%s", (_, events, expected) => {
    expect(lastScanMs(foldOrder("o1", events))).toBe(expected);
  });
});

describe("the day on which an order is expected", () => {
  const promised = event(1, "order.placed", { eta: "2026-03-06" });
  it.each<[string, readonly StoreEvent[], number, number | undefined]>([
    ["was moved when a later one was named", [promised, event(4, "order.updated", { eta: "2026-03-09" })], 4, ms(4)],
    ["was not moved by an earlier one", [promised, event(4, "order.updated", { eta: "2026-03-05" })], 4, undefined],
    [
      "was not moved by another hour of the day",
      [
        event(1, "fulfillment.shipped", { parcel: { id: "p1", eta: "2026-03-06T12:00:00-05:00" } }),
        event(4, "fulfillment.shipped", { id: "x", parcel: { id: "p1", eta: "2026-03-06T20:00:00-05:00" } }),
      ],
      4,
      undefined,
    ],
    [
      "was moved for a parcel whatever another one does",
      [
        event(1, "fulfillment.shipped", { parcel: { id: "p1", eta: "2026-03-06" } }),
        event(2, "fulfillment.shipped", { parcel: { id: "p2", eta: "2026-03-09" } }),
      ],
      4,
      undefined,
    ],
    [
      "was moved the first time only",
      [promised, event(3, "order.updated", { eta: "2026-03-07" }), event(4, "order.updated", { eta: "2026-03-09" })],
      4,
      ms(3),
    ],
    ["was moved where the carrier is late and says no day", [placed, event(4, "order.delayed")], 4, ms(4)],
    ["was not moved, once it is over", [promised, event(8, "order.updated", { eta: "2026-03-11" })], 8, undefined],
    ["is not worth a warning once it is over", [promised, event(4, "order.delayed")], 7, undefined],
  ])("%s", (_, events, today, expected) => {
    expect(etaMovedMs(foldOrder("o1", events), { nowMs: ms(today), zone })).toBe(expected);
  });

  it.each([
    ["2026-03-06", ms(6, 23), "2026-03-06"],
    ["2026-03-06", ms(7, 4), "2026-03-06"], // 23:00 in New York
    ["2026-03-06", ms(7, 5), undefined],
    ["soon", ms(1), undefined],
    [undefined, ms(1), undefined],
  ])("%s is named at %d as %s", (eta, nowMs, expected) => {
    expect(etaAhead(eta, { nowMs, zone })).toBe(expected);
  });
});
