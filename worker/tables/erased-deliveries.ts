import * as z from "zod";

/** Where a page of deliveries ends; in their own order, so that nothing new comes behind it unseen that is to be erased. */
const Place = z.object({ source: z.string(), delivery_id: z.string() });
export type DeliveryPlace = Readonly<z.output<typeof Place>>;

export const FIRST_PLACE: DeliveryPlace = { source: "", delivery_id: "" };

/** The end of the page behind `after`; undefined where nothing comes behind it. */
export async function findPageEnd(
  db: D1Database,
  merchantId: string,
  after: DeliveryPlace,
  size: number,
): Promise<DeliveryPlace | undefined> {
  const row = await db
    .prepare(
      `SELECT source, delivery_id FROM (
         SELECT source, delivery_id FROM store_events WHERE merchant_id = ?1 AND (source, delivery_id) > (?2, ?3)
         ORDER BY source, delivery_id LIMIT ?4
       ) ORDER BY source DESC, delivery_id DESC LIMIT 1`,
    )
    .bind(merchantId, after.source, after.delivery_id, size)
    .first();
  return row === null ? undefined : Place.parse(row);
}

const PAGE = "merchant_id = ?1 AND (source, delivery_id) > (?2, ?3) AND (source, delivery_id) <= (?4, ?5)";
// The row stays, so that the same delivery again is known for what it is.
const EMPTY = "UPDATE store_events SET raw = x'', events = '[]', notice = NULL, applied = 1";

interface Page {
  readonly merchantId: string;
  readonly after: DeliveryPlace;
  readonly end: DeliveryPlace;
}

function bindings({ merchantId, after, end }: Page): readonly string[] {
  return [merchantId, after.source, after.delivery_id, end.source, end.delivery_id];
}

/** What the deliveries of a page told of these people and orders. */
export async function emptyDeliveriesOf(
  db: D1Database,
  page: Page,
  { customers, orders }: { readonly customers: readonly string[]; readonly orders: readonly string[] },
): Promise<void> {
  await db
    .prepare(
      `${EMPTY} WHERE ${PAGE} AND EXISTS (
         SELECT 1 FROM json_each(store_events.events) e
         WHERE e.value ->> 'customerId' IN (SELECT value FROM json_each(?6))
           OR e.value ->> 'orderId' IN (SELECT value FROM json_each(?7)))`,
    )
    .bind(...bindings(page), JSON.stringify(customers), JSON.stringify(orders))
    .run();
}

const Told = z.object({ customer_id: z.string().nullable(), order_id: z.string().nullable() });

/** Whom a store's deliveries of a page told of. */
export async function listTold(db: D1Database, page: Page, source: string) {
  const { results } = await db
    .prepare(
      `SELECT DISTINCT e.value ->> 'customerId' AS customer_id, e.value ->> 'orderId' AS order_id
       FROM store_events, json_each(store_events.events) e WHERE ${PAGE} AND source = ?6`,
    )
    .bind(...bindings(page), source)
    .all();
  const told = results.map((row) => Told.parse(row));
  return {
    customers: [...new Set(told.flatMap((one) => one.customer_id ?? []))],
    orders: [...new Set(told.flatMap((one) => one.order_id ?? []))],
  };
}

export async function emptyDeliveriesFrom(db: D1Database, page: Page, source: string): Promise<void> {
  await db
    .prepare(`${EMPTY} WHERE ${PAGE} AND source = ?6`)
    .bind(...bindings(page), source)
    .run();
}

const Raw = z.object({
  source: z.string(),
  delivery_id: z.string(),
  raw: z.array(z.int()).transform((bytes) => Uint8Array.from(bytes)), // D1 gives a BLOB as an array of numbers
});

/** Bodies of a page of which no event tells whom they are about. */
export async function listUnread(db: D1Database, page: Page) {
  const { results } = await db
    .prepare(`SELECT source, delivery_id, raw FROM store_events WHERE ${PAGE} AND events = '[]' AND length(raw) > 0`)
    .bind(...bindings(page))
    .all();
  return results.map((row) => Raw.parse(row));
}

export async function emptyDelivery(
  db: D1Database,
  merchantId: string,
  { source, delivery_id }: DeliveryPlace,
): Promise<void> {
  await db
    .prepare(`${EMPTY} WHERE merchant_id = ?1 AND source = ?2 AND delivery_id = ?3`)
    .bind(merchantId, source, delivery_id)
    .run();
}

const Letter = Raw.omit({ delivery_id: true }).extend({ id: z.string() });

/** Dead letters are few, and looked after. */
export async function listLetterBodies(db: D1Database, merchantId: string) {
  const { results } = await db
    .prepare("SELECT id, source, raw FROM dead_letters WHERE merchant_id = ?1")
    .bind(merchantId)
    .all();
  return results.map((row) => Letter.parse(row));
}

export async function deleteLetters(db: D1Database, merchantId: string, ids: readonly string[]): Promise<void> {
  await db
    .prepare("DELETE FROM dead_letters WHERE merchant_id = ?1 AND id IN (SELECT value FROM json_each(?2))")
    .bind(merchantId, JSON.stringify(ids))
    .run();
}
