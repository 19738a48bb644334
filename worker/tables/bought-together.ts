import * as z from "zod";

/** Counts an order's pairs. Part of the batch that takes the order in: told twice, it is counted once. */
export function countTogether(
  db: D1Database,
  merchantId: string,
  skus: readonly string[],
  delivery: { readonly source: string; readonly deliveryId: string },
): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO bought_together (merchant_id, sku, other, orders)
       SELECT ?1, a.value, b.value, 1 FROM json_each(?2) a JOIN json_each(?2) b ON a.value <> b.value
       WHERE NOT EXISTS (SELECT 1 FROM store_events WHERE merchant_id = ?1 AND source = ?3 AND delivery_id = ?4)
       ON CONFLICT DO UPDATE SET orders = orders + 1`,
    )
    .bind(merchantId, JSON.stringify(skus.slice(0, MOST_SKUS)), delivery.source, delivery.deliveryId);
}

/** Of a larger order only the first: its pairs say little of each other. */
const MOST_SKUS = 8;

const Row = z.object({ sku: z.string(), other: z.string() });

/** What was most often bought with each, at least twice. */
export async function listTogether(
  db: D1Database,
  merchantId: string,
  skus: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { results } = await db
    .prepare(
      `SELECT sku, other FROM (
         SELECT sku, other, ROW_NUMBER() OVER (PARTITION BY sku ORDER BY orders DESC, other) AS place
         FROM bought_together WHERE merchant_id = ?1 AND orders >= 2 AND sku IN (SELECT value FROM json_each(?2))
       ) WHERE place <= 5 ORDER BY sku, place`,
    )
    .bind(merchantId, JSON.stringify(skus))
    .all();
  const found = new Map<string, string[]>();
  for (const row of results) {
    const { sku, other } = Row.parse(row);
    const list = found.get(sku);
    if (list === undefined) found.set(sku, [other]);
    else list.push(other);
  }
  return found;
}
