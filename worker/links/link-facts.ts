import {
  findLinkShop,
  findShopOfOwnAddress,
  type LinkShop,
  listActiveDomains,
  type Shop,
} from "../tables/short-domains.ts";
import { Memory } from "./memory.ts";
import { ownDomains } from "./short-url.ts";

export interface Domains {
  /** Every host that answers for short links; no link leads to a link. */
  readonly own: ReadonlySet<string>;
  /** Whose a short domain is; undefined where it serves nobody. */
  readonly merchantIds: ReadonlyMap<string, string>;
}

/** So long a redirect waits for what is not in memory; then it leads on without, as with D1 down. */
export const longestFactsMs = 1_000;

type FactsEnv = Pick<Env, "DB" | "BASE_URL">;

/** A kill switch holds everywhere within two seconds: one to grow stale, one while a request asks anew. */
const shops = new Memory<LinkShop | undefined>({ maxSize: 5_000, freshMs: 1_000 });
/** A target is checked again whenever its link is followed, so what was a stranger's a moment ago does no harm. */
const domains = new Memory<Domains>({ maxSize: 1, freshMs: 30_000 });
const ownAddressShops = new Memory<Shop | undefined>({ maxSize: 1, freshMs: 10_000 });

type WaitUntil = (work: Promise<unknown>) => void;

/** From memory without waiting where it can be; with D1 down what was known before; undefined = no such merchant. */
export function findShopFacts(
  env: FactsEnv,
  merchantId: string,
  waitUntil?: WaitUntil,
): LinkShop | undefined | Promise<LinkShop | undefined> {
  return shops.get(merchantId, () => findLinkShop(env.DB, merchantId), waitUntil);
}

export function findDomains(env: FactsEnv, waitUntil?: WaitUntil): Domains | Promise<Domains> {
  return domains.get("", () => readDomains(env), waitUntil);
}

async function readDomains(env: FactsEnv): Promise<Domains> {
  const merchantIds = await listActiveDomains(env.DB);
  return { own: new Set(ownDomains([...merchantIds.keys()], env.BASE_URL)), merchantIds };
}

/** What a merchant's targets are checked against when a link is made, or its text goes. */
export async function findTargetRules(
  env: FactsEnv,
  merchantId: string,
): Promise<{ readonly ownDomains: ReadonlySet<string>; readonly blockedHosts: ReadonlySet<string> | undefined }> {
  const [{ own }, shop] = await Promise.all([findDomains(env), findShopFacts(env, merchantId)]);
  return { ownDomains: own, blockedHosts: shop?.blockedHosts };
}

/** Whom the page of a host names: the merchant of a short domain, on the Worker's own address the only one who has no other. */
export async function findShopOfHost(env: FactsEnv, domain: string): Promise<Shop | undefined> {
  if (domain === "") return ownAddressShops.get("", () => findShopOfOwnAddress(env.DB));
  const merchantId = (await findDomains(env)).merchantIds.get(domain);
  return merchantId === undefined ? undefined : findShopFacts(env, merchantId);
}

/** Called after every write to what a merchant's links obey; without one, to what everybody's do. */
export function forgetShopFacts(merchantId?: string): void {
  if (merchantId === undefined) shops.clear();
  else shops.drop(merchantId);
}

/** Called after every change of a domain. */
export function forgetDomains(): void {
  domains.clear();
  ownAddressShops.clear();
}

/** After all state was emptied. */
export function forgetAllFacts(): void {
  shops.clear();
  forgetDomains();
}
