import type { AdminRecord } from "../../shared/admin-page.ts";
import { findShape, object, oneOf, type Shape, text } from "./shape.ts";

/** The record that the address bar's suggestion has put into the popup's own query; no tab is needed for it. */
export function findNamedRecord(search: string): AdminRecord | undefined {
  return findShape(recordShape, Object.fromEntries(new URLSearchParams(search)));
}

const recordShape: Shape<AdminRecord> = object({
  platform: oneOf("shopify", "woocommerce", "bigcommerce"),
  shop: text,
  kind: oneOf("order", "draft_order", "customer", "post"),
  id: text,
});
