import * as z from "zod";
import { AnswerView, TellView } from "../../shared/contract/answers.ts";

/** A copied answer or message to others. */
export interface NoteRow<View> {
  readonly atMs: number;
  readonly view: View;
}

/**
 * Part of a batch: all that an object holds, in place of what it had copied. One row per step of a run: copied again, it is the
 * same row, and what somebody else has taken over is theirs.
 */
export function putNotes(
  db: D1Database,
  { merchantId, owner }: { readonly merchantId: string; readonly owner: string },
  {
    answers,
    tells,
  }: { readonly answers: readonly NoteRow<AnswerView>[]; readonly tells: readonly NoteRow<TellView>[] },
): D1PreparedStatement[] {
  const put = (table: Table, rows: readonly NoteRow<AnswerView | TellView>[]): D1PreparedStatement[] => {
    const own = OWN[table];
    const list = JSON.stringify(rows);
    return [
      db
        .prepare(
          `DELETE FROM ${table} INDEXED BY ${table}_owner WHERE merchant_id = ?1 AND owner = ?2
           AND (run, step) NOT IN (SELECT value ->> '$.view.run', value ->> '$.view.step' FROM json_each(?3))`,
        )
        .bind(merchantId, owner, list),
      db
        .prepare(
          `INSERT INTO ${table} (merchant_id, run, step, owner, customer_id, order_id, flow, at_ms, row, ${own.join(", ")})
           SELECT ?1, value ->> '$.view.run', value ->> '$.view.step', ?2, value ->> '$.view.customer',
             value ->> '$.view.order', value ->> '$.view.flow', value ->> 'atMs', value -> 'view',
             ${own.map((column) => `value ->> '$.view.${FIELDS[column]}'`).join(", ")}
           FROM json_each(?3) WHERE true
           ON CONFLICT (merchant_id, run, step) DO UPDATE SET owner = excluded.owner, customer_id = excluded.customer_id,
             at_ms = excluded.at_ms, row = excluded.row, ${own.map((column) => `${column} = excluded.${column}`).join(", ")}`,
        )
        .bind(merchantId, owner, list),
    ];
  };
  return [...put("answers", answers), ...put("tells", tells)];
}

type Table = "answers" | "tells";
const OWN = { answers: ["value", "is_stated"], tells: ["event", "state"] } as const;
const FIELDS = { value: "value", is_stated: "isStated", event: "event", state: "state" } as const;

/** Where a page ends. */
export interface NotePosition {
  readonly atMs: number;
  readonly run: string;
  readonly step: string;
}

export interface NoteFilter {
  readonly flow?: string | undefined;
  readonly order?: string | undefined;
  readonly customer?: string | undefined;
  readonly sinceMs?: number | undefined;
  readonly before: NotePosition | undefined;
  readonly limit: number;
}

/** The newest first, from behind `before`. */
export function listAnswers(db: D1Database, merchantId: string, filter: NoteFilter): Promise<NoteRow<AnswerView>[]> {
  return list(db, merchantId, "answers", AnswerView, filter);
}

export function listTells(db: D1Database, merchantId: string, filter: NoteFilter): Promise<NoteRow<TellView>[]> {
  return list(db, merchantId, "tells", TellView, filter);
}

async function list<View extends z.ZodType>(
  db: D1Database,
  merchantId: string,
  table: Table,
  schema: View,
  { flow, order, customer, sinceMs, before, limit }: NoteFilter,
): Promise<NoteRow<z.output<View>>[]> {
  const { results } = await db
    .prepare(
      `SELECT at_ms, row FROM ${table} WHERE merchant_id = ?1 AND (at_ms, run, step) < (?2, ?3, ?4) AND at_ms >= ?5
       AND (?6 IS NULL OR flow = ?6) AND (?7 IS NULL OR order_id = ?7) AND (?8 IS NULL OR customer_id = ?8)
       ORDER BY at_ms DESC, run DESC, step DESC LIMIT ?9`,
    )
    .bind(
      merchantId,
      before?.atMs ?? Number.MAX_SAFE_INTEGER,
      before?.run ?? "",
      before?.step ?? "",
      sinceMs ?? 0,
      flow ?? null,
      order ?? null,
      customer ?? null,
      limit,
    )
    .all();
  return results.map((found) => {
    const { at_ms: atMs, row } = Row.parse(found);
    return { atMs, view: schema.parse(JSON.parse(row)) };
  });
}

const Row = z.object({ at_ms: z.int(), row: z.string() });

interface Span {
  readonly flow: string | undefined;
  readonly fromMs: number;
  readonly toMs: number;
}

const Count = z
  .object({
    flow: z.string(),
    step: z.string(),
    template: z.string().nullable(),
    value: z.int(),
    scale: z.int(),
    is_stated: z.literal([0, 1]),
    count: z.int(),
    points: z.int(),
  })
  .transform(({ is_stated, template, ...row }) => ({
    ...row,
    template: template ?? undefined,
    isStated: is_stated === 1,
  }));

/** By question and value. */
export async function countAnswers(db: D1Database, merchantId: string, { flow, fromMs, toMs }: Span) {
  const { results } = await db
    .prepare(
      `SELECT flow, step, row ->> '$.template' AS template, value, row ->> '$.scale' AS scale, is_stated, COUNT(*) AS count,
         SUM(row ->> '$.points') AS points
       FROM answers WHERE merchant_id = ?1 AND at_ms >= ?2 AND at_ms < ?3 AND (?4 IS NULL OR flow = ?4)
       GROUP BY flow, step, template, value, scale, is_stated ORDER BY flow, step, template, value`,
    )
    .bind(merchantId, fromMs, toMs, flow ?? null)
    .all();
  return results.map((row) => Count.parse(row));
}

const Asked = z.object({ flow: z.string(), step: z.string(), template: z.string().nullable(), asked: z.int() });

/** How many texts of these steps went. */
export async function countAsked(
  db: D1Database,
  merchantId: string,
  steps: readonly { readonly flow: string; readonly step: string }[],
  { fromMs, toMs }: Span,
) {
  const { results } = await db
    .prepare(
      `SELECT d.flow, d.step, d.row ->> '$.template' AS template, COUNT(*) AS asked
       FROM decisions d JOIN (SELECT DISTINCT value ->> 'flow' AS flow, value ->> 'step' AS step FROM json_each(?4)) q
         ON q.flow = d.flow AND q.step = d.step
       WHERE d.merchant_id = ?1 AND d.at_ms >= ?2 AND d.at_ms < ?3 AND d.row ->> '$.outcome' = 'sent'
       GROUP BY d.flow, d.step, template`,
    )
    .bind(merchantId, fromMs, toMs, JSON.stringify(steps))
    .all();
  return results.map((row) => Asked.parse(row));
}

const Told = z.object({
  flow: z.string(),
  step: z.string(),
  event: z.string(),
  due: z.int(),
  delivered: z.int(),
  failed: z.int(),
});

export async function countTells(db: D1Database, merchantId: string, { flow, fromMs, toMs }: Span) {
  const { results } = await db
    .prepare(
      `SELECT flow, step, event, SUM(state = 'due') AS due, SUM(state = 'delivered') AS delivered, SUM(state = 'failed') AS failed
       FROM tells WHERE merchant_id = ?1 AND at_ms >= ?2 AND at_ms < ?3 AND (?4 IS NULL OR flow = ?4)
       GROUP BY flow, step, event ORDER BY flow, step, event`,
    )
    .bind(merchantId, fromMs, toMs, flow ?? null)
    .all();
  return results.map((row) => Told.parse(row));
}
