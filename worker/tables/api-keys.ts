import * as z from "zod";

const OwnerRow = z.object({ merchant_id: z.string() });

/** Undefined for an unknown key and for one that was revoked. */
export async function findMerchantIdOfKey(db: D1Database, keyHash: string): Promise<string | undefined> {
  const row = await db
    .prepare("SELECT merchant_id FROM api_keys WHERE key_hash = ?1 AND revoked_at_ms IS NULL")
    .bind(keyHash)
    .first();
  return row === null ? undefined : OwnerRow.parse(row).merchant_id;
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

/** A key's name: the head of its hash, which leads nobody back to a secret of 190 bits. */
export function nameKey(keyHash: string): string {
  return `k_${keyHash.slice(0, NAME_LENGTH)}`;
}

const NAME_LENGTH = 16;

const KeyRow = z
  .object({ key_hash: z.string(), label: z.string(), created_at_ms: z.int() })
  .transform((row) => ({ id: nameKey(row.key_hash), label: row.label, createdAtMs: row.created_at_ms }));
export type ApiKey = Readonly<z.output<typeof KeyRow>>;

/** Those that are good, the oldest first. */
export async function listApiKeys(db: D1Database, merchantId: string): Promise<readonly ApiKey[]> {
  const { results } = await db
    .prepare(
      `SELECT key_hash, label, created_at_ms FROM api_keys WHERE merchant_id = ?1 AND revoked_at_ms IS NULL
       ORDER BY created_at_ms, key_hash`,
    )
    .bind(merchantId)
    .all();
  return results.map((row) => KeyRow.parse(row));
}

/** In one statement, so that of two keys revoked at the same moment one is left. False = it is the last, or there is none. */
export async function revokeApiKey(
  db: D1Database,
  { merchantId, id }: { readonly merchantId: string; readonly id: string },
  machineNowMs: number,
): Promise<boolean> {
  const { meta } = await db
    .prepare(
      `UPDATE api_keys SET revoked_at_ms = ?3
       WHERE merchant_id = ?1 AND 'k_' || substr(key_hash, 1, ${NAME_LENGTH}) = ?2 AND revoked_at_ms IS NULL
       AND (SELECT COUNT(*) FROM api_keys WHERE merchant_id = ?1 AND revoked_at_ms IS NULL) > 1`,
    )
    .bind(merchantId, id, machineNowMs)
    .run();
  return meta.changes > 0;
}
