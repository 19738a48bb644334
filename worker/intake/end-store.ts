import { clock } from "../clock.ts";
import { openCredentials, sealCredentials } from "../merchants/credentials.ts";
import { forgetMerchant } from "../merchants/merchant-rules.ts";
import type { StoreKind } from "../stores/store-adapter.ts";
import { endStore } from "../tables/merchants.ts";

/** A merchant has disconnected a store: the runs that it started by then are over. */
export async function endStoreRuns(env: Env, merchantId: string, store: StoreKind, atMs: number): Promise<void> {
  await endStore(env.DB, merchantId, store, atMs);
  forgetMerchant(merchantId);
}

/** The token that opened the store's API. The webhooks' secret stays: what the store still sends is to be believed. */
export async function forgetStoreToken(env: Env, merchantId: string, store: StoreKind): Promise<void> {
  if (store !== "shopify" && store !== "bigcommerce") return; // the others disconnect without a word
  const kind = `store:${store}` as const;
  const known = await openCredentials(env, merchantId, kind, 0);
  if (known?.accessToken === undefined) return;
  const { accessToken: _forgotten, ...rest } = known;
  await sealCredentials(env, { merchantId, kind, account: known.shop }, rest, clock.machineNowMs());
}
