import * as z from "zod";

const Customer = z.object({ customer_id: z.string() });
const Order = z.object({ order_id: z.string() });
const Owner = z.object({ owner: z.string() });
const Link = z.object({ domain: z.string(), slug: z.string() });

/** Everybody who has this number now. */
export async function listCustomersOf(db: D1Database, merchantId: string, owner: string): Promise<readonly string[]> {
  const { results } = await db
    .prepare("SELECT customer_id FROM customers WHERE merchant_id = ?1 AND owner = ?2")
    .bind(merchantId, owner)
    .all();
  return results.map((row) => Customer.parse(row).customer_id);
}

/** Of these orders, those who have no account: an order of one is that one's. */
export async function listGuestsOf(
  db: D1Database,
  merchantId: string,
  orders: readonly string[],
): Promise<readonly string[]> {
  const { results } = await db
    .prepare(
      `SELECT DISTINCT customer_id FROM orders WHERE merchant_id = ?1 AND order_id IN (SELECT value FROM json_each(?2))
       AND (customer_id LIKE 'guest:%' OR customer_id LIKE 'order:%')`,
    )
    .bind(merchantId, JSON.stringify(orders))
    .all();
  return results.map((row) => Customer.parse(row).customer_id);
}

export async function listOrdersOf(
  db: D1Database,
  merchantId: string,
  customers: readonly string[],
): Promise<readonly string[]> {
  const { results } = await db
    .prepare("SELECT order_id FROM orders WHERE merchant_id = ?1 AND customer_id IN (SELECT value FROM json_each(?2))")
    .bind(merchantId, JSON.stringify(customers))
    .all();
  return results.map((row) => Order.parse(row).order_id);
}

/** Where they live, and where they come from while a move is under way. */
export async function listOwnersOf(
  db: D1Database,
  merchantId: string,
  customers: readonly string[],
): Promise<readonly string[]> {
  const { results } = await db
    .prepare(
      `SELECT owner FROM customers WHERE merchant_id = ?1 AND customer_id IN (SELECT value FROM json_each(?2))
       UNION SELECT from_owner FROM moves WHERE merchant_id = ?1 AND (customer_id IN (SELECT value FROM json_each(?2))
         OR from_customer IN (SELECT value FROM json_each(?2)))`,
    )
    .bind(merchantId, JSON.stringify(customers))
    .all();
  return results.map((row) => Owner.parse(row).owner);
}

export async function listLinksOf(
  db: D1Database,
  merchantId: string,
  { customers, orders }: { readonly customers: readonly string[]; readonly orders: readonly string[] },
): Promise<readonly { readonly domain: string; readonly slug: string }[]> {
  const { results } = await db
    .prepare(
      `SELECT domain, slug FROM links WHERE merchant_id = ?1 AND (customer_id IN (SELECT value FROM json_each(?2))
       OR order_id IN (SELECT value FROM json_each(?3)))`,
    )
    .bind(merchantId, JSON.stringify(customers), JSON.stringify(orders))
    .all();
  return results.map((row) => Link.parse(row));
}

export async function listOrderFacts(db: D1Database, merchantId: string, customers: readonly string[]) {
  const { results } = await db
    .prepare(
      `SELECT order_id AS id, source, name, total_minor AS totalMinor, currency, placed_at_ms AS placedAtMs,
         cancelled_at_ms AS cancelledAtMs
       FROM orders WHERE merchant_id = ?1 AND customer_id IN (SELECT value FROM json_each(?2)) ORDER BY placed_at_ms`,
    )
    .bind(merchantId, JSON.stringify(customers))
    .all();
  return results;
}

