import { formatMinor, parseMinor } from "../../shared/money.ts";
import type { OrderFacts, OrderItem } from "../domain/store-event.ts";
import { buyerFacts, isGift } from "./bigcommerce-person.ts";
import type { Order, OrderBundle } from "./bigcommerce-shapes.ts";
import { httpUrl } from "./body-fields.ts";
import { readHtmlText } from "./html-text.ts";
import { parseInstantMs, parseMailDateMs } from "./instant.ts";
import { keptId } from "./record-id.ts";
import type { StateEvent } from "./state-event.ts";
import type { ReadingContext } from "./store-adapter.ts";

/** When something happened by a webhook, and what the order was before; a record that somebody asks for has neither. */
export interface Occasion {
  readonly atMs?: number | undefined;
  readonly statusBefore?: number | undefined;
}

/**
 * What an order tells by the state it is in. It is placed when its status is first past incomplete, pending and awaiting payment.
 * Source: docs.bigcommerce.com, REST Management, Orders, Order Status.
 */
export function readOrder(
  bundle: OrderBundle,
  context: ReadingContext,
  occasion: Occasion = {},
): readonly StateEvent[] {
  const { order } = bundle;
  // What is asked for is a record that somebody may look at, before it is an order too.
  if (NOT_YET.has(order.status_id) && occasion.atMs !== undefined) return [];
  const modifiedAtMs = parseMailDateMs(order.date_modified) ?? occasion.atMs ?? context.receivedAtMs;
  const status = order.status_id;
  const isPlaced = !NOT_YET.has(status) && !ENDED.has(status);
  const placedAtMs = isPlaced ? findPlacedMs(order, occasion, modifiedAtMs) : undefined;
  const currency = currencyOf(order, context);
  const items = bundle.products.length === 0 ? undefined : readItems(bundle, currency);
  const shared = {
    orderId: keptId("bigcommerce", order.id),
    test: /^test payment (?:gateway|provider)$/i.test(order.payment_method ?? ""),
    customerId: customerIdOf(order),
    customer: buyerFacts(bundle, context),
    order: orderFacts(bundle, items, currency, placedAtMs),
    items,
    factsAtMs: modifiedAtMs,
  };
  const event = (what: string, type: StateEvent["type"], occurredAtMs: number): StateEvent => {
    return { ...shared, name: `order:${order.id}:${what}`, type, occurredAtMs };
  };
  const happenedAtMs = occasion.atMs ?? modifiedAtMs;
  if (order.is_deleted === true) return [event("deleted", "order.deleted", happenedAtMs)];

  const events: StateEvent[] = [];
  if (placedAtMs !== undefined) events.push(event("placed", "order.placed", placedAtMs));
  if (placedAtMs === undefined || modifiedAtMs > placedAtMs) {
    events.push(event(`updated:${modifiedAtMs}`, "order.updated", modifiedAtMs));
  }
  if (ENDED.has(status)) {
    const before = occasion.statusBefore;
    const cancelled = event("cancelled", "order.cancelled", happenedAtMs);
    // Nobody is told that what they never paid for has ended.
    events.push(before !== undefined && NOT_YET.has(before) ? { ...cancelled, isOld: true } : cancelled);
  }
  if (status === AWAITING_PICKUP) events.push(event("pickup", "order.ready_for_pickup", happenedAtMs));
  const parcels = readParcels(bundle, happenedAtMs);
  events.push(...parcels.map((parcel) => ({ ...parcel, orderId: shared.orderId, test: shared.test })));
  // A merchant may set the status by hand and enter no shipment.
  if (status === SHIPPED && parcels.length === 0) {
    events.push(event("shipped", "order.shipped", parseMailDateMs(order.date_shipped) ?? happenedAtMs));
  }
  if (status === REFUNDED) {
    const { items: _all, customer: _customer, ...refunded } = event("refunded", "order.refunded", happenedAtMs);
    return [...events, refunded];
  }
  return [...events, ...readRefunds(bundle, currency, shared, happenedAtMs)];
}

const SHIPPED = 2;
const REFUNDED = 4;
const AWAITING_PICKUP = 8;
/** Incomplete, pending, awaiting payment. */
const NOT_YET: ReadonlySet<number> = new Set([0, 1, 7]);
/** Cancelled, declined. */
const ENDED: ReadonlySet<number> = new Set([5, 6]);

/** Refunded, or in part: only then is it worth asking what came back. */
export function hasRefunds({ status_id: status }: Order): boolean {
  return status === REFUNDED || status === 14;
}

