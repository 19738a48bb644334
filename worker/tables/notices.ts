import { nanoid } from "nanoid";
import * as z from "zod";

export interface NewNotice {
  readonly merchantId: string;
  readonly kind: "dead_link" | "brake" | "budget" | "data_request" | "store_access" | "store_webhooks";
  /** What it is about: of a kind, one notice each is open. */
  readonly subject: string;
  readonly detail: string;
  readonly atMs: number;
}

export function noticeWrite(
  db: D1Database,
  { merchantId, kind, subject, detail, atMs }: NewNotice,
): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO notices (id, merchant_id, kind, subject, detail, at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
       ON CONFLICT (merchant_id, kind, subject) WHERE ended_at_ms IS NULL DO NOTHING`,
    )
    .bind(`n_${nanoid()}`, merchantId, kind, subject, detail, atMs);
}

/** It is over. */
export function noticeEnd(
  db: D1Database,
  { merchantId, kind, subject, atMs }: Omit<NewNotice, "detail">,
): D1PreparedStatement {
  return db
    .prepare(
      `UPDATE notices SET ended_at_ms = ?4
       WHERE merchant_id = ?1 AND kind = ?2 AND subject = ?3 AND ended_at_ms IS NULL`,
    )
    .bind(merchantId, kind, subject, atMs);
}

const Notice = z
  .object({
    id: z.string(),
    kind: z.string(),
    subject: z.string(),
    detail: z.string(),
    at_ms: z.int(),
    ended_at_ms: z.int().nullable(),
  })
  .transform(({ at_ms, ended_at_ms, ...row }) => ({ ...row, atMs: at_ms, endedAtMs: ended_at_ms ?? undefined }));
export type Notice = Readonly<z.infer<typeof Notice>>;

/** What goes on, the newest first. */
export async function listOpenNotices(db: D1Database, merchantId: string, limit: number): Promise<readonly Notice[]> {
  const { results } = await db
    .prepare(
      `SELECT id, kind, subject, detail, at_ms, ended_at_ms FROM notices WHERE merchant_id = ?1 AND ended_at_ms IS NULL
       ORDER BY at_ms DESC, id LIMIT ?2`,
    )
    .bind(merchantId, limit)
    .all();
  return z.array(Notice).parse(results);
}

/** The newest first. */
export async function listNotices(db: D1Database, merchantId: string, limit: number): Promise<readonly Notice[]> {
  const { results } = await db
    .prepare(
      `SELECT id, kind, subject, detail, at_ms, ended_at_ms FROM notices WHERE merchant_id = ?1
       ORDER BY at_ms DESC, id LIMIT ?2`,
    )
    .bind(merchantId, limit)
    .all();
  return z.array(Notice).parse(results);
}
