import type { RecordLink } from "../../shared/contract/records.ts";
import { checkTarget } from "./link-target.ts";
import type { OrderLine, OrderState } from "./order-state.ts";
import type { ProductFacts } from "./product-facts.ts";

export interface LinksInput {
  readonly order: OrderState | undefined;
  readonly products: ReadonlyMap<string, ProductFacts>;
  /** Of the store that the order is from; undefined where it is of no connected one. */
  readonly store: { readonly platform: string; readonly shop: string } | undefined;
  /** Hosts that answer for short links: no link leads to a link. */
  readonly ownDomains: ReadonlySet<string>;
}

/** Where a text about an order can lead: the useful ones first, each address once, none that a link may not lead to. */
export function listLinks({ order, products, store, ownDomains }: LinksInput): readonly RecordLink[] {
  if (order === undefined) return [];
  const lines = (order.lines ?? []).filter((line) => line.quantityLeft > 0);
  const found = [...listOrderLinks(order), ...lines.flatMap((line) => listItemLinks(line, products.get(line.sku)))];
  const cart = store && cartLink(lines, store);
  if (cart !== undefined) found.push(cart);
  const seen = new Set<string>();
  return found.filter(({ kind, url }) => {
    const isNew = !seen.has(`${kind} ${url}`);
    seen.add(`${kind} ${url}`);
    return isNew && checkTarget(url, { ownDomains }).kind !== "refused";
  });
}

function listOrderLinks({ id, facts, parcels }: OrderState): RecordLink[] {
  const links: RecordLink[] = [];
  const label = facts.name ?? id;
  const statusUrl = facts.statusUrl ?? facts.url;
  if (statusUrl !== undefined) links.push({ kind: "orderStatus", label, url: statusUrl });
  const tracked = [...parcels.values()].filter((parcel) => !parcel.isVoided).map((parcel) => parcel.facts);
  for (const { carrier, trackingNumber, trackingUrl } of tracked.length === 0 ? [facts] : tracked) {
    const words = [carrier, trackingNumber].filter((word) => word !== undefined).join(" ");
    if (trackingUrl !== undefined) links.push({ kind: "tracking", label: words || label, url: trackingUrl });
  }
  return links;
}

/** A product that no text may name is not named here either. */
function listItemLinks(line: OrderLine, product: ProductFacts | undefined): RecordLink[] {
  const { sku } = line;
  const label = product?.discreet === true ? "your order" : (product?.title ?? line.name ?? sku);
  const links: RecordLink[] = [];
  const url = product?.url ?? line.url;
  if (product?.reviewUrl !== undefined) links.push({ kind: "review", label, url: product.reviewUrl, sku });
  if (url !== undefined) links.push({ kind: "product", label, url, sku });
  return links;
}

/**
 * A cart with the same goods in it. Sources: shopify.dev/docs/apps/build/checkout/create-cart-permalinks;
 * woocommerce.com/document/quick-guide-to-woocommerce-add-to-cart-urls, for one product alone;
 * support.bigcommerce.com, "Add to Cart and Checkout URLs", likewise.
 */
function cartLink(
  lines: readonly OrderLine[],
  store: { readonly platform: string; readonly shop: string },
): RecordLink | undefined {
  const goods = lines.flatMap(({ cartId, quantityLeft }) => (cartId === undefined ? [] : [{ cartId, quantityLeft }]));
  const [first] = goods;
  if (first === undefined || goods.length < lines.length) return undefined;
  const label = "cart";
  // A BigCommerce store is known by its hash; every store answers at this address beside its own.
  const base = `https://${store.platform === "bigcommerce" ? `store-${store.shop}.mybigcommerce.com` : store.shop}`;
  if (store.platform === "shopify") {
    const wanted = goods.map(({ cartId, quantityLeft }) => `${cartId}:${quantityLeft}`).join(",");
    return { kind: "cart", label, url: `${base}/cart/${wanted}` };
  }
  if (goods.length > 1) return undefined;
  if (store.platform === "woocommerce") {
    return { kind: "cart", label, url: `${base}/cart/?add-to-cart=${first.cartId}&quantity=${first.quantityLeft}` };
  }
  return store.platform === "bigcommerce"
    ? { kind: "cart", label, url: `${base}/cart.php?action=add&product_id=${first.cartId}&qty=${first.quantityLeft}` }
    : undefined;
}
