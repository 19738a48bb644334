/** One record of one shop's admin, as its address names it. A look-up key only: the Worker checks who owns the shop. */
export interface AdminRecord {
  readonly platform: "shopify" | "woocommerce" | "bigcommerce";
  /** `acme.myshopify.com`; a WordPress site's host, port and folder; BigCommerce's store hash. */
  readonly shop: string;
  /** `post`: WordPress before its own order tables shows orders as posts; only the Worker knows which post is an order. */
  readonly kind: "order" | "draft_order" | "customer" | "post";
  /** As written: ids of 64 bits are beyond a JavaScript number. */
  readonly id: string;
}

/** The record whose own page in a store admin this address is; undefined for every other address. */
export function parseAdminPage(url: string): AdminRecord | undefined {
  if (unseen.test(url.trim()) || !URL.canParse(url)) return undefined;
  const page = new URL(url);
  if (page.protocol !== "https:" && page.protocol !== "http:") return undefined;
  if (page.username !== "" || page.password !== "") return undefined;
  return HOSTED.test(page.hostname) ? parseHosted(page) : parseWordPress(page);
}

// What `URL` drops without a word, so that the address is not the one that is written: control characters, an empty user.
// Source: WHATWG URL Standard, 4.4, "URL parsing", and "authority state".
const unseen = /[\t\n\r]|^https?:[\\/]*:?@/i;

const ID = /^[1-9][0-9]{0,19}$/;

// The platforms' own domains: whatever lies there is never a merchant's WordPress, however its path looks.
const HOSTED = /(?:^|\.)(?:shopify|myshopify|bigcommerce|mybigcommerce)\.com\.?$/;

function parseHosted(page: URL): AdminRecord | undefined {
  if (page.protocol !== "https:" || page.port !== "") return undefined;
  return parseShopify(page) ?? parseShopifyLegacy(page) ?? parseBigCommerce(page);
}

// A shop's handle is one DNS label (RFC 1123, 2.1), never one that stands for other letters (RFC 5890, 2.3.2.1).
const SHOPIFY_PATH = /^\/store\/(?![Xx][Nn]--)([A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)(\/.*)$/;
const SHOPIFY_LEGACY_HOST = /^(?!xn--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.myshopify\.com$/;
const BIGCOMMERCE_HOST = /^store-([a-z0-9]+)\.mybigcommerce\.com$/;

function parseShopify(page: URL): AdminRecord | undefined {
  if (page.hostname !== "admin.shopify.com") return undefined;
  const [, handle, rest] = SHOPIFY_PATH.exec(page.pathname) ?? [];
  if (handle === undefined || rest === undefined) return undefined;
  return findShopifyRecord(`${handle.toLowerCase()}.myshopify.com`, rest);
}

/** Where the admin lived until September 2022; browsers are sent on today, bookmarks and links in mails are not. */
function parseShopifyLegacy(page: URL): AdminRecord | undefined {
  if (!SHOPIFY_LEGACY_HOST.test(page.hostname) || !page.pathname.startsWith("/admin/")) return undefined;
  return findShopifyRecord(page.hostname, page.pathname.slice("/admin".length));
}

function findShopifyRecord(shop: string, path: string): AdminRecord | undefined {
  const kinds = { orders: "order", draft_orders: "draft_order", customers: "customer" } as const;
  const [, place, id = ""] = path.split("/");
  if (place !== "orders" && place !== "draft_orders" && place !== "customers") return undefined;
  return ID.test(id) ? { platform: "shopify", shop, kind: kinds[place], id } : undefined;
}

function parseBigCommerce(page: URL): AdminRecord | undefined {
  const [, shop] = BIGCOMMERCE_HOST.exec(page.hostname) ?? [];
  const [, manage, place, id = ""] = page.pathname.split("/");
  if (shop === undefined || manage !== "manage" || !ID.test(id)) return undefined;
  if (place === "orders") return { platform: "bigcommerce", shop, kind: "order", id };
  if (place === "customers") return { platform: "bigcommerce", shop, kind: "customer", id };
  return undefined;
}

const WORDPRESS_PATH = /^((?:\/[^/]+)*)\/wp-admin\/(admin|post|user-edit)\.php$/;

/** https://developer.woocommerce.com/docs/features/high-performance-order-storage/ for `wc-orders`. */
function parseWordPress(page: URL): AdminRecord | undefined {
  const [, folder, script] = WORDPRESS_PATH.exec(page.pathname) ?? [];
  if (folder === undefined || script === undefined) return undefined;
  const platform = "woocommerce";
  const shop = page.host + folder;
  const isEditing = findSingle(page, "action") === "edit";
  switch (script) {
    case "admin": {
      const id = findSingle(page, "id") ?? "";
      if (!isEditing || findSingle(page, "page") !== "wc-orders" || !ID.test(id)) return undefined;
      return { platform, shop, kind: "order", id };
    }
    case "post": {
      const id = findSingle(page, "post") ?? "";
      return isEditing && ID.test(id) ? { platform, shop, kind: "post", id } : undefined;
    }
    default: {
      const id = findSingle(page, "user_id") ?? "";
      return ID.test(id) ? { platform, shop, kind: "customer", id } : undefined;
    }
  }
}

/**
 * The parameter's value, if PHP can have read it from one place only.
 *
 * Of repeated parameters PHP keeps the last and URLSearchParams shows the first, and PHP files `id[]`, ` id` and (for
 * `user_id`) `user.id` under the same name: then the page shows another record than the address seems to say.
 * Source: PHP manual, "Variables From External Sources"; main/php_variables.c, php_register_variable_ex.
 */
function findSingle(page: URL, name: string): string | undefined {
  const found = [...page.searchParams].filter(([written]) => getPhpName(written) === name);
  const [only] = found;
  return found.length === 1 && only?.[0] === name ? only[1] : undefined;
}

function getPhpName(written: string): string {
  const [plain = ""] = written.replace(/^ +/, "").split(/[[\0]/);
  return plain.replaceAll(/[ .]/g, "_");
}
