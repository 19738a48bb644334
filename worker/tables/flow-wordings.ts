import * as z from "zod";
import type { FlowAddress } from "./flow-versions.ts";

const WordingRow = z
  .object({ version: z.int(), revision: z.int(), steps: z.string(), made_by: z.string(), created_at_ms: z.number() })
  .transform((row) => ({
    version: row.version,
    revision: row.revision,
    steps: z.record(z.string(), z.unknown()).parse(JSON.parse(row.steps)),
    madeBy: row.made_by,
    createdAtMs: row.created_at_ms,
  }));

export type Wording = Readonly<z.output<typeof WordingRow>>;

/** Every correction of a version, the latest first. */
export async function listWordings(
  db: D1Database,
  { merchantId, key, version }: FlowAddress & { readonly version: number },
): Promise<readonly Wording[]> {
  const { results } = await db
    .prepare(
      `SELECT version, revision, steps, made_by, created_at_ms FROM flow_wordings
       WHERE merchant_id = ?1 AND key = ?2 AND version = ?3 ORDER BY revision DESC LIMIT 100`,
    )
    .bind(merchantId, key, version)
    .all();
  return results.map((row) => WordingRow.parse(row));
}

const Made = z.object({ revision: z.int() });

export interface NewWording extends FlowAddress {
  readonly version: number;
  readonly steps: string;
  /** The whole flow as it reads from now on. */
  readonly body: string;
  /** What it was corrected from: nothing is written where somebody else was faster. */
  readonly before: number;
  readonly madeBy: string;
  readonly createdAtMs: number;
}

/** Undefined where somebody else has corrected the same version meanwhile. */
export async function insertWording(db: D1Database, wording: NewWording): Promise<number | undefined> {
  const { merchantId, key, version, steps, body, before, madeBy, createdAtMs } = wording;
  const [inserted] = await db.batch([
    db
      .prepare(
        `INSERT INTO flow_wordings (merchant_id, key, version, revision, steps, body, made_by, created_at_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING RETURNING revision`,
      )
      .bind(merchantId, key, version, before + 1, steps, body, madeBy, createdAtMs),
    db.prepare("UPDATE merchants SET wording_revision = wording_revision + 1 WHERE id = ?1").bind(merchantId),
  ]);
  const row = inserted?.results[0];
  return row === undefined ? undefined : Made.parse(row).revision;
}
