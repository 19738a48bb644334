import { customAlphabet } from "nanoid";
import type { Attributes } from "../../shared/contract/primitives.ts";
import type { Utm } from "../domain/link-decoration.ts";
import { newSlug, randomSlugLength, type Slug, slugAlphabet } from "../domain/slug.ts";
import {
  claimClickOfLink,
  findLinkRow,
  insertLinks,
  type Link,
  listLinksOfMessage,
  markLinksAccepted,
  type UnusedLink,
} from "../tables/links.ts";

/** Where short links live. The redirect, the API and the sender of texts know nothing else of it. */
export interface LinkStore {
  /** Makes links with random slugs, in the order given. A message's link of that name that exists is returned as it is. */
  mint(links: readonly NewLink[], machineNowMs: number): Promise<readonly Link[]>;
  /** Makes a link under a name; undefined = the slug is taken on that domain. */
  mintNamed(link: NewLink, slug: Slug, machineNowMs: number): Promise<Link | undefined>;
  find(domain: string, slug: Slug): Promise<Link | undefined>;
  messageLinks(merchantId: string, messageId: string): Promise<readonly Link[]>;
  /** Takes one of a limited link's clicks; false = none is left. */
  claimClick(link: Link): Promise<boolean>;
  /** Told once the gateway took the message, so that programs that follow a text at once are known as such. */
  markAccepted(merchantId: string, messageId: string, machineNowMs: number): Promise<void>;
}

export interface NewLink {
  /** '' = the Worker's own address (`linkDomain`). */
  readonly domain: string;
  readonly merchantId: string;
  /** As `checkTarget` gave it. */
  readonly targetUrl: string;
  readonly createdAtMs: number;
  /** The message that carries it, and which of the message's links it is. */
  readonly message?: { readonly id: string; readonly linkName: string; readonly token: string } | undefined;
  readonly customerId?: string | undefined;
  readonly orderId?: string | undefined;
  readonly run?: string | undefined;
  readonly step?: string | undefined;
  readonly utm?: Utm | undefined;
  readonly startsAtMs?: number | undefined;
  readonly expiresAtMs?: number | undefined;
  readonly maxClicks?: number | undefined;
  readonly fallbackUrl?: string | undefined;
  readonly iosUrl?: string | undefined;
  readonly androidUrl?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly attributes?: Attributes | undefined;
}

/** Links in D1, one row each. */
export function d1LinkStore(db: D1Database): LinkStore {
  return {
    mint: (links, machineNowMs) => mint(db, links, machineNowMs),
    mintNamed: async (link, slug, machineNowMs) => (await insertLinks(db, [unusedLink(link, slug, machineNowMs)]))[0],
    find: (domain, slug) => findLinkRow(db, domain, slug),
    messageLinks: (merchantId, messageId) => listLinksOfMessage(db, merchantId, messageId),
    claimClick: (link) => claimClickOfLink(db, link.domain, link.slug),
    markAccepted: (merchantId, messageId, machineMs) => markLinksAccepted(db, { merchantId, messageId, machineMs }),
  };
}

/** With 8.5 × 10^11 slugs, a draw that fails this often is broken. */
const mostDraws = 8;

async function mint(db: D1Database, links: readonly NewLink[], machineNowMs: number): Promise<readonly Link[]> {
  // Made here: nanoid draws from the isolate's random numbers, which exist only inside a request.
  const drawSlug = customAlphabet(slugAlphabet, randomSlugLength);
  const minted = new Map<NewLink, Link>();
  for (let draw = 0; draw < mostDraws && minted.size < links.length; draw += 1) {
    const missing = links.filter((link) => !minted.has(link));
    const drawn = new Map(missing.map((link) => [newSlug(drawSlug), link]));
    const inserted = await insertLinks(
      db,
      [...drawn].map(([slug, link]) => unusedLink(link, slug, machineNowMs)),
    );
    for (const row of inserted) {
      const link = drawn.get(row.slug);
      if (link !== undefined) minted.set(link, row);
    }
    // What was not inserted is the message's already, or its slug was taken: then it is drawn again.
    for (const link of missing.filter((one) => one.message !== undefined && !minted.has(one))) {
      const known = await listLinksOfMessage(db, link.merchantId, link.message?.id ?? "");
      const same = known.find((row) => row.name === link.message?.linkName);
      if (same !== undefined) minted.set(link, same);
    }
  }
  return links.map((link) => {
    const row = minted.get(link);
    if (row === undefined) throw new Error(`no free slug in ${mostDraws} draws`);
    return row;
  });
}

function unusedLink(link: NewLink, slug: Slug, mintedMachineMs: number): UnusedLink {
  return {
    domain: link.domain,
    slug,
    merchantId: link.merchantId,
    targetUrl: link.targetUrl,
    utm: { ...link.utm },
    token: link.message?.token,
    customerId: link.customerId,
    orderId: link.orderId,
    run: link.run,
    step: link.step,
    messageId: link.message?.id,
    name: link.message?.linkName,
    startsAtMs: link.startsAtMs,
    expiresAtMs: link.expiresAtMs,
    maxClicks: link.maxClicks,
    fallbackUrl: link.fallbackUrl,
    iosUrl: link.iosUrl,
    androidUrl: link.androidUrl,
    tags: [...(link.tags ?? [])],
    attributes: link.attributes ?? {},
    createdAtMs: link.createdAtMs,
    mintedMachineMs,
  };
}
