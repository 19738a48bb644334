import * as z from "zod";

/** What a visitor of a short domain may know of the merchant behind it. */
export interface Shop {
  readonly name: string;
  readonly siteUrl: string | undefined;
}

/** What a redirect has to know besides its link; all of it slow to change, none of it worth a lost redirect. */
export interface LinkShop extends Shop {
  readonly merchantId: string;
  /** The merchant's kill switch: no link of theirs leads on. */
  readonly areLinksStopped: boolean;
  /** Hosts, with all names below, that no link of theirs may lead to: their own list and the operator's. */
  readonly blockedHosts: ReadonlySet<string>;
}

const ShopRow = z.object({ name: z.string(), site_url: z.string().nullable() });
const LinkShopRow = ShopRow.extend({
  id: z.string(),
  links_stopped: z.literal([0, 1]),
  blocked_hosts: z.string(),
});
const Hosts = z.array(z.string());

/** A merchant as their links' visitors meet them. */
export async function findLinkShop(db: D1Database, merchantId: string): Promise<LinkShop | undefined> {
  const row = await db
    .prepare(
      `SELECT id, name, site_url, links_stopped,
         (SELECT json_group_array(host) FROM blocked_hosts WHERE merchant_id IN ('', merchants.id)) AS blocked_hosts
       FROM merchants WHERE id = ?1`,
    )
    .bind(merchantId)
    .first();
  if (row === null) return undefined;
  const { id, name, site_url, links_stopped, blocked_hosts } = LinkShopRow.parse(row);
  return {
    merchantId: id,
    name,
    siteUrl: site_url ?? undefined,
    areLinksStopped: links_stopped === 1,
    blockedHosts: new Set(Hosts.parse(JSON.parse(blocked_hosts))),
  };
}

/** The one merchant whose links stand on the Worker's own address; undefined where several share it, as in local use. */
export async function findShopOfOwnAddress(db: D1Database): Promise<Shop | undefined> {
  const { results } = await db
    .prepare("SELECT name, site_url FROM merchants WHERE coalesce(short_domain, '') = '' LIMIT 2")
    .all();
  if (results.length !== 1) return undefined;
  const { name, site_url } = ShopRow.parse(results[0]);
  return { name, siteUrl: site_url ?? undefined };
}

/** Every short domain that serves, and whose it is. */
export async function listActiveDomains(db: D1Database): Promise<ReadonlyMap<string, string>> {
  const { results } = await db.prepare("SELECT host, merchant_id FROM short_domains WHERE status = 'active'").all();
  const rows = z.array(z.object({ host: z.string(), merchant_id: z.string() })).parse(results);
  return new Map(rows.map(({ host, merchant_id }) => [host, merchant_id]));
}

export const DnsRecords = z.array(z.object({ type: z.string(), name: z.string(), value: z.string() }));
export type DnsRecord = z.output<typeof DnsRecords>[number];

const DomainRow = z
  .object({
    host: z.string(),
    merchant_id: z.string(),
    status: z.enum(["pending", "active"]),
    hostname_id: z.string().nullable(),
    records: z.string(),
    created_at_ms: z.int(),
  })
  .transform((row) => ({
    host: row.host,
    merchantId: row.merchant_id,
    status: row.status,
    hostnameId: row.hostname_id ?? undefined,
    records: DnsRecords.parse(JSON.parse(row.records)),
    createdAtMs: row.created_at_ms,
  }));

export type DomainOfMerchant = Readonly<z.output<typeof DomainRow>>;

/** Whoever's it is: a host belongs to one merchant. */
export async function findDomain(db: D1Database, host: string): Promise<DomainOfMerchant | undefined> {
  const row = await db.prepare("SELECT * FROM short_domains WHERE host = ?1").bind(host).first();
  return row === null ? undefined : DomainRow.parse(row);
}

export async function listDomainsOfMerchant(db: D1Database, merchantId: string): Promise<readonly DomainOfMerchant[]> {
  const { results } = await db
    .prepare("SELECT * FROM short_domains WHERE merchant_id = ?1 ORDER BY created_at_ms, host")
    .bind(merchantId)
    .all();
  return results.map((row) => DomainRow.parse(row));
}

/** Those that wait for their DNS, the longest unchecked first. */
export async function listPendingDomains(db: D1Database, limit: number): Promise<readonly DomainOfMerchant[]> {
  const { results } = await db
    .prepare("SELECT * FROM short_domains WHERE status = 'pending' ORDER BY checked_machine_ms LIMIT ?1")
    .bind(limit)
    .all();
  return results.map((row) => DomainRow.parse(row));
}

export type NewDomain = Pick<DomainOfMerchant, "host" | "merchantId" | "status" | "createdAtMs">;

/** Fails where the host is somebody's: to be part of a batch, or asked for before. */
export function insertDomain(
  db: D1Database,
  { host, merchantId, status, createdAtMs }: NewDomain,
): D1PreparedStatement {
  return db
    .prepare("INSERT INTO short_domains (host, merchant_id, status, created_at_ms) VALUES (?1, ?2, ?3, ?4)")
    .bind(host, merchantId, status, createdAtMs);
}

/** False = the host is somebody's already. */
export async function claimDomain(db: D1Database, domain: NewDomain): Promise<boolean> {
  const { meta } = await db
    .prepare(
      "INSERT INTO short_domains (host, merchant_id, status, created_at_ms) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
    )
    .bind(domain.host, domain.merchantId, domain.status, domain.createdAtMs)
    .run();
  return meta.changes > 0;
}

export interface DomainNews extends Pick<DomainOfMerchant, "host" | "merchantId" | "status" | "hostnameId"> {
  readonly records: readonly DnsRecord[];
  readonly checkedMachineMs: number;
}

/** What is known of a domain by now; the first that serves is what its merchant's texts print. */
export async function updateDomain(db: D1Database, news: DomainNews): Promise<void> {
  const { host, merchantId, status, hostnameId, records, checkedMachineMs } = news;
  await db.batch([
    db
      .prepare(
        `UPDATE short_domains SET status = ?3, hostname_id = ?4, records = ?5, checked_machine_ms = ?6
         WHERE host = ?1 AND merchant_id = ?2`,
      )
      .bind(host, merchantId, status, hostnameId ?? null, JSON.stringify(records), checkedMachineMs),
    ...(status === "active"
      ? [
          db
            .prepare("UPDATE merchants SET short_domain = ?1 WHERE id = ?2 AND coalesce(short_domain, '') = ''")
            .bind(host, merchantId),
        ]
      : []),
  ]);
}

/** What the merchant's texts print, and where their new links stand, from here on. */
export async function setPrimaryDomain(db: D1Database, merchantId: string, host: string): Promise<void> {
  await db.prepare("UPDATE merchants SET short_domain = ?1 WHERE id = ?2").bind(host, merchantId).run();
}

/** Texts print the merchant's other domain, if they have one, else the Worker's own address. */
export async function deleteDomain(db: D1Database, merchantId: string, host: string): Promise<void> {
  await db.batch([
    db.prepare("DELETE FROM short_domains WHERE host = ?1 AND merchant_id = ?2").bind(host, merchantId),
    db
      .prepare(
        `UPDATE merchants SET short_domain = (
           SELECT host FROM short_domains WHERE merchant_id = ?2 AND status = 'active' ORDER BY created_at_ms, host LIMIT 1)
         WHERE id = ?2 AND short_domain = ?1`,
      )
      .bind(host, merchantId),
  ]);
}
