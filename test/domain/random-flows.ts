import type { EventType } from "../../shared/contract/events.ts";
import { Flow } from "../../shared/contract/flows.ts";
import type { Random } from "./random.ts";

const triggers = [
  "order.placed",
  "order.placed",
  "order.paid",
  "order.shipped",
  "order.delivered",
  "order.delivered",
  "fulfillment.shipped",
  "fulfillment.delivered",
  "order.refunded",
  "support.opened",
  "order.delayed",
  "checkout.abandoned",
] as const satisfies readonly EventType[];

const others = [
  ...triggers,
  "order.cancelled",
  "order.lost",
  "support.closed",
  "review.posted",
  "order.attempt_failed",
  "return.opened",
] as const satisfies readonly EventType[];

/** Two and a half days at least: whatever happened in the two days before now, nothing is due yet. */
const delays = ["P2DT12H", "P3D", "P3D", "P4DT30M", "P1W", "P1M", "PT72H", "P40D"] as const;

/** A flow of any shape that the contract allows, no text of which is due within two and a half days of what started it. */
export function inventFlow(key: string, random: Random): Flow {
  const per = random.chance(0.35) ? "customer" : "order";
  const flow = {
    key,
    name: key,
    trigger: {
      event: random.pick(triggers),
      ...(random.chance(0.2) && { skus: [random.pick(["A", "B", "C"])] }),
      ...(random.chance(0.25) && { where: inventCondition(random) }),
    },
    per,
    ...(per === "customer" && { reentry: random.pick(["never", "restart", { after: "PT6H" }, { after: "P1D" }]) }),
    ...(random.chance(0.3) && { requiresItems: true }),
    ...(random.chance(0.25) && { supersededBy: [random.pick(others)] }),
    ...(random.chance(0.4) && {
      exitOn: Array.from({ length: random.whole(1, 2) }, () => ({
        event: random.pick(others),
        ...(random.chance(0.6) && { match: random.pick(["order", "order_all_items", "customer", "sku"]) }),
      })),
    }),
    ...(random.chance(0.5) && { rank: random.whole(-2, 5) }),
    steps: inventSteps(random, 0),
  };
  return Flow.parse(flow);
}

function inventSteps(random: Random, depth: number): unknown[] {
  const steps = Array.from({ length: random.whole(1, depth === 0 ? 4 : 2) }, () => inventStep(random, depth));
  if (random.chance(0.1)) steps.push({ exit: true });
  return steps;
}

function inventStep(random: Random, depth: number): unknown {
  const kind = depth < 2 ? random.whole(0, 9) : 0;
  const arms = () => inventSteps(random, depth + 1);
  switch (kind) {
    case 6:
      return {
        waitFor: {
          event: random.pick(others),
          ...(random.chance(0.8) && { timeout: random.pick(["PT6H", "P3D", "P5D"]) }),
        },
        ...(random.chance(0.9) && { then: arms() }),
        ...(random.chance(0.8) && { onTimeout: arms() }),
      };
    case 7:
      return {
        branch: Array.from({ length: random.whole(1, 2) }, () => ({ if: inventCondition(random), steps: arms() })),
        ...(random.chance(0.7) && { else: arms() }),
      };
    case 8:
      return {
        split: random.pick(["tone", "length"]),
        arms: [
          { name: "a", weight: 1, steps: arms() },
          { name: "b", weight: 2, steps: arms() },
        ],
      };
    case 9:
      return random.chance(0.5)
        ? { tell: { destination: "webhook", event: "step.reached" } }
        : {
            ask: { body: "How was it?", answers: { "1-6": arms(), "7-10": arms() }, timeout: "P3D" },
            ...inventTiming(random),
          };
    default:
      return {
        send: {
          body: "{{ order.name | default: 'none' }} {{ customer.firstName | default: 'you' }} {{ order.eta | default: '-' }}",
          ...(random.chance(0.1) && { promotionalBody: "{{ order.itemCount | default: 0 }} things, and 10 % off" }),
        },
        ...inventTiming(random),
      };
  }
}

function inventTiming(random: Random): Record<string, unknown> {
  return {
    class: random.pick(["transactional", "transactional", "relationship", "promotional"]),
    after: random.pick(delays),
    ...(random.chance(0.6) && { from: random.pick(["trigger", "previous", "previous", { field: "eta" }]) }),
    ...(random.chance(0.25) && { at: { localTime: random.pick(["02:30", "10:00", "23:45"]) } }),
    ...(random.chance(0.2) && { quiet: "drop" }),
    ...(random.chance(0.3) && { expires: random.pick(["PT6H", "P1D", "P5D"]) }),
    ...(random.chance(0.25) && { if: inventCondition(random) }),
    ...(random.chance(0.2) && { unless: [random.pick(others)] }),
  };
}

function inventCondition(random: Random): unknown {
  return random.pick<unknown>([
    { "customer.orderCount": { gte: random.whole(1, 3) } },
    { "customer.orderCount": { eq: 1 } },
    { "order.itemCount": { lte: 2 } },
    { "customer.firstName": { eq: "Ann" } },
    { "customer.hasOpenTicket": { eq: true } },
    { "customer.lifetimeValue": { gt: 40 } },
    { "customer.returnRate": { gt: 0 } },
    { any: [{ "customer.tags": { contains: "vip" } }, { not: { "order.skus": { contains: "B" } } }] },
    { all: [{ "order.total": { exists: true } }, { "customer.totalSpent": { lt: 90 } }] },
    { "order.eta": { exists: false } },
  ]);
}
