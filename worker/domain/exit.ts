import type { ExitEvent } from "../../shared/contract/flows.ts";
import { holds } from "./condition.ts";
import type { OrderState } from "./order-state.ts";
import type { CustomerState } from "./person-state.ts";
import type { Answer } from "./question.ts";
import type { Run } from "./run.ts";
import { skusOf } from "./run-skus.ts";
import { lastMark } from "./score.ts";
import type { StoreEvent } from "./store-event.ts";

export interface Exit {
  readonly why: string;
  /** When it happened; never before the run's trigger, at which it was there already. */
  readonly atMs: number;
}

/** What ends runs beside the events of their customer. */
export interface Endings {
  /** When the merchant disconnected a store. */
  readonly storesEndedAtMs?: Readonly<Record<string, number>> | undefined;
  readonly answers?: readonly Answer[] | undefined;
}

/** The first event that ends a run, if one is known: whenever it happened, before entry too, except a ticket closed by then. */
export function findExit(
  run: Run,
  customer: CustomerState,
  { storesEndedAtMs = {}, answers = [] }: Endings = {},
): Exit | undefined {
  const order = orderOf(run, customer);
  const exits: Exit[] = [];
  const add = (why: string, atMs: number | undefined): void => {
    if (atMs !== undefined) exits.push({ why, atMs: Math.max(atMs, run.trigger.occurredAtMs) });
  };
  add("restart", run.replacedBy?.occurredAtMs);
  add("order.deleted", order?.deletedAtMs);
  const storeEndedAtMs = storesEndedAtMs[run.trigger.source];
  if (storeEndedAtMs !== undefined && storeEndedAtMs >= run.trigger.occurredAtMs)
    add("store.uninstalled", storeEndedAtMs);
  if (run.flow.requiresItems) add("requiresItems", order?.emptiedAtMs);
  for (const exit of run.flow.exitOn ?? []) {
    if ("event" in exit) add(exit.event, findExitEvent(exit, run, customer, order));
    else {
      const mark = lastMark(run, answers);
      if (mark !== undefined && holds({ score: exit.score }, { score: mark.score })) add("score", mark.atMs);
    }
  }
  return exits.reduce<Exit | undefined>((first, exit) => (first && first.atMs <= exit.atMs ? first : exit), undefined);
}

function findExitEvent(
  { event: type, match = "order" }: ExitEvent,
  run: Run,
  customer: CustomerState,
  order: OrderState | undefined,
): number | undefined {
  const isOfOrder = match === "order" || match === "order_all_items";
  const found = (isOfOrder ? (order?.events ?? []) : customer.events).find(
    (event) =>
      event.type === type &&
      event.id !== run.trigger.id &&
      (isOfOrder || isOfLater(match, event, run, customer)) &&
      !isSettled(event, run, customer),
  );
  if (found === undefined || match !== "order_all_items") return found?.occurredAtMs;
  return order?.emptiedAtMs === undefined ? undefined : Math.max(order.emptiedAtMs, found.occurredAtMs);
}

function orderOf(run: Run, customer: CustomerState): OrderState | undefined {
  return run.orderId === undefined ? undefined : customer.orders.get(run.orderId);
}

function isOfLater(match: "customer" | "sku", event: StoreEvent, run: Run, customer: CustomerState): boolean {
  const other = event.orderId === undefined ? undefined : customer.orders.get(event.orderId);
  if (event.test || other?.isTest || !isLater(event, run, customer)) return false;
  return match === "customer" || (event.orderId !== run.orderId && sharesProduct(event, run, customer));
}

/** "Later": an order placed after this run's order; any other event that happened after the trigger. An open ticket counts from before. */
function isLater(event: StoreEvent, run: Run, customer: CustomerState): boolean {
  if (event.type === "support.opened") return true;
  if (event.type !== "order.placed") return event.occurredAtMs > run.trigger.occurredAtMs;
  if (event.orderId === run.orderId) return false;
  const own = orderOf(run, customer)?.placedAtMs;
  const other = event.orderId === undefined ? undefined : customer.orders.get(event.orderId)?.placedAtMs;
  return (other ?? event.occurredAtMs) > (own ?? run.trigger.occurredAtMs);
}

/** A ticket opened before entry counts only while it is open: not once it was closed by the time of the trigger. */
function isSettled(event: StoreEvent, run: Run, customer: CustomerState): boolean {
  const enteredAtMs = run.trigger.occurredAtMs;
  if (event.type !== "support.opened" || event.occurredAtMs > enteredAtMs) return false;
  return customer.events.some(
    (other) =>
      other.type === "support.closed" &&
      other.orderId === event.orderId &&
      other.occurredAtMs >= event.occurredAtMs &&
      other.occurredAtMs <= enteredAtMs,
  );
}

/** What was ordered counts, whichever part of it an event speaks of. */
function sharesProduct(event: StoreEvent, run: Run, customer: CustomerState): boolean {
  const lines = event.orderId === undefined ? undefined : customer.orders.get(event.orderId)?.lines;
  const theirs = new Set((lines ?? event.items ?? []).map(({ sku }) => sku));
  return skusOf(run, customer).some((sku) => theirs.has(sku));
}
