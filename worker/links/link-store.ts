import type { Attributes } from "../../shared/contract/primitives.ts";
import type { Link, WantedLink } from "../domain/link.ts";
import type { Utm } from "../domain/link-decoration.ts";
import type { LinkChange, LinkEdit, LinkEditOutcome } from "../domain/link-edit.ts";
import { type LinkPlace, placeOfOrigin, placeOfSlug, shardName } from "../domain/link-place.ts";
import type { Slug } from "../domain/slug.ts";
import { forgetLink } from "./resolve-link.ts";
import { readShardDigits } from "./shard-digits.ts";

/** Where short links live. The redirect, the API and the sender of texts know nothing else of it. */
export interface LinkStore {
  /**
   * Makes links with random slugs, in the order given. What was made for the same message and name, or the same place of the same
   * batch, is returned as it is. `isShownAtOnce`: wait, a second at most, until lists show them.
   */
  mint(
    links: readonly NewLink[],
    machineNowMs: number,
    options?: { readonly isShownAtOnce?: boolean },
  ): Promise<readonly Link[]>;
  /** Makes a link under a name; undefined = the slug is taken on that domain. */
  mintNamed(link: NewLink, slug: Slug, machineNowMs: number): Promise<Link | undefined>;
  /** As its owner has it now. */
  find(domain: string, slug: Slug): Promise<Link | undefined>;
  /** Takes one of a limited link's clicks, the same again for the same click; false = none is left. */
  claimClick(link: Pick<Link, "domain" | "slug">, clickId: string): Promise<boolean>;
  /** Told once the click that took one is kept: one that never is gives it back. */
  keepClaim(link: Pick<Link, "domain" | "slug">, clickId: string): Promise<void>;
  /** Told once the gateway took the message, so that programs that follow a text at once are known as such. */
  markAccepted(merchantId: string, messageId: string, machineNowMs: number): Promise<void>;
  edit(link: Pick<Link, "domain" | "slug" | "merchantId">, edit: LinkEdit, nowMs: number): Promise<LinkEditOutcome>;
  history(link: Pick<Link, "domain" | "slug">): Promise<readonly LinkChange[]>;
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
  /** What makes many at once, or asks again under the same key. */
  readonly batch?: { readonly id: string; readonly index: number } | undefined;
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

type LinkEnv = Pick<Env, "LINK_SHARD" | "LINK_SHARD_DIGITS">;

/** Links in LinkShard objects, found by their slug alone. */
export function linkStore(env: LinkEnv): LinkStore {
  const ownerOf = (link: { readonly domain: string; readonly slug: string }) =>
    shardAt(env, placeOfSlug(link.domain, link.slug));
  return {
    mint: (links, machineNowMs, options) => mint(env, links, machineNowMs, options?.isShownAtOnce ?? false),
    mintNamed: (link, slug, machineNowMs) =>
      ownerOf({ domain: link.domain, slug }).mintNamed(wantedLink(link, machineNowMs), slug),
    find: (domain, slug) => ownerOf({ domain, slug }).find(domain, slug),
    claimClick: (link, clickId) => ownerOf(link).claimClick(link.domain, link.slug, clickId),
    keepClaim: (link, clickId) => ownerOf(link).keepClaim(link.domain, link.slug, clickId),
    markAccepted: async (merchantId, messageId, machineMs) => {
      const shard = shardAt(env, placeOfOrigin(messageId));
      const marked = await shard.markAccepted(merchantId, messageId, machineMs);
      await Promise.all(marked.map(({ domain, slug }) => forgetLink(domain, slug)));
    },
    edit: async ({ domain, slug, merchantId }, edit, nowMs) => {
      const outcome = await ownerOf({ domain, slug }).edit({ domain, slug, merchantId }, edit, nowMs);
      await forgetLink(domain, slug);
      return outcome;
    },
    history: ({ domain, slug }) => ownerOf({ domain, slug }).history(domain, slug),
  };
}

/** Of what one shard is asked to make in one call. */
const LINKS_PER_CALL = 500;
/** Cloudflare opens at most six connections per invocation at a time. */
const SHARDS_AT_ONCE = 6;

async function mint(
  env: LinkEnv,
  links: readonly NewLink[],
  machineNowMs: number,
  isShownAtOnce: boolean,
): Promise<readonly Link[]> {
  const { own } = readShardDigits(env);
  const wanted = links.map((link) => ({ link, wanted: wantedLink(link, machineNowMs) }));
  const byShard = Map.groupBy(wanted, ({ wanted: { digits } }) => shardName({ kind: "random", digits }, own));
  const calls = [...byShard].flatMap(([name, all]) => chunksOf(all, LINKS_PER_CALL).map((some) => ({ name, some })));
  const minted = new Map<NewLink, Link>();
  const mintNext = async () => {
    for (let call = calls.shift(); call !== undefined; call = calls.shift()) {
      const { name, some } = call;
      const asked = some.map((one) => one.wanted);
      const made = await env.LINK_SHARD.getByName(name).mint(asked, isShownAtOnce);
      for (const [i, { link }] of some.entries()) {
        const one = made[i];
        if (one !== undefined) minted.set(link, one);
      }
    }
  };
  await Promise.all(Array.from({ length: SHARDS_AT_ONCE }, mintNext));
  return links.map((link) => {
    const made = minted.get(link);
    if (made === undefined) throw new Error("a shard made fewer links than it was asked for");
    return made;
  });
}

function chunksOf<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}

function shardAt(env: LinkEnv, place: LinkPlace): ReturnType<Env["LINK_SHARD"]["getByName"]> {
  return env.LINK_SHARD.getByName(shardName(place, readShardDigits(env).own));
}

function wantedLink({ message, batch, ...link }: NewLink, mintedMachineMs: number): WantedLink {
  const batchKey = batch && `b:${batch.id}/${batch.index}`;
  return {
    ...link,
    mintKey: message === undefined ? batchKey : `m:${message.id}/${message.linkName}`,
    digits: placeOfOrigin(message?.id ?? batchKey ?? crypto.randomUUID()).digits,
    token: message?.token,
    messageId: message?.id,
    name: message?.linkName,
    utm: { ...link.utm },
    tags: [...(link.tags ?? [])],
    attributes: link.attributes ?? {},
    state: "live",
    mintedMachineMs,
  };
}
