import { formatMinor, parseMinor } from "../../shared/money.ts";
import type { OrderFacts, OrderItem } from "../domain/store-event.ts";
import { httpUrl } from "./body-fields.ts";
import { readHtmlText } from "./html-text.ts";
import { parseGmtMs } from "./instant.ts";
import { keptId } from "./record-id.ts";
import type { StateEvent } from "./state-event.ts";
import type { Reading, ReadingContext } from "./store-adapter.ts";
import { readParcels } from "./woocommerce-parcel.ts";
import { buyerFacts, isGift } from "./woocommerce-person.ts";
import type { LineItem, Order } from "./woocommerce-shapes.ts";

/**
 * What an order tells by the state it is in. It is placed when its status is first `processing` or `completed`; before that it is
 * a record that somebody may look at (`isAsked`), and no order yet.
 * Source: woocommerce.com/document/managing-orders/order-statuses.
 */
export function readOrder(
  order: Order,
  context: ReadingContext,
  { isAsked = false }: { readonly isAsked?: boolean } = {},
): Reading<StateEvent> {
  if (order.id === undefined) return { kind: "dead_letter", problem: "id: no order id" };
  if (order.status === undefined) return { kind: "dead_letter", problem: "status: no status" };
  const modifiedAtMs = parseGmtMs(order.date_modified_gmt) ?? context.receivedAtMs;
  const currency = /^[A-Z]{3}$/.test(order.currency ?? "") ? order.currency : context.shopCurrency;
  const items = order.line_items && readItems(order.line_items, currency ?? "");
  if (order.line_items !== undefined && items === undefined) {
    return { kind: "dead_letter", problem: "line_items: a line without an id" };
  }
  const stage = stageOf(order);
  const placedAtMs = stage === "placed" ? findPlacedMs(order, modifiedAtMs) : undefined;
  const telling: Telling = {
    order,
    modifiedAtMs,
    currency: currency ?? "",
    shared: {
      orderId: keptId("woocommerce", order.id),
      test: isTest(order),
      customerId: customerIdOf(order),
      customer: buyerFacts(order, context),
      order: orderFacts(order, items, currency ?? "", placedAtMs),
      items,
      factsAtMs: modifiedAtMs,
    },
  };
  switch (stage) {
    case "none":
      if (isAsked) return { kind: "events", events: [updated(telling)] };
      return { kind: "ignored", why: `status ${order.status}: no order yet` };
    case "kept":
      return { kind: "events", events: [updated(telling)] };
    case "placed":
      return { kind: "events", events: readPlaced(telling, placedAtMs ?? modifiedAtMs) };
    case "cancelled":
      return { kind: "events", events: [readCancelled(telling)] };
  }
}

interface Telling {
  readonly order: Order;
  readonly modifiedAtMs: number;
  readonly currency: string;
  readonly shared: Omit<StateEvent, "name" | "type" | "occurredAtMs">;
}

/** `kept`: it was placed and waits for something now; its facts may have changed. */
function stageOf(order: Order): "none" | "kept" | "placed" | "cancelled" {
  const isPaid = order.date_paid_gmt !== undefined;
  switch (order.status) {
    case "processing":
    case "completed":
    case "refunded":
      return "placed";
    case "cancelled":
      return "cancelled";
    case "pending":
    case "on-hold":
    case "failed":
    case "draft":
    case "auto-draft":
    case "checkout-draft":
    case "trash":
      return isPaid ? "kept" : "none";
    default:
      return isPaid ? "placed" : "none"; // a status of a plugin's own, such as "shipped"
  }
}

/**
 * When the status first was `processing` or `completed`: WooCommerce dates the payment then. Paying on delivery it does not:
 * such an order is placed when it is made, and dated as paid when it is completed.
 * Source: woocommerce, WC_Order::maybe_set_date_paid(); WC_Gateway_COD::process_payment().
 */
function findPlacedMs(order: Order, modifiedAtMs: number): number {
  const createdAtMs = parseGmtMs(order.date_created_gmt);
  const paidAtMs = order.payment_method === "cod" ? createdAtMs : parseGmtMs(order.date_paid_gmt);
  return paidAtMs ?? (order.status === "processing" ? modifiedAtMs : (createdAtMs ?? modifiedAtMs));
}

function readPlaced(telling: Telling, placedAtMs: number): StateEvent[] {
  const { order, shared, modifiedAtMs } = telling;
  const events: StateEvent[] = [
    { ...shared, name: name(order, "placed"), type: "order.placed", occurredAtMs: placedAtMs },
  ];
  const paidAtMs = parseGmtMs(order.date_paid_gmt);
  if (paidAtMs !== undefined) {
    events.push({ ...shared, name: name(order, "paid"), type: "order.paid", occurredAtMs: paidAtMs });
  }
  if (modifiedAtMs > placedAtMs) events.push(updated(telling));
  const parcels = readParcels(order, parseGmtMs(order.date_completed_gmt) ?? modifiedAtMs);
  const { orderId, test } = shared;
  events.push(...parcels.map((parcel) => ({ ...parcel, orderId, test })));
  if (order.status === "completed" && parcels.length === 0 && isShipped(order)) {
    const occurredAtMs = parseGmtMs(order.date_completed_gmt) ?? modifiedAtMs;
    events.push({ ...shared, name: name(order, "shipped"), type: "order.shipped", occurredAtMs });
  }
  return [...events, ...readRefunds(telling)];
}

