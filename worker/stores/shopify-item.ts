import { parseMinor } from "../../shared/money.ts";
import type { OrderItem } from "../domain/store-event.ts";
import { findShopifyId } from "./shopify-reading.ts";
import type { LineItem } from "./shopify-shapes.ts";

/** Undefined when a line has no id: nothing that refers to it later could be matched. */
export function readItems(lines: readonly LineItem[], currency: string | undefined): OrderItem[] | undefined {
  const items: OrderItem[] = [];
  for (const line of lines) {
    const lineId = findShopifyId(line);
    if (lineId === undefined) return undefined;
    items.push({
      lineId,
      sku: skuOf(line, lineId),
      name: line.title,
      quantity: line.quantity,
      unitAmountMinor: readAmountMinor(line.price, currency),
      requiresShipping: line.requires_shipping,
      cartId: line.variant_id,
    });
  }
  return items;
}

/** Not every merchant fills in SKUs; then the variant, the product or, for a custom line, the line itself names the goods. */
export function skuOf(line: LineItem | undefined, lineId: string): string {
  return line?.sku ?? line?.variant_id ?? line?.product_id ?? lineId;
}

export function readAmountMinor(amount: string | number | undefined, currency: string | undefined): number | undefined {
  return amount === undefined || currency === undefined ? undefined : parseMinor(amount, currency);
}
