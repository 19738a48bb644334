import * as z from "zod";

export interface OfferCode {
  readonly merchantId: string;
  readonly code: string;
  readonly offer: string;
  readonly run: string;
  readonly step: string;
  readonly customerId: string;
  readonly expiresAtMs: number;
  readonly createdAtMs: number;
}

/** The code of this text: the one given, or the one that it had before; undefined = the code given is another text's. */
export async function putOfferCode(db: D1Database, code: OfferCode): Promise<string | undefined> {
  const [, found] = await db.batch([
    db
      .prepare(
        `INSERT INTO offer_codes (merchant_id, code, offer, run, step, customer_id, expires_at_ms, created_at_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING`,
      )
      .bind(
        code.merchantId,
        code.code,
        code.offer,
        code.run,
        code.step,
        code.customerId,
        code.expiresAtMs,
        code.createdAtMs,
      ),
    db
      .prepare("SELECT code FROM offer_codes WHERE merchant_id = ?1 AND run = ?2 AND step = ?3")
      .bind(code.merchantId, code.run, code.step),
  ]);
  return z.array(z.object({ code: z.string() })).parse(found?.results)[0]?.code;
}
