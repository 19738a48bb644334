import * as z from "zod";
import { DecisionView } from "../../shared/contract/messages.ts";

const Row = z.object({ row: z.string() });
const OwnerRow = z.object({ owner: z.string() });
const MOST_ROWS = 5_000;

export interface DecisionFilter {
  readonly flow?: string | undefined;
  readonly orderId?: string | undefined;
  readonly sinceMs?: number | undefined;
}

/** Over all customers of a merchant, ordered by `at`: from `sinceMs` on, else the latest; at most 5,000. */
export async function listDecisions(
  db: D1Database,
  merchantId: string,
  filter: DecisionFilter,
): Promise<readonly DecisionView[]> {
  const isLatest = filter.sinceMs === undefined;
  const { flow, orderId } = filter;
  // Named, as SQLite without statistics would rather read a merchant's rows from end to end.
  const index = orderId === undefined ? (flow === undefined ? "decisions_at" : "decisions_flow") : "decisions_order";
  const { results } = await db
    .prepare(
      `SELECT row FROM decisions INDEXED BY ${index} WHERE merchant_id = ?1 AND at_ms >= ?2
       AND ${flow === undefined ? "?3 IS NULL" : "flow = ?3"} AND ${orderId === undefined ? "?4 IS NULL" : "order_id = ?4"}
       ORDER BY ${isLatest ? "at_ms DESC, run DESC, step DESC" : "at_ms, run, step"} LIMIT ?5`,
    )
    .bind(merchantId, filter.sinceMs ?? 0, flow ?? null, orderId ?? null, MOST_ROWS)
    .all();
  const rows = z
    .array(Row)
    .parse(results)
    .map(({ row }) => DecisionView.parse(JSON.parse(row)));
  return isLatest ? rows.reverse() : rows;
}

/** Whose object holds a text. */
export async function findOwnerOfMessage(db: D1Database, merchantId: string, id: string): Promise<string | undefined> {
  const row = await db
    .prepare("SELECT owner FROM decisions WHERE merchant_id = ?1 AND message_id = ?2 LIMIT 1")
    .bind(merchantId, id)
    .first();
  return row === null ? undefined : OwnerRow.parse(row).owner;
}
