import { clock } from "../clock.ts";
import type { MerchantRules } from "../domain/merchant-rules.ts";
import type { Notice } from "../domain/store-event.ts";
import { openCredentials } from "../merchants/credentials.ts";
import { fetchBigCommerceRecord } from "../stores/bigcommerce-api.ts";
import type { RecordAnswer } from "../stores/record-answer.ts";
import type { RecordRef } from "../stores/record-id.ts";
import { fetchShopifyRecord } from "../stores/shopify-api.ts";
import type { ReadingContext } from "../stores/store-adapter.ts";
import { withinTimeLimit } from "../stores/store-http.ts";
import { fetchWooRecord, fetchWooRefund } from "../stores/woocommerce-api.ts";
import { openStoreAccess } from "./store-access.ts";

export type FetchedRecord = RecordAnswer | { readonly kind: "no_access" };

/** Asks the store itself for one record. Its events are no news (R16): they start no run. Takes eight seconds at most. */
export async function fetchRecord(env: Env, merchant: MerchantRules, ref: RecordRef): Promise<FetchedRecord> {
  const access = await openStoreAccess(env, merchant, ref);
  if (access === undefined) return { kind: "no_access" };
  const context = readingContext(merchant);
  return withinTimeLimit((signal) => {
    switch (access.platform) {
      case "shopify":
        return fetchShopifyRecord(access, ref, context, signal);
      case "woocommerce":
        return fetchWooRecord(access, ref, context, signal);
      case "bigcommerce":
        return fetchBigCommerceRecord(access, { kind: ref.kind, id: ref.id, live: false }, context, signal);
    }
  });
}

/** What a notice named, as it is now. */
export async function fetchNoticed(env: Env, merchant: MerchantRules, notice: Notice): Promise<FetchedRecord> {
  const context = readingContext(merchant);
  const platform = notice.kind === "refund" ? "woocommerce" : "bigcommerce";
  const store = await openCredentials(env, merchant.id, `store:${platform}`);
  const access = store && (await openStoreAccess(env, merchant, { platform, shop: store.shop }));
  return withinTimeLimit(async (signal) => {
    if (notice.kind === "refund") {
      return access?.platform === "woocommerce" ? fetchWooRefund(access, notice, context, signal) : noAccess;
    }
    return access?.platform === "bigcommerce" ? fetchBigCommerceRecord(access, notice, context, signal) : noAccess;
  });
}

const noAccess: FetchedRecord = { kind: "no_access" };

function readingContext({ country, currency }: MerchantRules): ReadingContext {
  return { receivedAtMs: clock.nowMs(), shopCountry: country, shopCurrency: currency };
}
