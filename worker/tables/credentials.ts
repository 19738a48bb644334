import * as z from "zod";

export type CredentialKind =
  | "gateway"
  | "store:shopify"
  | "store:woocommerce"
  | "store:bigcommerce"
  | "store:custom"
  | "destination:webhook";

// D1 gives a BLOB as an array of numbers.
const CredentialRow = z.object({
  account: z.string(),
  sealed: z.array(z.int()).transform((bytes) => Uint8Array.from(bytes)),
});

export async function findCredential(
  db: D1Database,
  merchantId: string,
  kind: CredentialKind,
): Promise<z.output<typeof CredentialRow> | undefined> {
  const row = await db
    .prepare("SELECT account, sealed FROM credentials WHERE merchant_id = ?1 AND kind = ?2")
    .bind(merchantId, kind)
    .first();
  return row === null ? undefined : CredentialRow.parse(row);
}

/** `updatedAtMs` is machine time. */
export async function putCredential(
  db: D1Database,
  credential: {
    readonly merchantId: string;
    readonly kind: CredentialKind;
    readonly account: string;
    readonly sealed: Uint8Array<ArrayBuffer>;
    readonly updatedAtMs: number;
  },
): Promise<void> {
  await db
    .prepare(
      `INSERT INTO credentials (merchant_id, kind, account, sealed, updated_at_ms) VALUES (?1, ?2, ?3, ?4, ?5)
       ON CONFLICT DO UPDATE SET account = excluded.account, sealed = excluded.sealed, updated_at_ms = excluded.updated_at_ms`,
    )
    .bind(credential.merchantId, credential.kind, credential.account, credential.sealed, credential.updatedAtMs)
    .run();
}

const StoreRow = z
  .object({ kind: z.string(), account: z.string() })
  .transform(({ kind, account }) => ({ platform: kind.replace("store:", ""), shop: account }));

export async function listStores(
  db: D1Database,
  merchantId: string,
): Promise<readonly { readonly platform: string; readonly shop: string }[]> {
  const { results } = await db
    .prepare("SELECT kind, account FROM credentials WHERE merchant_id = ?1 AND kind LIKE 'store:%' ORDER BY kind")
    .bind(merchantId)
    .all();
  return results.map((row) => StoreRow.parse(row));
}

export async function deleteCredential(db: D1Database, merchantId: string, kind: string): Promise<void> {
  await db.prepare("DELETE FROM credentials WHERE merchant_id = ?1 AND kind = ?2").bind(merchantId, kind).run();
}
