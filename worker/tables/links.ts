import * as z from "zod";
import { UtmInput } from "../../shared/contract/links.ts";
import { Attributes } from "../../shared/contract/primitives.ts";
import { Slug } from "../domain/slug.ts";

const orUndefined = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullable().transform((value) => value ?? undefined);
const text = orUndefined(z.string());
const whole = orUndefined(z.int());
const json = z.string().transform((value): unknown => JSON.parse(value));

const LinkRow = z
  .object({
    domain: z.string(),
    slug: Slug,
    merchant_id: z.string(),
    target_url: z.string(),
    utm: json.pipe(UtmInput),
    token: text,
    customer_id: text,
    order_id: text,
    run: text,
    step: text,
    message_id: text,
    name: text,
    starts_at_ms: whole,
    expires_at_ms: whole,
    max_clicks: whole,
    used_clicks: z.int(),
    fallback_url: text,
    ios_url: text,
    android_url: text,
    tags: json.pipe(z.array(z.string())),
    attributes: json.pipe(Attributes),
    created_at_ms: z.int(),
    minted_machine_ms: z.int(),
    accepted_machine_ms: whole,
  })
  .transform((row) => ({
    domain: row.domain,
    slug: row.slug,
    merchantId: row.merchant_id,
    targetUrl: row.target_url,
    utm: row.utm,
    token: row.token,
    customerId: row.customer_id,
    orderId: row.order_id,
    run: row.run,
    step: row.step,
    messageId: row.message_id,
    name: row.name,
    startsAtMs: row.starts_at_ms,
    expiresAtMs: row.expires_at_ms,
    maxClicks: row.max_clicks,
    usedClicks: row.used_clicks,
    fallbackUrl: row.fallback_url,
    iosUrl: row.ios_url,
    androidUrl: row.android_url,
    tags: row.tags,
    attributes: row.attributes,
    createdAtMs: row.created_at_ms,
    mintedMachineMs: row.minted_machine_ms,
    acceptedMachineMs: row.accepted_machine_ms,
  }));

export type Link = Readonly<z.infer<typeof LinkRow>>;
/** What is known when a link is made. */
export type UnusedLink = Omit<Link, "usedClicks" | "acceptedMachineMs">;

/** D1 takes at most 2 MB in one value; a link has at most some 10 KB. */
const linksPerStatement = 100;

/** Stores and returns those whose slug is free and whose message has no link of that name yet. */
export async function insertLinks(db: D1Database, links: readonly UnusedLink[]): Promise<readonly Link[]> {
  if (links.length === 0) return [];
  const statements: D1PreparedStatement[] = [];
  for (let from = 0; from < links.length; from += linksPerStatement) {
    statements.push(db.prepare(insertSql).bind(JSON.stringify(links.slice(from, from + linksPerStatement))));
  }
  const inserted = await db.batch(statements);
  return inserted.flatMap(({ results }) => results.map((row) => LinkRow.parse(row)));
}

export async function findLinkRow(db: D1Database, domain: string, slug: string): Promise<Link | undefined> {
  const row = await db.prepare("SELECT * FROM links WHERE domain = ?1 AND slug = ?2").bind(domain, slug).first();
  return row === null ? undefined : LinkRow.parse(row);
}

/** A merchant's own link; of several under one slug, the one on `domain`, its domain of today. */
export async function findLinkOfMerchant(
  db: D1Database,
  { merchantId, slug, domain }: { readonly merchantId: string; readonly slug: string; readonly domain: string },
): Promise<Link | undefined> {
  const row = await db
    .prepare("SELECT * FROM links WHERE merchant_id = ?1 AND slug = ?2 ORDER BY domain = ?3 DESC, domain LIMIT 1")
    .bind(merchantId, slug, domain)
    .first();
  return row === null ? undefined : LinkRow.parse(row);
}

export async function listLinksOfMessage(
  db: D1Database,
  merchantId: string,
  messageId: string,
): Promise<readonly Link[]> {
  const { results } = await db
    .prepare("SELECT * FROM links WHERE merchant_id = ?1 AND message_id = ?2 ORDER BY name")
    .bind(merchantId, messageId)
    .all();
  return results.map((row) => LinkRow.parse(row));
}

/** Takes one of a limited link's clicks; false = none was left. One statement, so that no two people get the last one. */
export async function claimClickOfLink(db: D1Database, domain: string, slug: string): Promise<boolean> {
  const { meta } = await db
    .prepare(
      `UPDATE links SET used_clicks = used_clicks + 1
       WHERE domain = ?1 AND slug = ?2 AND (max_clicks IS NULL OR used_clicks < max_clicks)`,
    )
    .bind(domain, slug)
    .run();
  return meta.changes > 0;
}

export async function markLinksAccepted(
  db: D1Database,
  {
    merchantId,
    messageId,
    machineMs,
  }: { readonly merchantId: string; readonly messageId: string; readonly machineMs: number },
): Promise<void> {
  await db
    .prepare(
      `UPDATE links SET accepted_machine_ms = ?3
       WHERE merchant_id = ?1 AND message_id = ?2 AND accepted_machine_ms IS NULL`,
    )
    .bind(merchantId, messageId, machineMs)
    .run();
}

// `WHERE true` tells SQLite that ON CONFLICT is no join (sqlite.org/lang_upsert.html, "Parsing Ambiguity").
const insertSql = `
INSERT INTO links (
  domain, slug, merchant_id, target_url, utm, token, customer_id, order_id, run, step, message_id, name, starts_at_ms,
  expires_at_ms, max_clicks, fallback_url, ios_url, android_url, tags, attributes, created_at_ms, minted_machine_ms
)
SELECT
  value ->> 'domain', value ->> 'slug', value ->> 'merchantId', value ->> 'targetUrl', value -> 'utm', value ->> 'token',
  value ->> 'customerId', value ->> 'orderId', value ->> 'run', value ->> 'step', value ->> 'messageId', value ->> 'name',
  value ->> 'startsAtMs', value ->> 'expiresAtMs', value ->> 'maxClicks', value ->> 'fallbackUrl', value ->> 'iosUrl',
  value ->> 'androidUrl', value -> 'tags', value -> 'attributes', value ->> 'createdAtMs', value ->> 'mintedMachineMs'
FROM json_each(?1) WHERE true
ON CONFLICT DO NOTHING
RETURNING *`;
