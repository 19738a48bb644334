import * as z from "zod";

const People = z.object({
  kind: z.literal("people"),
  customers: z.array(z.string()).readonly(),
  orders: z.array(z.string()).readonly(),
  /** Objects that are to be emptied whoever they hold. */
  owners: z.array(z.string()).readonly(),
});
/** Who is to be forgotten: people, or all that a store told. */
const Subject = z.discriminatedUnion("kind", [People, z.object({ kind: z.literal("store"), store: z.string() })]);
export type ErasedPeople = Readonly<z.output<typeof People>>;
export type ErasureSubject = Readonly<z.output<typeof Subject>>;

const Row = z
  .object({
    merchant_id: z.string(),
    id: z.string(),
    subject: z.string().transform((text) => Subject.parse(JSON.parse(text))),
    position: z.string(),
  })
  .transform(({ merchant_id, ...row }) => ({ merchantId: merchant_id, ...row }));
export type Erasure = Readonly<z.output<typeof Row>>;

/** Asked again, it stays as it is. */
export async function insertErasure(
  db: D1Database,
  merchantId: string,
  { id, subject, askedAtMs }: { readonly id: string; readonly subject: ErasureSubject; readonly askedAtMs: number },
): Promise<void> {
  await db
    .prepare(
      "INSERT INTO erasures (merchant_id, id, subject, asked_at_ms) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
    )
    .bind(merchantId, id, JSON.stringify(subject), askedAtMs)
    .run();
}

export async function listErasures(db: D1Database, limit: number): Promise<readonly Erasure[]> {
  const { results } = await db
    .prepare(
      "SELECT merchant_id, id, subject, position FROM erasures WHERE subject IS NOT NULL ORDER BY asked_at_ms LIMIT ?1",
    )
    .bind(limit)
    .all();
  return results.map((row) => Row.parse(row));
}

export async function findErasure(db: D1Database, merchantId: string, id: string): Promise<Erasure | undefined> {
  const row = await db
    .prepare(
      "SELECT merchant_id, id, subject, position FROM erasures WHERE merchant_id = ?1 AND id = ?2 AND subject IS NOT NULL",
    )
    .bind(merchantId, id)
    .first();
  return row === null ? undefined : Row.parse(row);
}

export async function updateErasure(db: D1Database, { merchantId, id, subject, position }: Erasure): Promise<void> {
  await db
    .prepare(
      "UPDATE erasures SET subject = ?3, position = ?4 WHERE merchant_id = ?1 AND id = ?2 AND subject IS NOT NULL",
    )
    .bind(merchantId, id, JSON.stringify(subject), position)
    .run();
}

/** What stays says that something was erased, not whose. */
export async function finishErasure(
  db: D1Database,
  { merchantId, id }: Pick<Erasure, "merchantId" | "id">,
  doneAtMs: number,
): Promise<void> {
  await db
    .prepare("UPDATE erasures SET subject = NULL, position = '', done_at_ms = ?3 WHERE merchant_id = ?1 AND id = ?2")
    .bind(merchantId, id, doneAtMs)
    .run();
}
