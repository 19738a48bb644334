import { httpUrl } from "./body-fields.ts";
import type { StateEvent } from "./state-event.ts";
import { type Order, TrackingItems } from "./woocommerce-shapes.ts";

/** Parcels, where a tracking plugin keeps them with the order. `toldAtMs` stands in for a date that is only a day. */
export function readParcels(order: Order, toldAtMs: number): Omit<StateEvent, "test">[] {
  const kept = order.meta_data?.find(({ key }) => key === "_wc_shipment_tracking_items")?.value;
  const items = TrackingItems.safeParse(kept).data ?? [];
  return items.flatMap((item) => {
    const number = item.tracking_number;
    const id = item.tracking_id ?? number;
    if (id === undefined) return [];
    const shippedAtMs = item.date_shipped === undefined ? undefined : Number(item.date_shipped) * 1000;
    const isInstant = shippedAtMs !== undefined && shippedAtMs % 86_400_000 !== 0;
    return [
      {
        // A number that is put right later is told again; the parcel stays the same one.
        name: `order:${order.id ?? ""}:parcel:${id}:${number ?? ""}`,
        type: "fulfillment.shipped",
        occurredAtMs: isInstant ? shippedAtMs : toldAtMs,
        parcel: {
          id: `wc-${id}`,
          carrier: item.custom_tracking_provider ?? item.tracking_provider,
          trackingNumber: number,
          trackingUrl: httpUrl(item.custom_tracking_link ?? item.tracking_link ?? item.formatted_tracking_link),
          shippedAtMs,
        },
      } as const,
    ];
  });
}
