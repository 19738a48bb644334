import * as z from "zod";

const ShownRow = z
  .object({
    id: z.string(),
    source: z.string(),
    delivery_id: z.string(),
    topic: z.string(),
    received_at_ms: z.number(),
    problem: z.string(),
    replayed_at_ms: z.number().nullable(),
  })
  .transform((row) => ({
    id: row.id,
    source: row.source,
    deliveryId: row.delivery_id,
    topic: row.topic,
    receivedAtMs: row.received_at_ms,
    problem: row.problem,
    replayedAtMs: row.replayed_at_ms ?? undefined,
  }));

/** Without the body: it holds a customer's data and may have megabytes. */
export type DeadLetterHead = Readonly<z.output<typeof ShownRow>>;

const LetterRow = z.object({
  headers: z.string().transform((text) => z.record(z.string(), z.string()).parse(JSON.parse(text))),
  raw: z.array(z.int()).transform((bytes) => Uint8Array.from(bytes)), // D1 gives a BLOB as an array of numbers
});

export interface DeadLetter extends DeadLetterHead {
  readonly merchantId: string;
  /** The few that the store's adapter reads. */
  readonly headers: Readonly<Record<string, string>>;
  /** As intake stored it. */
  readonly raw: Uint8Array<ArrayBuffer>;
}

export interface LetterPosition {
  readonly receivedAtMs: number;
  readonly id: string;
}

const shownColumns = "id, source, delivery_id, topic, received_at_ms, problem, replayed_at_ms";

/** The newest first, behind `after`. */
export async function listLetters(
  db: D1Database,
  {
    merchantId,
    after,
    limit,
  }: { readonly merchantId: string; readonly after?: LetterPosition | undefined; readonly limit: number },
): Promise<readonly DeadLetterHead[]> {
  const { results } = await db
    .prepare(
      `SELECT ${shownColumns} FROM dead_letters WHERE merchant_id = ?1 AND (received_at_ms, id) < (?2, ?3)
       ORDER BY received_at_ms DESC, id DESC LIMIT ?4`,
    )
    .bind(merchantId, after?.receivedAtMs ?? Number.MAX_SAFE_INTEGER, after?.id ?? "", limit)
    .all();
  return results.map((row) => ShownRow.parse(row));
}

export async function findLetter(db: D1Database, merchantId: string, id: string): Promise<DeadLetter | undefined> {
  const row = await db
    .prepare(`SELECT ${shownColumns}, headers, raw FROM dead_letters WHERE merchant_id = ?1 AND id = ?2`)
    .bind(merchantId, id)
    .first();
  return row === null ? undefined : { merchantId, ...ShownRow.parse(row), ...LetterRow.parse(row) };
}

/** The same delivery again keeps its first row. */
export async function insertLetter(
  db: D1Database,
  letter: Omit<DeadLetter, "replayedAtMs"> & { readonly merchantId: string },
): Promise<void> {
  await db
    .prepare(
      `INSERT INTO dead_letters (id, merchant_id, source, delivery_id, topic, received_at_ms, headers, raw, problem)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING`,
    )
    .bind(
      letter.id,
      letter.merchantId,
      letter.source,
      letter.deliveryId,
      letter.topic,
      letter.receivedAtMs,
      JSON.stringify(letter.headers),
      letter.raw,
      letter.problem,
    )
    .run();
}

export async function markReplayed(
  db: D1Database,
  { merchantId, id, replayedAtMs }: { readonly merchantId: string; readonly id: string; readonly replayedAtMs: number },
): Promise<void> {
  await db
    .prepare("UPDATE dead_letters SET replayed_at_ms = ?3 WHERE merchant_id = ?1 AND id = ?2")
    .bind(merchantId, id, replayedAtMs)
    .run();
}
