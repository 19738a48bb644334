import * as z from "zod";

const OrderRow = z
  .object({ order_id: z.string(), customer_id: z.string(), owner: z.string() })
  .transform((row) => ({ orderId: row.order_id, customerId: row.customer_id, owner: row.owner }));

/** An order, whose it is, and where that person lives. */
export type PlacedOrder = Readonly<z.output<typeof OrderRow>>;

/** Without test orders and those of nobody with a number. */
const REAL = `o.merchant_id = ?1 AND o.is_test = 0 AND o.placed_at_ms IS NOT NULL AND c.owner LIKE 'p\\_%' ESCAPE '\\'`;
const FROM = "FROM orders o JOIN customers c USING (merchant_id, customer_id)";

/** The last ones, the latest first. */
export async function listLatestOrders(
  db: D1Database,
  merchantId: string,
  limit: number,
): Promise<readonly PlacedOrder[]> {
  const { results } = await db
    .prepare(
      `SELECT o.order_id, o.customer_id, c.owner ${FROM} WHERE ${REAL} ORDER BY o.placed_at_ms DESC, o.order_id LIMIT ?2`,
    )
    .bind(merchantId, limit)
    .all();
  return results.map((row) => OrderRow.parse(row));
}

export async function findOrder(db: D1Database, merchantId: string, orderId: string): Promise<PlacedOrder | undefined> {
  const row = await db
    .prepare(`SELECT o.order_id, o.customer_id, c.owner ${FROM} WHERE o.merchant_id = ?1 AND o.order_id = ?2`)
    .bind(merchantId, orderId)
    .first();
  return row === null ? undefined : OrderRow.parse(row);
}

/** Of the orders placed since, how many there are, and at most `limit` of them, spread evenly over the time. */
export async function sampleOrders(
  db: D1Database,
  merchantId: string,
  { sinceMs, limit }: { readonly sinceMs: number; readonly limit: number },
): Promise<{ readonly count: number; readonly sample: readonly PlacedOrder[] }> {
  const since = `${FROM} WHERE ${REAL} AND o.placed_at_ms >= ?2`;
  const counted = await db.prepare(`SELECT COUNT(*) AS count ${since}`).bind(merchantId, sinceMs).first();
  const { count } = z.object({ count: z.int() }).parse(counted);
  const { results } = await db
    .prepare(
      `SELECT order_id, customer_id, owner FROM (
         SELECT o.order_id, o.customer_id, c.owner, ROW_NUMBER() OVER (ORDER BY o.placed_at_ms, o.order_id) - 1 AS place ${since}
       ) WHERE place = 0 OR CAST(place * ?4 / ?3 AS INTEGER) > CAST((place - 1) * ?4 / ?3 AS INTEGER)`,
    )
    .bind(merchantId, sinceMs, Math.max(1, count), limit)
    .all();
  return { count, sample: results.map((row) => OrderRow.parse(row)) };
}
