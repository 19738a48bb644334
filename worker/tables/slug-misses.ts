import * as z from "zod";

const minuteMs = 60_000;
const Counted = z.object({ misses: z.int() });

/** Counts one request for a link that does not exist; the address's requests of this minute, this one included. */
export async function countSlugMiss(db: D1Database, addressHash: string, machineNowMs: number): Promise<number> {
  const minute = Math.floor(machineNowMs / minuteMs);
  const [, counted] = await db.batch([
    db.prepare("DELETE FROM slug_misses WHERE minute < ?1").bind(minute),
    db
      .prepare(
        `INSERT INTO slug_misses (minute, address_hash, misses) VALUES (?1, ?2, 1)
         ON CONFLICT DO UPDATE SET misses = misses + 1 RETURNING misses`,
      )
      .bind(minute, addressHash),
  ]);
  return Counted.parse(counted?.results[0]).misses;
}
