import { checkTarget } from "../domain/link-target.ts";
import type { MerchantRules } from "../domain/merchant-rules.ts";
import { openCredentials } from "../merchants/credentials.ts";
import type { RecordRef } from "../stores/record-id.ts";

/** A connected store's API: where it is and what opens it. */
export type StoreAccess =
  | { readonly platform: "shopify" | "bigcommerce"; readonly base: string; readonly accessToken: string }
  | {
      readonly platform: "woocommerce";
      readonly base: string;
      readonly consumerKey: string;
      readonly consumerSecret: string;
    };

/** Undefined where the merchant has not connected this store, or gave no access to its API with it. */
export async function openStoreAccess(
  env: Env,
  merchant: MerchantRules,
  { platform, shop }: Pick<RecordRef, "platform" | "shop">,
): Promise<StoreAccess | undefined> {
  switch (platform) {
    case "shopify": {
      const store = await openCredentials(env, merchant.id, "store:shopify");
      const base = baseOf(env, merchant, platform, shop);
      if (store?.accessToken === undefined || !isSameShop(store, shop) || base === undefined) return undefined;
      return { platform, base, accessToken: store.accessToken };
    }
    case "woocommerce": {
      const store = await openCredentials(env, merchant.id, "store:woocommerce");
      const base = baseOf(env, merchant, platform, shop);
      if (store?.api === undefined || !isSameShop(store, shop) || base === undefined) return undefined;
      return { platform, base, ...store.api };
    }
    case "bigcommerce": {
      const store = await openCredentials(env, merchant.id, "store:bigcommerce");
      const base = baseOf(env, merchant, platform, shop);
      if (store?.accessToken === undefined || !isSameShop(store, shop) || base === undefined) return undefined;
      return { platform, base, accessToken: store.accessToken };
    }
  }
}

/** Whether a store's API may be asked at all at the address that its merchant gave. */
export function canAsk(
  env: Env,
  merchant: MerchantRules,
  { platform, shop }: Pick<RecordRef, "platform" | "shop">,
): boolean {
  return baseOf(env, merchant, platform, shop) !== undefined;
}

/** Undefined where no credentials may go: a shop's address was typed in by somebody, and may lead into a private network. */
function baseOf(env: Env, merchant: MerchantRules, platform: RecordRef["platform"], shop: string): string | undefined {
  if (merchant.isBench) {
    if (isLoopback(shop)) return `http://${shop}`;
    if (env.STORE_API_BASE !== undefined) return `${env.STORE_API_BASE}/${platform}/${encodeURIComponent(shop)}`;
  }
  const real = platform === "bigcommerce" ? `https://api.bigcommerce.com/stores/${shop}` : `https://${shop}`;
  return checkTarget(real, { ownDomains: new Set([new URL(env.BASE_URL).host]) }).kind === "ok" ? real : undefined;
}

/** A store of a developer's own, on their own machine. */
function isLoopback(shop: string): boolean {
  return /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?(?:\/|$)/i.test(shop);
}

/** Hosts know no case; a WordPress site's folder may, and no two of one host differ by it alone. */
function isSameShop(store: { readonly shop: string }, shop: string): boolean {
  return store.shop.toLowerCase() === shop.toLowerCase();
}
