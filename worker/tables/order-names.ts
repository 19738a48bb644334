import * as z from "zod";

const Row = z.object({ order_id: z.string(), customer_id: z.string(), owner: z.string() });

export interface NamedOrder {
  readonly orderId: string;
  readonly customerId: string;
  readonly owner: string;
}

/** Orders that bear one of these names, the newest first: two stores of a merchant may both have a #1001. */
export async function findOrdersByName(
  db: D1Database,
  merchantId: string,
  names: readonly string[],
  limit: number,
): Promise<readonly NamedOrder[]> {
  const { results } = await db
    .prepare(
      `SELECT o.order_id, o.customer_id, c.owner
       FROM json_each(?2) n
         CROSS JOIN orders o INDEXED BY orders_name ON o.merchant_id = ?1 AND o.name = n.value
         JOIN customers c USING (merchant_id, customer_id)
       ORDER BY o.placed_at_ms DESC LIMIT ?3`,
    )
    .bind(merchantId, JSON.stringify(names), limit)
    .all();
  return results.map((row) => {
    const { order_id, customer_id, owner } = Row.parse(row);
    return { orderId: order_id, customerId: customer_id, owner };
  });
}
