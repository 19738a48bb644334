import type { EventType } from "../../shared/contract/events.ts";
import type { OrderFacts, OrderItem } from "../domain/store-event.ts";
import { parseInstantMs } from "./instant.ts";
import { readAmountMinor, readItems } from "./shopify-item.ts";
import { buyerFacts } from "./shopify-person.ts";
import {
  findShopifyId,
  readShape,
  type ShopifyContext,
  type ShopifyEvent,
  type TopicReader,
} from "./shopify-reading.ts";
import { Order, Resource } from "./shopify-shapes.ts";
import type { Reading } from "./store-adapter.ts";

export const readOrderPlaced: TopicReader = (body, context) =>
  readOrder(body, context, "order.placed", (order) => order.processed_at ?? order.created_at);

export const readOrderPaid: TopicReader = (body, context) =>
  readOrder(body, context, "order.paid", (order) => order.updated_at);

export const readOrderUpdated: TopicReader = (body, context) =>
  readOrder(body, context, "order.updated", (order) => order.updated_at);

export const readOrderCancelled: TopicReader = (body, context) =>
  readOrder(body, context, "order.cancelled", (order) => order.cancelled_at ?? order.updated_at);

/** The body holds the id alone. */
export const readOrderDeleted: TopicReader = (body, context) =>
  readShape(Resource, body, (resource) => {
    const orderId = findShopifyId(resource);
    if (orderId === undefined) return NO_ORDER_ID;
    const event: ShopifyEvent = {
      type: "order.deleted",
      occurredAtMs: context.triggeredAtMs,
      test: context.isTest,
      orderId,
    };
    return { kind: "events", events: [event] };
  });

const NO_ORDER_ID = { kind: "dead_letter", problem: "id: no order id" } as const;

/**
 * Every order body is the whole order as it stood, so that any of them can tell of a cancellation whose own delivery is late
 * or lost. It happened at `cancelled_at` whoever tells it, and a second telling changes nothing.
 */
function readOrder(
  body: unknown,
  context: ShopifyContext,
  type: EventType,
  whenOf: (order: Order) => string | undefined,
): Reading<ShopifyEvent> {
  return readShape(Order, body, (order) => {
    const orderId = findShopifyId(order);
    if (orderId === undefined) return NO_ORDER_ID;
    const currency = currencyOf(order, context);
    const items = order.line_items && readItems(order.line_items, currency);
    if (order.line_items !== undefined && items === undefined) {
      return { kind: "dead_letter", problem: "line_items: a line without an id" };
    }
    const shared = {
      test: context.isTest || order.test === true,
      orderId,
      customerId: findShopifyId(order.customer),
      customer: buyerFacts(order, context),
      order: orderFacts(order, items, currency),
      items,
      factsAtMs: parseInstantMs(order.updated_at),
    };
    const occurredAtMs = parseInstantMs(whenOf(order)) ?? context.triggeredAtMs;
    const cancelledAtMs = parseInstantMs(order.cancelled_at);
    const reason = order.cancel_reason;
    if (type === "order.cancelled") return { kind: "events", events: [{ ...shared, type, occurredAtMs, reason }] };
    const events: ShopifyEvent[] = [{ ...shared, type, occurredAtMs }];
    if (cancelledAtMs !== undefined) {
      events.push({ ...shared, type: "order.cancelled", occurredAtMs: cancelledAtMs, reason });
    }
    return { kind: "events", events };
  });
}

function orderFacts(order: Order, items: readonly OrderItem[] | undefined, currency: string | undefined): OrderFacts {
  const statusUrl = order.order_status_url;
  const url = statusUrl !== undefined && /^https?:\/\//i.test(statusUrl) ? statusUrl : undefined;
  return {
    name: order.name,
    url,
    statusUrl: url,
    totalMinor: readAmountMinor(totalOf(order), currency),
    currency,
    placedAtMs: parseInstantMs(order.processed_at ?? order.created_at),
    itemCount: items?.reduce((count, item) => count + item.quantity, 0),
  };
}

/**
 * As edited, and before anything came back: refunds have deliveries of their own, and the current total is what they leave
 * (shopify.dev/docs/api/admin-rest, Order, current_total_price: "reflects order edits, returns, and refunds").
 */
function totalOf({ refunds = [], total_price, current_total_price }: Order): Order["total_price"] {
  return refunds.length > 0 ? (total_price ?? current_total_price) : (current_total_price ?? total_price);
}

/** The REST amounts without `_set` are in the shop's currency, which `currency` names. */
function currencyOf(order: Order, context: ShopifyContext): string | undefined {
  const currency = order.currency ?? context.shopCurrency;
  return /^[A-Z]{3}$/.test(currency) ? currency : undefined;
}
