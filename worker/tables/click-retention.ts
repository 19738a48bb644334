import * as z from "zod";
import { recipientKey } from "./clicks.ts";

const Age = z.object({ id: z.string(), at_ms: z.int() }).transform(({ id, at_ms }) => ({ id, atMs: at_ms }));

/** The oldest clicks, in order; with a job, those that it has not come to yet. */
export async function listClickAges(
  db: D1Database,
  job: "forget-addresses" | undefined,
  limit: number,
): Promise<readonly z.infer<typeof Age>[]> {
  const { results } = await db
    .prepare(
      `SELECT id, at_ms FROM clicks WHERE id > COALESCE((SELECT position FROM watermarks WHERE job = ?1), '')
       ORDER BY id LIMIT ?2`,
    )
    .bind(job ?? "", limit)
    .all();
  return z.array(Age).parse(results);
}

export async function deleteClicks(db: D1Database, upToId: string): Promise<void> {
  await db.prepare("DELETE FROM clicks WHERE id <= ?1").bind(upToId).run();
}

/** Takes what tells one address from another out of clicks up to this one, and forgets who tapped shared links on those days. */
export async function forgetAddresses(db: D1Database, upToId: string): Promise<void> {
  const fromMark = "id > COALESCE((SELECT position FROM watermarks WHERE job = 'forget-addresses'), '') AND id <= ?1";
  await db.batch([
    db
      .prepare(
        `DELETE FROM day_visitors WHERE (domain, slug, visitor) IN (
           SELECT domain, slug, unique_key FROM clicks
           WHERE ${fromMark} AND is_unique = 1 AND unique_key <> '${recipientKey}'
         )`,
      )
      .bind(upToId),
    db
      .prepare(
        `UPDATE clicks SET address_hash = NULL, unique_key = CASE unique_key WHEN '${recipientKey}' THEN unique_key END
         WHERE ${fromMark} AND (address_hash IS NOT NULL OR unique_key <> '${recipientKey}')`,
      )
      .bind(upToId),
    db
      .prepare(
        `INSERT INTO watermarks (job, position) VALUES ('forget-addresses', ?1)
         ON CONFLICT DO UPDATE SET position = excluded.position`,
      )
      .bind(upToId),
  ]);
}
