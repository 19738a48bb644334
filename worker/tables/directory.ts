import * as z from "zod";
import type { StoreEvent } from "../domain/store-event.ts";

/** Which object owns a customer, and which customer an order: all that intake has to know to route an event. */
export interface Directory {
  readonly customerOfOrder: ReadonlyMap<string, string>;
  readonly ownerOfCustomer: ReadonlyMap<string, string>;
  /** The object of the number in a customer's account, where a store told one. */
  readonly accountOfCustomer: ReadonlyMap<string, string>;
  /** How often each customer's owner has changed. */
  readonly epochOfCustomer: ReadonlyMap<string, number>;
  /** The latest first: what came after is in the way of whoever still carries over what was before. */
  readonly moves: readonly Move[];
}

export interface Move {
  readonly customerId: string;
  readonly fromCustomer: string;
  readonly fromOwner: string;
  /** Tells this move from an earlier one of the same kind. */
  readonly epoch: number;
}

const OrderRow = z.object({ order_id: z.string(), customer_id: z.string() });
const CustomerRow = z.object({
  customer_id: z.string(),
  owner: z.string(),
  account_owner: z.string().nullable(),
  epoch: z.int(),
});
const MoveRow = z.object({
  customer_id: z.string(),
  from_customer: z.string(),
  from_owner: z.string(),
  epoch: z.int(),
});

/** The pseudo customer of an order that came without one. */
export function customerOfUnknownOrder(orderId: string): string {
  return `order:${orderId}`;
}

export function directoryReads(
  db: D1Database,
  merchantId: string,
  events: readonly Pick<StoreEvent, "customerId" | "orderId">[],
): D1PreparedStatement[] {
  const orders = JSON.stringify([...new Set(events.flatMap((event) => event.orderId ?? []))]);
  const customers = JSON.stringify([...new Set(events.flatMap((event) => event.customerId ?? []))]);
  // One list: of two with OR between them SQLite would look for neither in the key, and read all of the merchant's rows.
  const concerned = `customer_id IN (SELECT value FROM json_each(?2) UNION
    SELECT customer_id FROM orders WHERE merchant_id = ?1 AND order_id IN (SELECT value FROM json_each(?3)))`;
  return [
    db
      .prepare(
        "SELECT order_id, customer_id FROM orders WHERE merchant_id = ?1 AND order_id IN (SELECT value FROM json_each(?2))",
      )
      .bind(merchantId, orders),
    db
      .prepare(`SELECT customer_id, owner, account_owner, epoch FROM customers WHERE merchant_id = ?1 AND ${concerned}`)
      .bind(merchantId, customers, orders),
    db
      .prepare(`SELECT customer_id, from_customer, from_owner, epoch FROM moves WHERE merchant_id = ?1 AND ${concerned}
         ORDER BY epoch DESC`)
      .bind(merchantId, customers, orders),
  ];
}

export function parseDirectory(results: readonly D1Result[]): Directory {
  const [orders, customers, moves] = results.map((result) => result.results);
  const people = z.array(CustomerRow).parse(customers);
  return {
    customerOfOrder: new Map(
      z
        .array(OrderRow)
        .parse(orders)
        .map((row) => [row.order_id, row.customer_id]),
    ),
    ownerOfCustomer: new Map(people.map((row) => [row.customer_id, row.owner])),
    accountOfCustomer: new Map(
      people.flatMap((row) => (row.account_owner === null ? [] : [[row.customer_id, row.account_owner]])),
    ),
    epochOfCustomer: new Map(people.map((row) => [row.customer_id, row.epoch])),
    moves: z
      .array(MoveRow)
      .parse(moves)
      .map((row) => ({
        customerId: row.customer_id,
        fromCustomer: row.from_customer,
        fromOwner: row.from_owner,
        epoch: row.epoch,
      })),
  };
}

export async function readDirectory(
  db: D1Database,
  merchantId: string,
  events: readonly Pick<StoreEvent, "customerId" | "orderId">[],
): Promise<Directory> {
  return parseDirectory(await db.batch(directoryReads(db, merchantId, events)));
}

/** An event with its customer resolved, and where that customer lives by what the event tells. */
export interface Placement {
  readonly event: StoreEvent & { readonly customerId: string };
  readonly owner: string;
  /** When the number that decided the owner was given; undefined where the event names none that decides. */
  readonly phoneAtMs: number | undefined;
  /** The object of the number in the account, where the event is about the account. */
  readonly accountOwner: string | undefined;
}

