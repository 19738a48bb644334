import type { Link } from "../domain/link.ts";
import { logError } from "../log.ts";
import { findDomain } from "../tables/short-domains.ts";
import { type Domains, longestFactsMs } from "./link-facts.ts";
import { within } from "./within.ts";

/** A domain that was given up, or has gone to another merchant, leads to no link of the first. */
export function isForeign(link: Link, { merchantIds }: Domains, db: D1Database): boolean | Promise<boolean> {
  const owner = merchantIds.get(link.domain);
  if (owner !== undefined) return owner !== link.merchantId;
  return link.domain !== "" && isGivenUp(link, db);
}

/** What is not in memory may also have been brought a moment ago; with D1 down it leads on. */
async function isGivenUp({ domain, merchantId }: Link, db: D1Database): Promise<boolean> {
  try {
    const known = await within(longestFactsMs, findDomain(db, domain));
    return known?.status !== "active" || known.merchantId !== merchantId;
  } catch (cause) {
    logError("link_facts", {}, cause);
    return false;
  }
}
