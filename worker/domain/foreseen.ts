import type { Flow } from "../../shared/contract/flows.ts";
import type { Scheduled } from "./cap.ts";
import { dueInstant } from "./due-instant.ts";
import { parseDuration } from "./duration.ts";
import { startsFlow } from "./entries.ts";
import { findExit } from "./exit.ts";
import { parseFieldInstant } from "./field-instant.ts";
import { addDuration } from "./local-time.ts";
import type { CustomerState } from "./person-state.ts";
import { textOfStep } from "./question.ts";
import type { KnownEvent, Run } from "./run.ts";

/** A text of a flow that has not begun, and will: others leave it its place under the caps (R12, `reserved`). */
export interface Foreseen extends Scheduled {
  readonly flow: string;
}

/** What is not heard of for so long will not come. */
const LONGEST_FORESIGHT_MS = 30 * 86_400_000;

/**
 * A review is asked for a week after delivery: whoever wrote twice before the parcel came would find the cap full on that day.
 * So a flow may say from which event on its first text is to be reckoned with.
 */
export function foresee(
  customer: CustomerState,
  runs: readonly Run[],
  {
    findFlow,
    zoneAt,
    reviewDelay,
    nowMs,
  }: {
    readonly findFlow: (key: string, version: number) => Flow | undefined;
    readonly zoneAt: (atMs: number) => string;
    readonly reviewDelay: (run: Run) => string | undefined;
    readonly nowMs: number;
  },
): readonly Foreseen[] {
  const found: Foreseen[] = [];
  // customers are folded from KnownEvents
  for (const event of customer.events as readonly KnownEvent[]) {
    const isOpen = event.live && !event.test && nowMs < event.occurredAtMs + LONGEST_FORESIGHT_MS;
    if (!isOpen || event.orderId === undefined) continue;
    for (const [key, version] of Object.entries(event.offered)) {
      const flow = findFlow(key, version);
      if (flow?.foreseen?.event !== event.type || startsFlow(flow, event.type)) continue;
      if (runs.some((run) => run.flow.key === key && run.orderId === event.orderId)) continue;
      const expectedMs = expectedAtMs(event, flow.foreseen.after, customer, zoneAt(event.occurredAtMs));
      const run = expectedRun(flow, version, event, customer, Math.max(expectedMs, nowMs));
      const [first] = flow.steps;
      const text = first === undefined ? undefined : textOfStep(first);
      if (text === undefined || isOver(run, customer)) continue;
      const dueMs = dueInstant(text, {
        triggerMs: run.trigger.occurredAtMs,
        previousMs: run.trigger.occurredAtMs,
        scopeNow: () => ({}),
        reviewDelay: () => reviewDelay(run),
        zoneAt,
      });
      if (dueMs !== undefined) found.push({ flow: key, class: text.class, rank: flow.rank ?? 0, dueMs });
    }
  }
  return found;
}

function expectedAtMs(event: KnownEvent, after: string, customer: CustomerState, zone: string): number {
  const order = customer.orders.get(event.orderId ?? "");
  const etaMs = parseFieldInstant(order?.facts.eta, zone);
  const duration = parseDuration(after);
  return etaMs ?? (duration === undefined ? event.occurredAtMs : addDuration(event.occurredAtMs, duration, zone));
}

function expectedRun(flow: Flow, version: number, event: KnownEvent, customer: CustomerState, atMs: number): Run {
  const trigger = { ...event, type: flow.trigger.event, occurredAtMs: atMs };
  const { orderId } = event;
  return {
    id: "",
    flow,
    version,
    customerId: customer.id,
    orderId,
    trigger,
    refusal: undefined,
    replacedBy: undefined,
  };
}

function isOver(run: Run, customer: CustomerState): boolean {
  const order = run.orderId === undefined ? undefined : customer.orders.get(run.orderId);
  return (
    order === undefined || order.isTest || order.emptiedAtMs !== undefined || findExit(run, customer) !== undefined
  );
}
