import type { AdminRecord } from "../../shared/admin-page.ts";

/** Orders and customers of a merchant, whichever store they are from, as a store's API or admin names them. */
export type RecordRef = AdminRecord;

/**
 * The id under which Aftertext keeps a store's order or customer. Shopify's are unique across all shops; WooCommerce and
 * BigCommerce count from 1 in each store, so theirs bear a prefix (docs/decisions/0017-store-ids-and-thin-webhooks.md).
 */
export function keptId(platform: RecordRef["platform"], id: string): string {
  switch (platform) {
    case "shopify":
      return id;
    case "woocommerce":
      return `wc-${id}`;
    case "bigcommerce":
      return `bc-${id}`;
  }
}
