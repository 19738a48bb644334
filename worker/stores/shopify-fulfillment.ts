import type { EventType } from "../../shared/contract/events.ts";
import type { ParcelFacts } from "../domain/store-event.ts";
import { parseInstantMs } from "./instant.ts";
import { readItems } from "./shopify-item.ts";
import {
  findShopifyId,
  readShape,
  type ShopifyContext,
  type ShopifyEvent,
  type TopicReader,
} from "./shopify-reading.ts";
import { Fulfillment, FulfillmentEvent } from "./shopify-shapes.ts";
import type { Reading } from "./store-adapter.ts";

/** A fulfilment is a parcel: it left when it was made. One that already says how far it came says that, too. */
export const readFulfillmentCreated: TopicReader = (body, context) =>
  readShape(Fulfillment, body, (fulfillment) =>
    readParcel(fulfillment, context, (parcelEvent) => {
      const createdAtMs = parseInstantMs(fulfillment.created_at);
      const shipped = parcelEvent("fulfillment.shipped", createdAtMs);
      const type = typeOfStatus(fulfillment.shipment_status);
      if (type === undefined || type === "fulfillment.shipped") return [shipped];
      return [shipped, parcelEvent(type, parseInstantMs(fulfillment.updated_at) ?? createdAtMs)];
    }),
  );

/** Without a shipment status, too, an update may bring the tracking number that the first delivery lacked. */
export const readFulfillmentUpdated: TopicReader = (body, context) =>
  readShape(Fulfillment, body, (fulfillment) =>
    readParcel(fulfillment, context, (parcelEvent) => [
      parcelEvent(
        typeOfStatus(fulfillment.shipment_status) ?? "fulfillment.shipped",
        parseInstantMs(fulfillment.updated_at ?? fulfillment.created_at),
      ),
    ]),
  );

export const readFulfillmentEvent: TopicReader = (body, context) =>
  readShape(FulfillmentEvent, body, (event) => {
    const { order_id: orderId, fulfillment_id: parcelId, status } = event;
    if (orderId === undefined) return { kind: "dead_letter", problem: "order_id: no order id" };
    if (parcelId === undefined) return { kind: "dead_letter", problem: "fulfillment_id: no fulfilment id" };
    const type = typeOfStatus(status);
    if (type === undefined) return { kind: "ignored", why: `fulfilment status ${status ?? "missing"} moves no parcel` };
    return {
      kind: "events",
      events: [
        {
          type,
          occurredAtMs: parseInstantMs(event.happened_at) ?? parseInstantMs(event.created_at) ?? context.triggeredAtMs,
          test: context.isTest,
          orderId,
          parcel: { id: parcelId, eta: event.estimated_delivery_at },
          reason: reasonOf(type, status),
        },
      ],
    };
  });

type ParcelEvent = (type: EventType, occurredAtMs: number | undefined) => ShopifyEvent;

function readParcel(
  fulfillment: Fulfillment,
  context: ShopifyContext,
  describe: (parcelEvent: ParcelEvent) => ShopifyEvent[],
): Reading<ShopifyEvent> {
  const parcelId = findShopifyId(fulfillment);
  const orderId = fulfillment.order_id;
  if (parcelId === undefined) return { kind: "dead_letter", problem: "id: no fulfilment id" };
  if (orderId === undefined) return { kind: "dead_letter", problem: "order_id: no order id" };
  const items = fulfillment.line_items && readItems(fulfillment.line_items, undefined);
  if (fulfillment.line_items !== undefined && items === undefined) {
    return { kind: "dead_letter", problem: "line_items: a line without an id" };
  }
  const parcelEvent: ParcelEvent = (type, occurredAtMs) => ({
    type,
    occurredAtMs: occurredAtMs ?? context.triggeredAtMs,
    test: context.isTest,
    orderId,
    items,
    parcel: parcelFacts(parcelId, fulfillment),
    reason: reasonOf(type, fulfillment.shipment_status),
    factsAtMs: parseInstantMs(fulfillment.updated_at),
  });
  const events = VOID.has(fulfillment.status ?? "")
    ? [parcelEvent("fulfillment.voided", parseInstantMs(fulfillment.updated_at ?? fulfillment.created_at))]
    : describe(parcelEvent);
  return { kind: "events", events };
}

function parcelFacts(id: string, fulfillment: Fulfillment): ParcelFacts {
  const trackingUrl = fulfillment.tracking_url ?? fulfillment.tracking_urls?.[0];
  return {
    id,
    carrier: fulfillment.tracking_company,
    trackingNumber: fulfillment.tracking_number ?? fulfillment.tracking_numbers?.[0],
    trackingUrl: trackingUrl !== undefined && /^https?:\/\//i.test(trackingUrl) ? trackingUrl : undefined,
    shippedAtMs: parseInstantMs(fulfillment.created_at),
    eta: fulfillment.estimated_delivery_at,
  };
}

/** Fulfilment statuses that mean nothing was or will be sent. Source: shopify.dev, FulfillmentStatus. */
const VOID: ReadonlySet<string> = new Set(["cancelled", "error", "failure"]);

/** Source: shopify.dev, FulfillmentEventStatus; `shipment_status` takes the same values. A label alone moves nothing. */
const TYPE_OF_STATUS: ReadonlyMap<string, EventType> = new Map([
  ["confirmed", "fulfillment.shipped"],
  ["carrier_picked_up", "fulfillment.shipped"],
  ["in_transit", "fulfillment.shipped"],
  ["out_for_delivery", "fulfillment.out_for_delivery"],
  ["ready_for_pickup", "fulfillment.ready_for_pickup"],
  ["attempted_delivery", "order.attempt_failed"],
  ["failure", "order.attempt_failed"],
  ["delayed", "order.delayed"],
  ["delivered", "fulfillment.delivered"],
  ["picked_up", "fulfillment.delivered"],
]);

function typeOfStatus(status: string | undefined): EventType | undefined {
  return TYPE_OF_STATUS.get(status ?? "");
}

function reasonOf(type: EventType, status: string | undefined): string | undefined {
  return type === "order.attempt_failed" || type === "order.delayed" ? status : undefined;
}
