import * as z from "zod";

// D1 gives a BLOB as an array of numbers.
const Bytes = z.array(z.int()).transform((bytes) => Uint8Array.from(bytes));
const PhoneRow = z.object({ sealed: Bytes });
const CodeRow = z
  .object({ id: z.string(), sealed: Bytes, code_hash: z.string(), tries: z.int(), asked_machine_ms: z.int() })
  .transform((row) => ({
    id: row.id,
    sealed: row.sealed,
    codeHash: row.code_hash,
    tries: row.tries,
    askedAtMs: row.asked_machine_ms,
  }));
/** All instants are machine time. */
export type TestCode = Readonly<z.output<typeof CodeRow>>;

export async function findTestPhone(db: D1Database, merchantId: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const row = await db.prepare("SELECT sealed FROM test_phones WHERE merchant_id = ?1").bind(merchantId).first();
  return row === null ? undefined : PhoneRow.parse(row).sealed;
}

/** The code sent last; one that was taken back is none. */
export async function findTestCode(db: D1Database, merchantId: string): Promise<TestCode | undefined> {
  const row = await db
    .prepare(
      `SELECT id, sealed, code_hash, tries, asked_machine_ms FROM test_codes WHERE merchant_id = ?1 AND code_hash <> ''
       ORDER BY asked_machine_ms DESC, id LIMIT 1`,
    )
    .bind(merchantId)
    .first();
  return row === null ? undefined : CodeRow.parse(row);
}

/** The older ones are of no use from then on. In one transaction, so that no two requests get the last one of an hour. False = too many. */
export async function insertTestCode(
  db: D1Database,
  code: {
    readonly id: string;
    readonly merchantId: string;
    readonly sealed: Uint8Array<ArrayBuffer>;
    readonly codeHash: string;
  },
  { nowMs, sinceMs, most }: { readonly nowMs: number; readonly sinceMs: number; readonly most: number },
): Promise<boolean> {
  const [inserted] = await db.batch([
    db
      .prepare(
        `INSERT INTO test_codes (id, merchant_id, sealed, code_hash, asked_machine_ms)
         SELECT ?1, ?2, ?3, ?4, ?5
         WHERE (SELECT COUNT(*) FROM test_codes WHERE merchant_id = ?2 AND asked_machine_ms > ?6) < ?7`,
      )
      .bind(code.id, code.merchantId, code.sealed, code.codeHash, nowMs, sinceMs, most),
    db
      .prepare(
        `UPDATE test_codes SET code_hash = '' WHERE merchant_id = ?1 AND id <> ?2
         AND EXISTS (SELECT 1 FROM test_codes WHERE id = ?2)`,
      )
      .bind(code.merchantId, code.id),
  ]);
  return (inserted?.meta.changes ?? 0) > 0;
}

export async function voidTestCode(db: D1Database, id: string): Promise<void> {
  await db.prepare("UPDATE test_codes SET code_hash = '' WHERE id = ?1").bind(id).run();
}

/** Takes one of a code's tries; false = none was left. */
export async function takeTry(db: D1Database, id: string, most: number): Promise<boolean> {
  const { meta } = await db
    .prepare("UPDATE test_codes SET tries = tries + 1 WHERE id = ?1 AND tries < ?2")
    .bind(id, most)
    .run();
  return meta.changes > 0;
}

export async function putTestPhone(db: D1Database, merchantId: string, sealed: Uint8Array<ArrayBuffer>): Promise<void> {
  await db
    .prepare(
      `INSERT INTO test_phones (merchant_id, sealed) VALUES (?1, ?2)
       ON CONFLICT (merchant_id) DO UPDATE SET sealed = excluded.sealed`,
    )
    .bind(merchantId, sealed)
    .run();
}

/** Its codes with it; that they were asked for goes on counting. */
export async function deleteTestPhone(db: D1Database, merchantId: string): Promise<void> {
  await db.batch([
    db.prepare("DELETE FROM test_phones WHERE merchant_id = ?1").bind(merchantId),
    db.prepare("UPDATE test_codes SET code_hash = '' WHERE merchant_id = ?1").bind(merchantId),
  ]);
}

export async function deleteOldTestCodes(db: D1Database, askedBeforeMachineMs: number): Promise<void> {
  await db.prepare("DELETE FROM test_codes WHERE asked_machine_ms < ?1").bind(askedBeforeMachineMs).run();
}