/** In one batch with the event itself. What the former owner holds is noted in the same transaction, so that no crash loses it. */
export function directoryWrites(db: D1Database, merchantId: string, placement: Placement): D1PreparedStatement[] {
  const { event, owner, phoneAtMs } = placement;
  const { customerId, orderId } = event;
  const writes: D1PreparedStatement[] = [];
  if (orderId !== undefined) writes.push(...orderWrites(db, merchantId, event, orderId, customerId));
  const account =
    placement.accountOwner === undefined ? [] : [accountWrite(db, merchantId, customerId, placement.accountOwner)];
  if (phoneAtMs === undefined) {
    const isKnownOrder = `EXISTS (SELECT 1 FROM orders WHERE merchant_id = ?1 AND order_id = ?4 AND customer_id <> ?2)`;
    writes.push(
      db
        .prepare(
          `INSERT INTO customers (merchant_id, customer_id, owner, phone_at_ms)
           SELECT ?1, ?2, ?3, 0 WHERE NOT ${isKnownOrder} OR ?2 NOT LIKE 'order:%' ON CONFLICT DO NOTHING`,
        )
        .bind(merchantId, customerId, owner, orderId ?? null),
    );
    return [...writes, ...account];
  }
  writes.push(
    db
      .prepare(
        `INSERT INTO moves (merchant_id, customer_id, from_customer, from_owner, epoch)
         SELECT merchant_id, customer_id, customer_id, owner, epoch + 1 FROM customers
         WHERE merchant_id = ?1 AND customer_id = ?2 AND owner <> ?3 AND phone_at_ms <= ?4
         ON CONFLICT DO UPDATE SET epoch = excluded.epoch`,
      )
      .bind(merchantId, customerId, owner, phoneAtMs),
    db
      .prepare(
        `INSERT INTO customers (merchant_id, customer_id, owner, phone_at_ms) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (merchant_id, customer_id) DO UPDATE SET owner = excluded.owner, phone_at_ms = excluded.phone_at_ms,
           epoch = epoch + (owner <> excluded.owner)
         WHERE excluded.phone_at_ms >= customers.phone_at_ms`,
      )
      .bind(merchantId, customerId, owner, phoneAtMs),
    // Who has come back to a number before the move away from it was done: that move is void.
    db
      .prepare(
        `DELETE FROM moves WHERE merchant_id = ?1 AND customer_id = ?2 AND from_customer = ?2
         AND from_owner = (SELECT owner FROM customers WHERE merchant_id = ?1 AND customer_id = ?2)`,
      )
      .bind(merchantId, customerId),
  );
  return [...writes, ...account];
}

function accountWrite(db: D1Database, merchantId: string, customerId: string, owner: string): D1PreparedStatement {
  return db
    .prepare("UPDATE customers SET account_owner = ?3 WHERE merchant_id = ?1 AND customer_id = ?2")
    .bind(merchantId, customerId, owner);
}

function orderWrites(
  db: D1Database,
  merchantId: string,
  event: StoreEvent,
  orderId: string,
  customerId: string,
): D1PreparedStatement[] {
  const unknown = customerOfUnknownOrder(orderId);
  const { order } = event;
  const placedAtMs = event.type === "order.placed" ? (order?.placedAtMs ?? event.occurredAtMs) : null;
  const upsert = db
    .prepare(
      `INSERT INTO orders (merchant_id, order_id, customer_id, source, name, total_minor, currency, placed_at_ms,
         cancelled_at_ms, is_test)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
       ON CONFLICT (merchant_id, order_id) DO UPDATE SET
         customer_id = CASE WHEN customer_id LIKE 'order:%' THEN excluded.customer_id ELSE customer_id END,
         name = COALESCE(excluded.name, name), total_minor = COALESCE(excluded.total_minor, total_minor),
         currency = COALESCE(excluded.currency, currency), placed_at_ms = COALESCE(placed_at_ms, excluded.placed_at_ms),
         cancelled_at_ms = COALESCE(cancelled_at_ms, excluded.cancelled_at_ms), is_test = MAX(is_test, excluded.is_test)`,
    )
    .bind(
      merchantId,
      orderId,
      customerId,
      event.source,
      order?.name ?? null,
      order?.totalMinor ?? null,
      order?.currency ?? null,
      placedAtMs,
      event.type === "order.cancelled" ? event.occurredAtMs : null,
      event.test ? 1 : 0,
    );
  if (customerId === unknown) return [upsert];
  return [
    upsert,
    db
      .prepare(
        `INSERT INTO moves (merchant_id, customer_id, from_customer, from_owner)
         SELECT merchant_id, ?3, customer_id, owner FROM customers
         WHERE merchant_id = ?1 AND customer_id = ?2 ON CONFLICT DO NOTHING`,
      )
      .bind(merchantId, unknown, customerId),
    db.prepare("DELETE FROM customers WHERE merchant_id = ?1 AND customer_id = ?2").bind(merchantId, unknown),
  ];
}

export async function deleteMove(db: D1Database, merchantId: string, move: Move): Promise<void> {
  await db
    .prepare(
      `DELETE FROM moves WHERE merchant_id = ?1 AND customer_id = ?2 AND from_customer = ?3 AND from_owner = ?4 AND epoch = ?5`,
    )
    .bind(merchantId, move.customerId, move.fromCustomer, move.fromOwner, move.epoch)
    .run();
}
