import { bigcommerce } from "../stores/bigcommerce.ts";
import { custom } from "../stores/custom.ts";
import { shopify } from "../stores/shopify.ts";
import type { StoreAdapter } from "../stores/store-adapter.ts";
import { woocommerce } from "../stores/woocommerce.ts";

const adapters: readonly StoreAdapter[] = [shopify, woocommerce, bigcommerce, custom];

export function findAdapter(kind: string): StoreAdapter | undefined {
  return adapters.find((adapter) => adapter.kind === kind);
}
