import * as z from "zod";

const KeyRow = z.object({ merchant_id: z.string() });

/** Undefined for an unknown key and for one that was revoked. */
export async function findMerchantIdOfKey(db: D1Database, keyHash: string): Promise<string | undefined> {
  const row = await db
    .prepare("SELECT merchant_id FROM api_keys WHERE key_hash = ?1 AND revoked_at_ms IS NULL")
    .bind(keyHash)
    .first();
  return row === null ? undefined : KeyRow.parse(row).merchant_id;
}

/** As what the merchant knows the key. */
export async function findLabelOfKey(db: D1Database, keyHash: string): Promise<string | undefined> {
  const row = await db.prepare("SELECT label FROM api_keys WHERE key_hash = ?1").bind(keyHash).first();
  return row === null ? undefined : z.object({ label: z.string() }).parse(row).label;
}

/** Part of a batch. `createdAtMs` is machine time: a key's age is real. */
export function insertApiKey(
  db: D1Database,
  key: { readonly keyHash: string; readonly merchantId: string; readonly label: string; readonly createdAtMs: number },
): D1PreparedStatement {
  return db
    .prepare("INSERT INTO api_keys (key_hash, merchant_id, label, created_at_ms) VALUES (?1, ?2, ?3, ?4)")
    .bind(key.keyHash, key.merchantId, key.label, key.createdAtMs);
}
