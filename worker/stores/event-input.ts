import type { EventInput } from "../../shared/contract/events.ts";
import { parseMinor } from "../../shared/money.ts";
import type { EventSource, OrderFacts, OrderItem, ParcelFacts, StoreEvent } from "../domain/store-event.ts";
import { customerInputToFacts } from "./customer-input.ts";
import { type InputContext, type InputIssue, isTooFarAhead, TOO_FAR_AHEAD } from "./input-issue.ts";
import { parseInstantMs } from "./instant.ts";

type EventReading =
  | { readonly kind: "event"; readonly event: StoreEvent }
  | { readonly kind: "invalid"; readonly issues: readonly InputIssue[] };

type OrderFields = Exclude<NonNullable<EventInput["order"]>, string>;
type ItemFields = NonNullable<EventInput["items"]>[number];
type ParcelFields = NonNullable<EventInput["parcel"]>;

/** The body of `POST /v1/events`, or of a custom store's webhook, after its schema has accepted it. */
export function readEventInput(
  input: EventInput,
  context: InputContext & { readonly source: Exclude<EventSource, "shopify">; readonly shopCurrency: string },
): EventReading {
  const issues: InputIssue[] = [];
  const atMs = parseInstantMs(input.at);
  const occurredAtMs = parseInstantMs(input.occurredAt) ?? atMs ?? context.nowMs;
  if (isTooFarAhead(atMs, context.nowMs)) issues.push({ path: ["at"], message: TOO_FAR_AHEAD });
  if (isTooFarAhead(parseInstantMs(input.occurredAt), context.nowMs)) {
    issues.push({ path: ["occurredAt"], message: TOO_FAR_AHEAD });
  }
  const { customer } = input;
  const facts = typeof customer === "string" ? undefined : customerInputToFacts(customer, occurredAtMs, context);
  if (facts?.kind === "invalid") {
    issues.push(...facts.issues.map((issue) => ({ ...issue, path: ["customer", ...issue.path] })));
  }
  const order: OrderFields | undefined = typeof input.order === "string" ? { id: input.order } : input.order;
  const total = readTotal(order, context.shopCurrency);
  if (order?.total !== undefined && total === undefined) {
    issues.push({ path: ["order", "total"], message: "not an amount such as 12.99" });
  }
  if (issues.length > 0) return { kind: "invalid", issues };

  const event: StoreEvent = {
    id: `${context.source}:${input.id}`,
    source: context.source,
    type: input.type,
    occurredAtMs,
    live: input.live ?? true,
    test: order?.test ?? false,
    customerId: typeof customer === "string" ? customer : customer.id,
    orderId: order?.id,
    customer: facts?.kind === "facts" ? facts.facts : undefined,
    order: order && { ...orderFacts(order, input, occurredAtMs), ...total },
    items: input.items && mergeItems(input.items),
    parcel: input.parcel === undefined ? undefined : parcelFacts(input.parcel),
    eta: input.eta,
    reason: input.reason,
    attributes: input.attributes,
  };
  return { kind: "event", event };
}

function orderFacts(order: OrderFields, input: EventInput, occurredAtMs: number): OrderFacts {
  const { id: _id, test: _test, total: _total, placedAt, gift: isGift, ...facts } = order;
  const isPlaced = input.type === "order.placed";
  return {
    ...facts,
    ...(isGift !== undefined && { isGift }),
    placedAtMs: parseInstantMs(placedAt) ?? (isPlaced ? occurredAtMs : undefined),
    itemCount: order.itemCount ?? (isPlaced ? countItems(input.items) : undefined),
  };
}

/** Money never goes without its currency: the shop's, where the order names none. */
function readTotal(
  order: OrderFields | undefined,
  shopCurrency: string,
): { readonly totalMinor: number; readonly currency: string } | undefined {
  if (order?.total === undefined) return undefined;
  const currency = order.currency ?? shopCurrency;
  const totalMinor = parseMinor(order.total, currency);
  return totalMinor === undefined ? undefined : { totalMinor, currency };
}

function countItems(items: readonly ItemFields[] | undefined): number | undefined {
  return items?.reduce((count, item) => count + item.quantity, 0);
}

/** A custom store names lines by SKU alone, so two lines of one SKU are one line of both quantities. */
function mergeItems(items: readonly ItemFields[]): OrderItem[] {
  const bySku = new Map<string, OrderItem>();
  for (const item of items) {
    const before = bySku.get(item.sku);
    bySku.set(item.sku, {
      lineId: item.sku,
      sku: item.sku,
      name: before?.name ?? item.name,
      quantity: (before?.quantity ?? 0) + item.quantity,
      unitAmountMinor: before?.unitAmountMinor ?? item.unitAmountMinor,
    });
  }
  return [...bySku.values()];
}

/** A parcel without an id goes by its tracking number or place, so that its next event finds it again. */
function parcelFacts(parcel: ParcelFields): ParcelFacts {
  if (typeof parcel === "string") return { id: parcel };
  const { id, shippedAt, ...facts } = parcel;
  return {
    ...facts,
    id: id ?? parcel.trackingNumber ?? String(parcel.index ?? 1),
    shippedAtMs: parseInstantMs(shippedAt),
  };
}
