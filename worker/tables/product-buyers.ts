import * as z from "zod";
import type { Pace } from "../domain/replenishment.ts";

/** Part of a batch: all that these customers have bought, in place of what was known of it. */
export function putBuyers(
  db: D1Database,
  merchantId: string,
  buyers: readonly { readonly customerId: string; readonly paces: readonly Pace[] }[],
): D1PreparedStatement[] {
  const rows = buyers.flatMap(({ customerId, paces }) => paces.map((pace) => ({ customerId, ...pace })));
  return [
    db
      .prepare("DELETE FROM product_buyers WHERE merchant_id = ?1 AND customer_id IN (SELECT value FROM json_each(?2))")
      .bind(merchantId, JSON.stringify(buyers.map(({ customerId }) => customerId))),
    db
      .prepare(
        `INSERT INTO product_buyers (merchant_id, customer_id, sku, purchases, days_per_unit, first_at_ms)
         SELECT ?1, value ->> 'customerId', value ->> 'sku', value ->> 'purchases', value ->> 'daysPerUnit', value ->> 'firstAtMs'
         FROM json_each(?2)`,
      )
      .bind(merchantId, JSON.stringify(rows)),
  ];
}

/** What is usual with a product; undefined = too few customers to tell. */
export interface UsualPace {
  readonly daysPerUnit: number | undefined;
  readonly repeatRate: number | undefined;
}

/** So many customers make something usual (docs/rules.md, section 5, "Replenishment"). */
const LEAST_CUSTOMERS = 20;

const Row = z
  .object({ sku: z.string(), days_per_unit: z.number().nullable(), buyers: z.int(), repeaters: z.int().nullable() })
  .transform(({ sku, days_per_unit, buyers, repeaters }): readonly [string, UsualPace] => [
    sku,
    {
      daysPerUnit: days_per_unit ?? undefined,
      repeatRate: buyers < LEAST_CUSTOMERS ? undefined : (repeaters ?? 0) / buyers,
    },
  ]);

/**
 * The median of customers' own paces, and how many of the customers came back of those who have had the time to: a cohort's
 * repeat rate counts nobody who bought less than one cycle ago (docs/rules.md, section 5, "Time to second purchase").
 * `days` = what the merchant says that a unit lasts.
 */
export async function readUsualPaces(
  db: D1Database,
  merchantId: string,
  products: readonly { readonly sku: string; readonly days: number | undefined }[],
  nowMs: number,
): Promise<ReadonlyMap<string, UsualPace>> {
  const { results } = await db
    .prepare(
      `WITH asked AS (SELECT value ->> 'sku' AS sku, value ->> 'days' AS days FROM json_each(?2)),
       placed AS (
         SELECT b.sku, b.days_per_unit, ROW_NUMBER() OVER (PARTITION BY b.sku ORDER BY b.days_per_unit) AS place,
           COUNT(*) OVER (PARTITION BY b.sku) AS n
         FROM asked CROSS JOIN product_buyers b ON b.merchant_id = ?1 AND b.sku = asked.sku AND b.days_per_unit IS NOT NULL
       ),
       medians AS (
         SELECT sku, AVG(days_per_unit) AS days_per_unit FROM placed
         WHERE n >= ?4 AND place IN ((n + 1) / 2, (n + 2) / 2) GROUP BY sku
       )
       SELECT asked.sku, medians.days_per_unit, COUNT(b.sku) AS buyers, SUM(b.purchases > 1) AS repeaters
       FROM asked LEFT JOIN medians ON medians.sku = asked.sku
         LEFT JOIN product_buyers b ON b.merchant_id = ?1 AND b.sku = asked.sku
           AND b.first_at_ms <= ?3 - COALESCE(asked.days, medians.days_per_unit, 0) * 86400000
       GROUP BY asked.sku`,
    )
    .bind(merchantId, JSON.stringify(products), nowMs, LEAST_CUSTOMERS)
    .all();
  return new Map(results.map((row) => Row.parse(row)));
}