/** An order that waited for its payment was placed when it got on; any other, when it was made. */
function findPlacedMs(order: Order, { atMs, statusBefore }: Occasion, modifiedAtMs: number): number {
  const hasWaited = statusBefore === 1 || statusBefore === 7;
  return (hasWaited ? atMs : undefined) ?? parseMailDateMs(order.date_created) ?? modifiedAtMs;
}

function customerIdOf({ customer_id: id }: Order): string | undefined {
  return id === undefined || id === "0" ? undefined : keptId("bigcommerce", id);
}

function currencyOf(order: Order, { shopCurrency }: ReadingContext): string {
  const currency = order.default_currency_code ?? order.currency_code;
  return currency !== undefined && /^[A-Z]{3}$/.test(currency) ? currency : shopCurrency;
}

function orderFacts(
  bundle: OrderBundle,
  items: readonly OrderItem[] | undefined,
  currency: string,
  placedAtMs: number | undefined,
): OrderFacts {
  const { order, shippingAddresses } = bundle;
  return {
    name: `#${order.id}`,
    totalMinor: order.total_inc_tax === undefined ? undefined : parseMinor(order.total_inc_tax, currency),
    currency,
    placedAtMs,
    itemCount: items?.reduce((count, item) => count + item.quantity, 0),
    shippingMethod: shippingAddresses.find(({ shipping_method: method }) => method !== undefined)?.shipping_method,
    isGift: isGift(bundle),
  };
}

function readItems({ order, products }: OrderBundle, currency: string): OrderItem[] {
  return products.map((product) => {
    const isSent = product.type === undefined || product.type === "physical";
    const ids = [product.variant_id, product.product_id].filter((id) => id !== "0");
    return {
      lineId: product.id,
      sku: product.sku ?? ids.find((id) => id !== undefined) ?? product.id,
      name: product.name && readHtmlText(product.name),
      cartId: product.product_id === "0" ? undefined : product.product_id,
      quantity: product.quantity,
      unitAmountMinor: product.price_inc_tax === undefined ? undefined : parseMinor(product.price_inc_tax, currency),
      ...(isSent && order.order_is_digital !== true ? {} : { requiresShipping: false }),
    };
  });
}

function readParcels({ order, products, shipments }: OrderBundle, toldAtMs: number): Omit<StateEvent, "test">[] {
  const skus = new Map(products.map((product) => [product.id, product.sku] as const));
  return shipments.map((shipment) => {
    const shippedAtMs = parseMailDateMs(shipment.date_created);
    return {
      // A number that is entered later is told again; the parcel stays the same one.
      name: `order:${order.id}:shipment:${shipment.id}:${shipment.tracking_number ?? ""}`,
      type: "fulfillment.shipped",
      occurredAtMs: shippedAtMs ?? toldAtMs,
      items: shipment.items?.map((item) => ({
        lineId: item.order_product_id,
        sku: skus.get(item.order_product_id) ?? item.product_id ?? item.order_product_id,
        quantity: item.quantity,
      })),
      parcel: {
        id: keptId("bigcommerce", shipment.id),
        carrier: shipment.shipping_provider_display_name ?? shipment.tracking_carrier ?? shipment.shipping_provider,
        trackingNumber: shipment.tracking_number,
        trackingUrl: httpUrl(shipment.tracking_link) ?? httpUrl(shipment.generated_tracking_link),
        shippedAtMs,
      },
    } as const;
  });
}

function readRefunds(
  { order, products, refunds }: OrderBundle,
  currency: string,
  { orderId, test }: { readonly orderId: string; readonly test: boolean },
  toldAtMs: number,
): StateEvent[] {
  const skus = new Map(products.map((product) => [product.id, product.sku] as const));
  return refunds.map((refund) => {
    const amountMinor = refund.total_amount === undefined ? undefined : parseMinor(refund.total_amount, currency);
    const items = (refund.items ?? []).flatMap(({ item_type: type, item_id: lineId, quantity }) =>
      type === "PRODUCT" && lineId !== undefined && quantity > 0
        ? [{ lineId, sku: skus.get(lineId) ?? lineId, quantity }]
        : [],
    );
    return {
      name: `order:${order.id}:refund:${refund.id}`,
      type: "order.refunded",
      occurredAtMs: parseInstantMs(refund.created) ?? toldAtMs,
      orderId,
      test,
      items,
      refundId: keptId("bigcommerce", refund.id),
      ...(amountMinor === undefined ? {} : { attributes: { amount: formatMinor(amountMinor, currency) } }),
    };
  });
}
