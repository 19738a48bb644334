import * as z from "zod";
import { UtmInput } from "../../shared/contract/links.ts";
import { Attributes } from "../../shared/contract/primitives.ts";
import type { Link } from "../domain/link.ts";
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
    state: z.enum(["live", "disabled", "deleted"]),
  })
  .transform(
    (row): Link => ({
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
      state: row.state,
    }),
  );

/** D1 takes at most 2 MB in one value; a link has at most some 10 KB. */
const linksPerStatement = 100;

/** A link of a shard; of two copies the later revision holds. */
export interface LinkCopy extends Link {
  readonly revision: number;
}

/** Writes what shards tell of their links; answers with the rows that D1 charges for. */
export async function copyLinks(
  db: D1Database,
  links: readonly LinkCopy[],
): Promise<{ readonly rowsRead: number; readonly rowsWritten: number }> {
  const statements: D1PreparedStatement[] = [];
  for (let from = 0; from < links.length; from += linksPerStatement) {
    statements.push(db.prepare(copySql).bind(JSON.stringify(links.slice(from, from + linksPerStatement))));
  }
  const results = statements.length > 0 ? await db.batch(statements) : [];
  return {
    rowsRead: results.reduce((sum, { meta }) => sum + meta.rows_read, 0),
    rowsWritten: results.reduce((sum, { meta }) => sum + meta.rows_written, 0),
  };
}

/** A link that no shard has told of: made before there were any. */
export async function findUnownedLink(db: D1Database, domain: string, slug: string): Promise<Link | undefined> {
  const row = await db
    .prepare("SELECT * FROM links WHERE domain = ?1 AND slug = ?2 AND revision = 0")
    .bind(domain, slug)
    .first();
  return row === null ? undefined : LinkRow.parse(row);
}

export async function hasUnownedLinks(db: D1Database): Promise<boolean> {
  return (await db.prepare("SELECT 1 FROM links WHERE revision = 0 LIMIT 1").first()) !== null;
}

/** The domains on which a merchant has a link of that slug: today's, and those that it had. */
export async function findDomainsOfSlug(db: D1Database, merchantId: string, slug: string): Promise<readonly string[]> {
  const { results } = await db
    .prepare("SELECT domain FROM links WHERE merchant_id = ?1 AND slug = ?2 ORDER BY domain LIMIT 20")
    .bind(merchantId, slug)
    .all();
  return results.map((row) => z.object({ domain: z.string() }).parse(row).domain);
}

/** Where a page of links ends. */
export type LinkPosition = Pick<Link, "createdAtMs" | "domain"> & { readonly slug: string };

export interface LinkFilter {
  readonly merchantId: string;
  readonly tag?: string | undefined;
  readonly customer?: string | undefined;
  readonly text?: string | undefined;
  readonly kind?: "own" | "texts" | undefined;
  readonly before?: LinkPosition | undefined;
  readonly limit: number;
}

/** The newest first. Each filter goes by an index of its own; a text is looked for among the merchant's own links alone. */
export async function listLinks(db: D1Database, filter: LinkFilter): Promise<readonly Link[]> {
  const { merchantId, tag, customer, text: sought, kind, before, limit } = filter;
  const bindings: (string | number)[] = [];
  const bind = (value: string | number) => `?${bindings.push(value)}`;
  const conditions = [`merchant_id = ${bind(merchantId)}`, "state <> 'deleted'"];
  if (before !== undefined) {
    const position = [before.createdAtMs, before.domain, before.slug].map(bind);
    conditions.push(`(created_at_ms, domain, slug) < (${position.join(", ")})`);
  }
  if (tag !== undefined) {
    conditions.push(`tags <> '[]' AND EXISTS (SELECT 1 FROM json_each(tags) WHERE value = ${bind(tag)})`);
  }
  if (customer !== undefined) conditions.push(`customer_id = ${bind(customer)}`);
  if (sought !== undefined) {
    // No LIKE: D1 takes patterns of 50 bytes at most (developers.cloudflare.com/d1/platform/limits).
    const part = `lower(${bind(sought)})`;
    conditions.push(`message_id IS NULL AND (instr(slug, ${part}) > 0 OR instr(lower(target_url), ${part}) > 0)`);
  }
  if (kind !== undefined) conditions.push(kind === "own" ? "message_id IS NULL" : "message_id IS NOT NULL");
  const { results } = await db
    .prepare(
      `SELECT * FROM links WHERE ${conditions.join(" AND ")}
       ORDER BY created_at_ms DESC, domain DESC, slug DESC LIMIT ${bind(limit)}`,
    )
    .bind(...bindings)
    .all();
  return results.map((row) => LinkRow.parse(row));
}

// `WHERE true` tells SQLite that ON CONFLICT is no join (sqlite.org/lang_upsert.html, "Parsing Ambiguity").
const copySql = `
INSERT INTO links (
  domain, slug, merchant_id, target_url, utm, token, customer_id, order_id, run, step, message_id, name, starts_at_ms,
  expires_at_ms, max_clicks, used_clicks, fallback_url, ios_url, android_url, tags, attributes, created_at_ms,
  minted_machine_ms, accepted_machine_ms, state, revision
)
SELECT
  value ->> 'domain', value ->> 'slug', value ->> 'merchantId', value ->> 'targetUrl', value -> 'utm', value ->> 'token',
  value ->> 'customerId', value ->> 'orderId', value ->> 'run', value ->> 'step', value ->> 'messageId', value ->> 'name',
  value ->> 'startsAtMs', value ->> 'expiresAtMs', value ->> 'maxClicks', value ->> 'usedClicks', value ->> 'fallbackUrl',
  value ->> 'iosUrl', value ->> 'androidUrl', value -> 'tags', value -> 'attributes', value ->> 'createdAtMs',
  value ->> 'mintedMachineMs', value ->> 'acceptedMachineMs', value ->> 'state', value ->> 'revision'
FROM json_each(?1) WHERE true
ON CONFLICT (domain, slug) DO UPDATE SET
  target_url = excluded.target_url, utm = excluded.utm, starts_at_ms = excluded.starts_at_ms,
  expires_at_ms = excluded.expires_at_ms, max_clicks = excluded.max_clicks, used_clicks = excluded.used_clicks,
  fallback_url = excluded.fallback_url, ios_url = excluded.ios_url, android_url = excluded.android_url, tags = excluded.tags,
  attributes = excluded.attributes, accepted_machine_ms = excluded.accepted_machine_ms, state = excluded.state,
  revision = excluded.revision
WHERE excluded.revision > links.revision AND excluded.merchant_id = links.merchant_id
ON CONFLICT DO NOTHING`;
