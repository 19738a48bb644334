import * as z from "zod";
import type { StoreEvent } from "../domain/store-event.ts";
import { httpUrl, record, text } from "./body-fields.ts";
import type { RecordRef } from "./record-id.ts";
import { shopify } from "./shopify.ts";
import type { ReadingContext } from "./store-adapter.ts";

/**
 * What a record tells that was asked for, read as the webhooks that would have told it: the order, its parcels, its refunds.
 * Undefined where it is not what it should be.
 */
export function readShopifyRecord(
  kind: RecordRef["kind"],
  body: unknown,
  context: ReadingContext,
): readonly StoreEvent[] | undefined {
  switch (kind) {
    case "customer":
      return readAs("customers/update", body, context);
    case "draft_order":
      return readAs("orders/updated", body, context)?.map((event) => asDraft(event, body));
    case "order":
    case "post":
      return readOrderWhole(body, context);
  }
}

const Parts = z.object({
  fulfillments: z.array(z.unknown()).optional().catch(undefined),
  refunds: z.array(z.unknown()).optional().catch(undefined),
});

function readOrderWhole(body: unknown, context: ReadingContext): readonly StoreEvent[] | undefined {
  const order = readAs("orders/create", body, context);
  const { fulfillments = [], refunds = [] } = Parts.safeParse(body).data ?? {};
  return (
    order && [
      ...order,
      ...fulfillments.flatMap((one) => readAs("fulfillments/create", one, context) ?? []),
      ...refunds.flatMap((one) => readAs("refunds/create", one, context) ?? []),
    ]
  );
}

/** A draft is known by its own id, has a page where it can be paid, and was never placed. */
function asDraft(event: StoreEvent, body: unknown): StoreEvent {
  const url = httpUrl(z.object({ invoice_url: record(text) }).safeParse(body).data?.invoice_url);
  return { ...event, order: { ...event.order, placedAtMs: undefined, ...(url === undefined ? {} : { url }) } };
}

function readAs(topic: string, body: unknown, context: ReadingContext): readonly StoreEvent[] | undefined {
  const rawBody = JSON.stringify(body);
  // Without an event id a delivery is named by its record and its `updated_at`: the same state asked for twice is the same.
  const headers = new Map([["X-Shopify-Topic", topic]]);
  const delivery = shopify.read({ ...context, rawBody, headers: { get: (name) => headers.get(name) ?? null } });
  if (delivery.kind !== "events") return undefined;
  return delivery.events.map((event) => ({ ...event, id: `${event.id}:seen`, live: false }));
}
