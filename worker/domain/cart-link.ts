export interface Cart {
  readonly platform: "shopify" | "woocommerce";
  /** Host or address of the shop; a path counts where WordPress lives below one. */
  readonly shop: string;
  readonly items: readonly { readonly id: string; readonly quantity?: number | undefined }[];
  readonly discount?: string | undefined;
}

export type CartRefusal = "shop" | "variant";

export type CartUrl =
  | { readonly kind: "ok"; readonly url: string }
  | { readonly kind: "refused"; readonly path: string; readonly why: CartRefusal };

/** The address that opens a shop with a filled cart. */
export function cartUrl(cart: Cart): CartUrl {
  const shop = readShop(cart.shop);
  if (shop === undefined) return { kind: "refused", path: "cart.shop", why: "shop" };
  const lines = cart.items.map(({ id, quantity = 1 }) => ({ id: readId(id), quantity }));
  const wrongAt = lines.findIndex(({ id }) => id === undefined);
  if (wrongAt !== -1) return { kind: "refused", path: `cart.items.${wrongAt}.id`, why: "variant" };
  const products = lines.map(({ id, quantity }) => `${id}:${quantity}`).join(",");
  const [first] = lines;
  switch (cart.platform) {
    case "shopify":
      // shopify.dev, "Create cart permalinks": `discount` applies a code, and leads to the checkout.
      return ok(`https://${shop.host}/cart/${products}${query([["discount", cart.discount]])}`);
    case "woocommerce":
      // One product, no coupon: every WooCommerce. Else its shareable checkout addresses, since version 10.0
      // (developer.woocommerce.com, "Shareable Checkout URLs").
      if (lines.length === 1 && first !== undefined && cart.discount === undefined) {
        const pairs = [["add-to-cart", first.id] as const, ["quantity", String(first.quantity)] as const];
        return ok(`https://${shop.host}${shop.path}/${query(pairs)}`);
      }
      return ok(
        `https://${shop.host}${shop.path}/checkout-link/?products=${products}${query([["coupon", cart.discount]], "&")}`,
      );
  }
}

function ok(url: string): CartUrl {
  return { kind: "ok", url };
}

function readShop(text: string): { readonly host: string; readonly path: string } | undefined {
  const address = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(address)) return undefined;
  const { host, pathname, search, hash, username, password } = new URL(address);
  if (search !== "" || hash !== "" || username !== "" || password !== "") return undefined;
  return { host, path: pathname.replace(/\/+$/, "") };
}

/** Digits, or the last part of Shopify's own form: gid://shopify/ProductVariant/123. Text, since ids exceed 2^53. */
function readId(text: string): string | undefined {
  return /^(?:gid:\/\/shopify\/ProductVariant\/)?([1-9]\d{0,19})$/.exec(text)?.[1];
}

function query(pairs: readonly (readonly [string, string | undefined])[], sign = "?"): string {
  const given = pairs.flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${encodeURIComponent(value.toWellFormed())}`],
  );
  return given.length === 0 ? "" : `${sign}${given.join("&")}`;
}
