import * as z from "zod";
import { ProductInput } from "../../shared/contract/products.ts";

const ProductRow = z.object({
  sku: z.string(),
  body: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(ProductInput),
});

/** Those of these products that are known, by SKU. */
export async function findProducts(
  db: D1Database,
  merchantId: string,
  skus: readonly string[],
): Promise<ReadonlyMap<string, ProductInput>> {
  const { results } = await db
    .prepare("SELECT sku, body FROM products WHERE merchant_id = ?1 AND sku IN (SELECT value FROM json_each(?2))")
    .bind(merchantId, JSON.stringify(skus))
    .all();
  return new Map(results.map((row) => ProductRow.parse(row)).map(({ sku, body }) => [sku, body]));
}

/** True = the product was not known before. */
export async function putProduct(
  db: D1Database,
  merchantId: string,
  sku: string,
  product: ProductInput,
): Promise<boolean> {
  const body = JSON.stringify(product);
  const [inserted] = await db.batch([
    db
      .prepare("INSERT INTO products (merchant_id, sku, body) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")
      .bind(merchantId, sku, body),
    db.prepare("UPDATE products SET body = ?3 WHERE merchant_id = ?1 AND sku = ?2").bind(merchantId, sku, body),
    db.prepare("UPDATE merchants SET products_revision = products_revision + 1 WHERE id = ?1").bind(merchantId),
  ]);
  return (inserted?.meta.changes ?? 0) > 0;
}
