import * as z from "zod";

const Counted = z.object({ misses: z.int() });

/** Adds an address's requests for links that do not exist to those of the same minute; its sum, over all who count. */
export async function addSlugMisses(
  db: D1Database,
  { minute, addressHash, misses }: { readonly minute: number; readonly addressHash: string; readonly misses: number },
): Promise<number> {
  const [, counted] = await db.batch([
    db.prepare("DELETE FROM slug_misses WHERE minute < ?1").bind(minute),
    db
      .prepare(
        `INSERT INTO slug_misses (minute, address_hash, misses) VALUES (?1, ?2, ?3)
         ON CONFLICT DO UPDATE SET misses = misses + excluded.misses RETURNING misses`,
      )
      .bind(minute, addressHash, misses),
  ]);
  return Counted.parse(counted?.results[0]).misses;
}

/** Nobody counts on with a minute that is over. */
export async function deleteOldMisses(db: D1Database, beforeMinute: number): Promise<void> {
  await db.prepare("DELETE FROM slug_misses WHERE minute < ?1").bind(beforeMinute).run();
}
