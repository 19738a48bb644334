import * as z from "zod";
import type { FlowRecord } from "../domain/brake.ts";

export interface FlowFault {
  readonly merchantId: string;
  readonly flow: string;
  readonly kind: "opt_out" | "failure" | "content";
  readonly messageId: string;
  readonly atMs: number;
}

export async function insertFault(
  db: D1Database,
  { merchantId, flow, kind, messageId, atMs }: FlowFault,
): Promise<void> {
  await db
    .prepare(
      `INSERT INTO flow_faults (id, merchant_id, flow, kind, at_ms) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING`,
    )
    .bind(`${messageId}:${kind}`, merchantId, flow, kind, atMs)
    .run();
}

const Row = z.object({ texts: z.int(), opt_outs: z.int(), failures: z.int(), in_row: z.int() });

/** What became of the latest texts of a flow. */
export async function readFlowRecord(
  db: D1Database,
  { merchantId, flow, latest }: { readonly merchantId: string; readonly flow: string; readonly latest: number },
): Promise<FlowRecord> {
  const row = await db
    .prepare(
      `WITH recent AS (
         SELECT at_ms, row ->> 'outcome' AS outcome FROM decisions
         WHERE merchant_id = ?1 AND flow = ?2 AND row ->> 'outcome' IN ('sent', 'failed', 'unknown')
         ORDER BY at_ms DESC LIMIT ?3
       ), fault AS (
         SELECT kind, at_ms FROM flow_faults
         WHERE merchant_id = ?1 AND flow = ?2 AND at_ms >= (SELECT COALESCE(MIN(at_ms), 0) FROM recent)
       )
       SELECT (SELECT COUNT(*) FROM recent) AS texts,
         (SELECT COUNT(*) FROM fault WHERE kind = 'opt_out') AS opt_outs,
         (SELECT COUNT(*) FROM fault WHERE kind IN ('failure', 'content')) AS failures,
         (SELECT COUNT(*) FROM fault WHERE kind = 'content'
          AND at_ms > (SELECT COALESCE(MAX(at_ms), -1) FROM recent WHERE outcome = 'sent')) AS in_row`,
    )
    .bind(merchantId, flow, latest)
    .first();
  const { texts, opt_outs, failures, in_row } = Row.parse(row);
  return { texts, optOuts: opt_outs, failures, contentInRow: in_row };
}

/** Released, a flow starts anew. `flow` left out = every flow. */
export async function forgetFaults(db: D1Database, merchantId: string, flow: string | undefined): Promise<void> {
  await db
    .prepare("DELETE FROM flow_faults WHERE merchant_id = ?1 AND (?2 IS NULL OR flow = ?2)")
    .bind(merchantId, flow ?? null)
    .run();
}

const Volume = z
  .object({ merchant_id: z.string(), flow: z.string(), this_hour: z.int(), hours: z.int(), before: z.int() })
  .transform((row) => ({
    merchantId: row.merchant_id,
    flow: row.flow,
    thisHour: row.this_hour,
    hours: row.hours,
    before: row.before,
  }));

/** Flows that sent at least this many texts that were not about an order within the hour, beside the week before it. */
export async function listBusyFlows(
  db: D1Database,
  nowMs: number,
  atLeast: number,
): Promise<readonly z.output<typeof Volume>[]> {
  const { results } = await db
    .prepare(
      `WITH busy AS (
         SELECT d.merchant_id, d.flow, COUNT(*) AS this_hour
         FROM merchants m CROSS JOIN decisions d INDEXED BY decisions_at
           ON d.merchant_id = m.id AND d.at_ms > ?1 - 3600000 AND d.at_ms <= ?1
         WHERE m.policy ->> 'brakes' = 1 AND d.row ->> 'outcome' = 'sent' AND d.row ->> 'class' IN ('relationship', 'promotional')
         GROUP BY d.merchant_id, d.flow HAVING COUNT(*) >= ?2
       )
       SELECT busy.*, COUNT(DISTINCT w.at_ms / 3600000) AS hours, COUNT(w.at_ms) AS before
       FROM busy LEFT JOIN decisions w ON w.merchant_id = busy.merchant_id AND w.flow = busy.flow
         AND w.at_ms > ?1 - 3600000 - 604800000 AND w.at_ms <= ?1 - 3600000 AND w.row ->> 'outcome' = 'sent'
       GROUP BY busy.merchant_id, busy.flow`,
    )
    .bind(nowMs, atLeast)
    .all();
  return results.map((row) => Volume.parse(row));
}
