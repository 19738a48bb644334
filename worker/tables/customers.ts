import * as z from "zod";

const OwnerRow = z.object({ owner: z.string() });
const PlaceRow = z.object({ customer_id: z.string(), owner: z.string() });

export interface CustomerPlace {
  readonly customerId: string;
  readonly owner: string;
}

export async function findOwner(db: D1Database, merchantId: string, customerId: string): Promise<string | undefined> {
  const row = await db
    .prepare("SELECT owner FROM customers WHERE merchant_id = ?1 AND customer_id = ?2")
    .bind(merchantId, customerId)
    .first();
  return row === null ? undefined : OwnerRow.parse(row).owner;
}

/** Who bought this, and where they live. */
export async function findPlaceOfOrder(
  db: D1Database,
  merchantId: string,
  orderId: string,
): Promise<CustomerPlace | undefined> {
  const row = await db
    .prepare(
      `SELECT c.customer_id, c.owner FROM orders o JOIN customers c USING (merchant_id, customer_id)
       WHERE o.merchant_id = ?1 AND o.order_id = ?2`,
    )
    .bind(merchantId, orderId)
    .first();
  return row === null ? undefined : toPlace(row);
}

/** Those whose number became known last. */
export async function listLatestCustomers(
  db: D1Database,
  merchantId: string,
  limit: number,
): Promise<readonly CustomerPlace[]> {
  const { results } = await db
    .prepare(
      `SELECT customer_id, owner FROM customers WHERE merchant_id = ?1 AND owner LIKE 'p\\_%' ESCAPE '\\'
       ORDER BY phone_at_ms DESC LIMIT ?2`,
    )
    .bind(merchantId, limit)
    .all();
  return results.map(toPlace);
}

function toPlace(row: unknown): CustomerPlace {
  const { customer_id, owner } = PlaceRow.parse(row);
  return { customerId: customer_id, owner };
}
