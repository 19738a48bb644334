import * as z from "zod";

/** Hosts that no link of the merchant may lead to; merchant '' = nobody's may. */
export async function listBlockedHosts(db: D1Database, merchantId: string): Promise<readonly string[]> {
  const { results } = await db
    .prepare("SELECT host FROM blocked_hosts WHERE merchant_id = ?1 ORDER BY host")
    .bind(merchantId)
    .all();
  return results.map((row) => z.object({ host: z.string() }).parse(row).host);
}

export async function replaceBlockedHosts(db: D1Database, merchantId: string, hosts: readonly string[]): Promise<void> {
  await db.batch([
    db.prepare("DELETE FROM blocked_hosts WHERE merchant_id = ?1").bind(merchantId),
    db
      .prepare("INSERT INTO blocked_hosts (merchant_id, host) SELECT DISTINCT ?1, value FROM json_each(?2)")
      .bind(merchantId, JSON.stringify(hosts)),
  ]);
}
