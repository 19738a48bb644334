import * as z from "zod";

/** What a visitor of a short domain may know of the merchant behind it. */
export interface Shop {
  readonly name: string;
  readonly siteUrl: string | undefined;
}

const ShopRow = z.object({ name: z.string(), site_url: z.string().nullable() });

export async function findShop(db: D1Database, merchantId: string): Promise<Shop | undefined> {
  const { results } = await db.prepare("SELECT name, site_url FROM merchants WHERE id = ?1").bind(merchantId).all();
  return onlyShop(results);
}

/** The merchant of a short domain; undefined where several share one, as on the Worker's own address in local use. */
export async function findShopOfDomain(db: D1Database, domain: string): Promise<Shop | undefined> {
  const { results } = await db
    .prepare("SELECT name, site_url FROM merchants WHERE coalesce(short_domain, '') = ?1 LIMIT 2")
    .bind(domain)
    .all();
  return onlyShop(results);
}

export async function listShortDomains(db: D1Database): Promise<readonly string[]> {
  const { results } = await db.prepare("SELECT short_domain FROM merchants WHERE short_domain > ''").all();
  return results.map((row) => z.object({ short_domain: z.string() }).parse(row).short_domain);
}

function onlyShop(rows: readonly unknown[]): Shop | undefined {
  if (rows.length !== 1) return undefined;
  const { name, site_url } = ShopRow.parse(rows[0]);
  return { name, siteUrl: site_url ?? undefined };
}
