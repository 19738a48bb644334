import * as z from "zod";
import { OfferInput } from "../../shared/contract/offers.ts";
import { type Policy, StoredPolicy } from "../../shared/contract/policy.ts";
import { SegmentInput } from "../../shared/contract/segments.ts";
import type { StopScope } from "../domain/gate.ts";
import type { Brake, FlowStatus, MerchantRules } from "../domain/merchant-rules.ts";

const Stops = z.array(z.union([z.literal("all"), z.literal("promotional"), z.strictObject({ flow: z.string() })]));

const Flows = z.record(
  z.string(),
  z.object({ version: z.int(), status: z.enum(["live", "paused", "off"]), order: z.int() }),
);

const Brakes = z.array(
  z.strictObject({ flow: z.string(), kind: z.enum(["opt_outs", "failures", "content", "surge"]), atMs: z.number() }),
);

const json = z.string().transform((text): unknown => JSON.parse(text));

const MerchantRow = z
  .object({
    id: z.string(),
    name: z.string(),
    time_zone: z.string(),
    country: z.string(),
    currency: z.string(),
    site_url: z.string().nullable(),
    help_text: z.string().nullable(),
    short_domain: z.string().nullable(),
    is_bench: z.literal([0, 1]),
    policy: json.pipe(StoredPolicy),
    stops: json.pipe(Stops),
    stores_ended: json.pipe(z.record(z.string(), z.number())),
    flows: json.pipe(Flows),
    products_revision: z.int(),
    wording_revision: z.int(),
    brakes: json.pipe(Brakes),
    segments: json.pipe(z.record(z.string(), SegmentInput)),
    offers: json.pipe(z.record(z.string(), OfferInput)),
  })
  .transform(
    (row): MerchantRules => ({
      id: row.id,
      name: row.name,
      timeZone: row.time_zone,
      country: row.country,
      currency: row.currency,
      siteUrl: row.site_url ?? undefined,
      helpText: row.help_text ?? undefined,
      shortDomain: row.short_domain ?? undefined,
      isBench: row.is_bench === 1,
      policy: row.policy,
      stops: row.stops,
      storesEndedAtMs: row.stores_ended,
      flows: row.flows,
      productsRevision: row.products_revision,
      wordingRevision: row.wording_revision,
      brakes: row.brakes,
      segments: row.segments,
      offers: row.offers,
    }),
  );

export async function findMerchantRow(db: D1Database, id: string): Promise<MerchantRules | undefined> {
  const row = await db.prepare("SELECT * FROM merchants WHERE id = ?1").bind(id).first();
  return row === null ? undefined : MerchantRow.parse(row);
}

export type NewMerchant = Omit<
  MerchantRules,
  "stops" | "brakes" | "segments" | "offers" | "helpText" | "productsRevision" | "wordingRevision" | "storesEndedAtMs"
> & {
  readonly createdAtMs: number;
};

