import * as z from "zod";
import { TemplateInput } from "../../shared/contract/templates.ts";

const TemplateRow = z.object({
  key: z.string(),
  body: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(TemplateInput),
});
export type TemplateRow = { readonly key: string; readonly template: TemplateInput };

/** What the merchant wrote, by key. */
export async function listTemplates(db: D1Database, merchantId: string): Promise<readonly TemplateRow[]> {
  const { results } = await db
    .prepare("SELECT key, body FROM templates WHERE merchant_id = ?1 ORDER BY key")
    .bind(merchantId)
    .all();
  return results.map((row) => TemplateRow.parse(row)).map(({ key, body }) => ({ key, template: body }));
}

/** True = there was none of theirs under this key. */
export async function putTemplate(
  db: D1Database,
  merchantId: string,
  key: string,
  template: TemplateInput,
): Promise<boolean> {
  const body = JSON.stringify(template);
  const [inserted] = await db.batch([
    db
      .prepare("INSERT INTO templates (merchant_id, key, body) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")
      .bind(merchantId, key, body),
    db.prepare("UPDATE templates SET body = ?3 WHERE merchant_id = ?1 AND key = ?2").bind(merchantId, key, body),
  ]);
  return (inserted?.meta.changes ?? 0) > 0;
}

/** False = there was none. */
export async function deleteTemplate(db: D1Database, merchantId: string, key: string): Promise<boolean> {
  const { meta } = await db
    .prepare("DELETE FROM templates WHERE merchant_id = ?1 AND key = ?2")
    .bind(merchantId, key)
    .run();
  return meta.changes > 0;
}