function updated({ order, shared, modifiedAtMs }: Telling): StateEvent {
  return {
    ...shared,
    name: `${name(order, "updated")}:${modifiedAtMs}`,
    type: "order.updated",
    occurredAtMs: modifiedAtMs,
  };
}

/** WooCommerce cancels unpaid orders by itself: what was never paid was never placed, and nobody is told that it ended. */
function readCancelled({ order, shared, modifiedAtMs }: Telling): StateEvent {
  const wasPlaced = order.date_paid_gmt !== undefined || order.payment_method === "cod";
  return {
    ...shared,
    name: name(order, "cancelled"),
    type: "order.cancelled",
    occurredAtMs: modifiedAtMs,
    ...(wasPlaced ? {} : { isOld: true }),
  };
}

/**
 * Of a part that was refunded the body has id, reason and amount alone, and its lines keep their quantities: which came back is
 * known where the store is asked (woocommerce-api.ts). Status `refunded` means that all of it was.
 * Source: WooCommerce REST v3, Orders, Order - Refunds properties.
 */
function readRefunds({ order, shared, modifiedAtMs, currency }: Telling): StateEvent[] {
  const { orderId, test, order: facts } = shared;
  const refunded = { type: "order.refunded", occurredAtMs: modifiedAtMs, orderId, test, order: facts } as const;
  if (order.status === "refunded") return [{ ...refunded, name: name(order, "refunded") }];
  return (order.refunds ?? []).flatMap(({ id, total }) => {
    const amountMinor = total === undefined ? undefined : parseMinor(total, currency);
    const attributes = amountMinor === undefined ? undefined : { amount: formatMinor(Math.abs(amountMinor), currency) };
    const refundId = id && keptId("woocommerce", id);
    if (id === undefined || refundId === undefined) return [];
    return [{ ...refunded, name: `${name(order, "refund")}:${id}`, items: [], refundId, attributes }];
  });
}

/**
 * WooCommerce knows no shipment; its own mail for a completed order says "on its way". True of what is sent, not of downloads
 * and not of what is collected. Source: woocommerce, WC_Email_Customer_Completed_Order::get_default_subject().
 */
function isShipped(order: Order): boolean {
  const methods = order.shipping_lines ?? [];
  return (
    methods.length > 0 &&
    !methods.some(({ method_id: method }) => /^(?:local_pickup|pickup_location)/.test(method ?? ""))
  );
}

function readShippingMethod({ shipping_lines: methods }: Order): string | undefined {
  const title = methods?.find(({ method_title }) => method_title !== undefined)?.method_title;
  return title && readHtmlText(title);
}

/** WooPayments marks orders that were paid in its test mode. Source: Automattic/woocommerce-payments, `_wcpay_mode`. */
function isTest({ meta_data: meta }: Order): boolean {
  return meta?.some(({ key, value }) => key === "_wcpay_mode" && value === "test") ?? false;
}

function customerIdOf({ customer_id: id }: Order): string | undefined {
  return id === undefined || id === "0" ? undefined : keptId("woocommerce", id);
}

function name(order: Order, what: string): string {
  return `order:${order.id ?? ""}:${what}`;
}

function orderFacts(
  order: Order,
  items: readonly OrderItem[] | undefined,
  currency: string,
  placedAtMs: number | undefined,
): OrderFacts {
  return {
    name: `#${order.number ?? order.id ?? ""}`,
    totalMinor: order.total === undefined ? undefined : parseMinor(order.total, currency),
    currency,
    placedAtMs,
    itemCount: items?.reduce((count, item) => count + item.quantity, 0),
    shippingMethod: readShippingMethod(order),
    isGift: isGift(order),
    ...(order.status === undefined ? {} : { attributes: { status: order.status } }),
  };
}

/** Undefined when a line has no id: nothing that refers to it later could be matched. */
function readItems(lines: readonly LineItem[], currency: string): OrderItem[] | undefined {
  const items: OrderItem[] = [];
  for (const line of lines) {
    if (line.id === undefined) return undefined;
    const variation = line.variation_id === "0" ? undefined : line.variation_id;
    const product = line.product_id === "0" ? undefined : line.product_id;
    items.push({
      lineId: line.id,
      sku: line.sku ?? variation ?? product ?? line.id,
      name: line.name && readHtmlText(line.name),
      cartId: variation ?? product,
      quantity: line.quantity,
      unitAmountMinor: line.price === undefined ? undefined : parseMinor(line.price, currency),
      imageUrl: httpUrl(line.image?.src),
    });
  }
  return items;
}