/** Part of a batch: a merchant without a key or flows is none. */
export function insertMerchant(db: D1Database, merchant: NewMerchant): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO merchants (id, name, time_zone, country, currency, site_url, short_domain, is_bench, policy, flows, created_at_ms)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)`,
    )
    .bind(
      merchant.id,
      merchant.name,
      merchant.timeZone,
      merchant.country,
      merchant.currency,
      merchant.siteUrl ?? null,
      merchant.shortDomain ?? null,
      merchant.isBench ? 1 : 0,
      JSON.stringify(merchant.policy),
      JSON.stringify(merchant.flows),
      merchant.createdAtMs,
    );
}

/** A store may be connected and left again: the latest end holds. The same end told again changes nothing. */
export async function endStore(db: D1Database, merchantId: string, source: string, atMs: number): Promise<void> {
  await db
    .prepare(
      `UPDATE merchants SET stores_ended = json_set(stores_ended, '$.' || ?2,
         MAX(?3, COALESCE(json_extract(stores_ended, '$.' || ?2), 0))) WHERE id = ?1`,
    )
    .bind(merchantId, source, atMs)
    .run();
}

export async function updatePolicy(db: D1Database, merchantId: string, policy: Policy): Promise<void> {
  await db.prepare("UPDATE merchants SET policy = ?2 WHERE id = ?1").bind(merchantId, JSON.stringify(policy)).run();
}

/** The kill switch of a merchant's links. */
export async function setLinksStopped(db: D1Database, merchantId: string, isStopped: boolean): Promise<void> {
  await db
    .prepare("UPDATE merchants SET links_stopped = ?2 WHERE id = ?1")
    .bind(merchantId, isStopped ? 1 : 0)
    .run();
}

// One statement each, so that of two stops made at the same moment neither is lost.
// json_each() gives a string as it is and an object as its JSON text (sqlite.org/json1.html, 4.24).

export async function addStop(db: D1Database, merchantId: string, scope: StopScope): Promise<readonly StopScope[]> {
  const [, after] = await db.batch([
    db
      .prepare(
        `UPDATE merchants SET stops = json_insert(stops, '$[#]', json(?2))
         WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM json_each(merchants.stops) WHERE value = ?3)`,
      )
      .bind(merchantId, JSON.stringify(scope), stopValue(scope)),
    selectStops(db, merchantId),
  ]);
  return readStops(after);
}

export async function removeStop(db: D1Database, merchantId: string, scope: StopScope): Promise<readonly StopScope[]> {
  const [, after] = await db.batch([
    db
      .prepare(
        `UPDATE merchants SET stops = (
           SELECT json_group_array(CASE type WHEN 'object' THEN json(value) ELSE value END)
           FROM json_each(merchants.stops) WHERE value <> ?2
         ) WHERE id = ?1`,
      )
      .bind(merchantId, stopValue(scope)),
    selectStops(db, merchantId),
  ]);
  return readStops(after);
}

/** A flow that is held already stays held for its first reason: true = this one is news. */
export async function addBrake(db: D1Database, merchantId: string, brake: Brake): Promise<boolean> {
  const { meta } = await db
    .prepare(
      `UPDATE merchants SET brakes = json_insert(brakes, '$[#]', json(?2))
       WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM json_each(merchants.brakes) WHERE value ->> 'flow' = ?3)`,
    )
    .bind(merchantId, JSON.stringify(brake), brake.flow)
    .run();
  return meta.changes > 0;
}

/** `flow` left out = of every flow. */
export async function removeBrakes(db: D1Database, merchantId: string, flow: string | undefined): Promise<void> {
  await db
    .prepare(
      `UPDATE merchants SET brakes = (
         SELECT json_group_array(json(value)) FROM json_each(merchants.brakes)
         WHERE ?2 IS NOT NULL AND value ->> 'flow' <> ?2
       ) WHERE id = ?1`,
    )
    .bind(merchantId, flow ?? null)
    .run();
}

/** Undefined = it goes. One statement, so that of two written at the same moment neither is lost. */
export async function updateNamed(
  db: D1Database,
  {
    merchantId,
    kind,
    key,
  }: { readonly merchantId: string; readonly kind: "segments" | "offers"; readonly key: string },
  value: SegmentInput | OfferInput | undefined,
): Promise<void> {
  const place = `'$."' || ?2 || '"'`;
  const change = value === undefined ? `json_remove(${kind}, ${place})` : `json_set(${kind}, ${place}, json(?3))`;
  const bindings = value === undefined ? [merchantId, key] : [merchantId, key, JSON.stringify(value)];
  await db
    .prepare(`UPDATE merchants SET ${kind} = ${change} WHERE id = ?1`)
    .bind(...bindings)
    .run();
}

function stopValue(scope: StopScope): string {
  return typeof scope === "string" ? scope : JSON.stringify(scope);
}

function selectStops(db: D1Database, merchantId: string): D1PreparedStatement {
  return db.prepare("SELECT stops FROM merchants WHERE id = ?1").bind(merchantId);
}

function readStops(result: D1Result | undefined): readonly StopScope[] {
  return z.object({ stops: json.pipe(Stops) }).parse(result?.results[0]).stops;
}

/** False = the merchant has no such flow. */
export async function updateFlowStatus(
  db: D1Database,
  { merchantId, key, status }: { readonly merchantId: string; readonly key: string; readonly status: FlowStatus },
): Promise<boolean> {
  const { meta } = await db
    .prepare(
      `UPDATE merchants SET flows = json_set(flows, '$."' || ?2 || '".status', ?3)
       WHERE id = ?1 AND json_type(flows, '$."' || ?2 || '"') = 'object'`,
    )
    .bind(merchantId, key, status)
    .run();
  return meta.changes > 0;
}
