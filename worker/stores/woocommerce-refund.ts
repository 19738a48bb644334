import type * as z from "zod";
import { formatMinor, parseMinor } from "../../shared/money.ts";
import type { OrderItem, StoreEvent } from "../domain/store-event.ts";
import { parseGmtMs } from "./instant.ts";
import { keptId } from "./record-id.ts";
import type { StateEvent } from "./state-event.ts";
import type { ReadingContext } from "./store-adapter.ts";
import type { Refund } from "./woocommerce-shapes.ts";

/** One of `/orders/<id>/refunds`: there its lines are, too, each with the order's line that it takes back. */
export function readRefund(
  { id, date_created_gmt: createdAt, amount, line_items: lines }: z.infer<typeof Refund>,
  order: { readonly id: string; readonly currency: string },
  context: ReadingContext,
): StateEvent | undefined {
  if (id === undefined) return undefined;
  const items: OrderItem[] = [];
  for (const { id: own, sku, quantity, meta_data: meta } of lines ?? []) {
    const named = meta?.find(({ key }) => key === "_refunded_item_id")?.value;
    const lineId = typeof named === "string" || typeof named === "number" ? String(named) : own;
    if (lineId !== undefined && quantity > 0) items.push({ lineId, sku: sku ?? lineId, quantity });
  }
  const amountMinor = amount === undefined ? undefined : parseMinor(amount, order.currency);
  return {
    name: `order:${order.id}:refund:${id}`,
    type: "order.refunded",
    occurredAtMs: parseGmtMs(createdAt) ?? context.receivedAtMs,
    orderId: keptId("woocommerce", order.id),
    test: false,
    items,
    refundId: keptId("woocommerce", id),
    ...(amountMinor === undefined
      ? {}
      : { attributes: { amount: formatMinor(Math.abs(amountMinor), order.currency) } }),
  };
}

/** The store's own ids of a refund that an order's body named by its amount alone; undefined for any other event. */
export function namePlainRefund({
  id,
  items,
}: StoreEvent): { readonly orderId: string; readonly id: string } | undefined {
  const [, orderId, refundId] = /^woocommerce:order:(\d+):refund:(\d+)$/.exec(id) ?? [];
  return orderId === undefined || refundId === undefined || items?.length !== 0 ? undefined : { orderId, id: refundId };
}