export async function listLinkFacts(
  db: D1Database,
  merchantId: string,
  keys: readonly { readonly domain: string; readonly slug: string }[],
) {
  const { results } = await db
    .prepare(
      `SELECT l.slug, l.target_url AS url, l.order_id AS "order", l.created_at_ms AS createdAtMs,
         (SELECT json_group_array(json_object('atMs', c.at_ms, 'class', c.class, 'device', c.device, 'country', c.country))
          FROM clicks c WHERE c.domain = l.domain AND c.slug = l.slug) AS clicks
       FROM json_each(?2) k CROSS JOIN links l ON l.domain = k.value ->> 'domain' AND l.slug = k.value ->> 'slug'
       WHERE l.merchant_id = ?1 ORDER BY l.created_at_ms`,
    )
    .bind(merchantId, JSON.stringify(keys))
    .all();
  return results.map(({ clicks, ...link }) => ({ ...link, clicks: JSON.parse(String(clicks)) as unknown }));
}

/**
 * All that D1 has of people but the deliveries as they came. Rows of texts stay as figures that name nobody. The last statement
 * forgets where they live, so that whoever was interrupted can begin again.
 */
export function erasePeople(
  db: D1Database,
  merchantId: string,
  {
    customers,
    orders,
    owners,
    links,
  }: {
    readonly customers: readonly string[];
    readonly orders: readonly string[];
    /** Objects that are empty now. */
    readonly owners: readonly string[];
    readonly links: readonly { readonly domain: string; readonly slug: string }[];
  },
): D1PreparedStatement[] {
  const people = JSON.stringify(customers);
  const isTheirs = "customer_id IN (SELECT value FROM json_each(?2))";
  const by = (query: string): D1PreparedStatement => db.prepare(query).bind(merchantId, people);
  const gone = JSON.stringify(owners);
  const slugs = JSON.stringify(links);
  const isLinked = "(domain, slug) IN (SELECT value ->> 'domain', value ->> 'slug' FROM json_each(?1))";
  return [
    db
      .prepare(
        `UPDATE decisions SET run = 'erased:' || lower(hex(randomblob(16))), owner = '', customer_id = NULL, order_id = NULL,
           row = json_remove(json_set(row, '$.run', '', '$.customer', ''), '$.order', '$.messageId', '$.trigger')
         WHERE merchant_id = ?1 AND (${isTheirs} OR owner IN (SELECT value FROM json_each(?3)))`,
      )
      .bind(merchantId, people, gone),
    by(`DELETE FROM answers WHERE merchant_id = ?1 AND ${isTheirs}`),
    by(`DELETE FROM tells WHERE merchant_id = ?1 AND ${isTheirs}`),
    by(`DELETE FROM product_buyers WHERE merchant_id = ?1 AND ${isTheirs}`),
    by(`DELETE FROM offer_codes WHERE merchant_id = ?1 AND ${isTheirs}`),
    db.prepare("DELETE FROM replies WHERE owner IN (SELECT value FROM json_each(?1))").bind(gone),
    db.prepare("DELETE FROM due WHERE owner IN (SELECT value FROM json_each(?1))").bind(gone),
    db.prepare(`DELETE FROM clicks WHERE ${isLinked}`).bind(slugs),
    db
      .prepare(
        `UPDATE links SET state = 'deleted', target_url = ?2, customer_id = NULL, order_id = NULL, run = NULL, step = NULL,
           message_id = NULL, token = NULL, fallback_url = NULL, ios_url = NULL, android_url = NULL, tags = '[]', attributes = '{}'
         WHERE ${isLinked}`,
      )
      .bind(slugs, ERASED_TARGET),
    db
      .prepare("DELETE FROM orders WHERE merchant_id = ?1 AND order_id IN (SELECT value FROM json_each(?2))")
      .bind(merchantId, JSON.stringify(orders)),
    by(
      `DELETE FROM moves WHERE merchant_id = ?1 AND (${isTheirs} OR from_customer IN (SELECT value FROM json_each(?2)))`,
    ),
    by(`DELETE FROM customers WHERE merchant_id = ?1 AND ${isTheirs}`),
  ];
}

/** Where a link leads whose owner is forgotten: nowhere, by RFC 2606, 2. */
export const ERASED_TARGET = "https://erased.invalid/";
