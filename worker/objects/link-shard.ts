import { DurableObject } from "cloudflare:workers";
import { customAlphabet } from "nanoid";
import { clock } from "../clock.ts";
import type { Link, WantedLink } from "../domain/link.ts";
import { decideLinkEdit, type LinkChange, type LinkEdit, type LinkEditOutcome } from "../domain/link-edit.ts";
import { type LinkPlace, mostShardDigits, placeOfOrigin, placeOfSlug, shardName } from "../domain/link-place.ts";
import { newSlug, randomSlugLength, type Slug, slugAlphabet } from "../domain/slug.ts";
import { readShardDigits } from "../links/shard-digits.ts";
import { findUnownedLink } from "../tables/links.ts";
import { CountedSql } from "./counted-sql.ts";
import { LinkClaims } from "./link-claims.ts";
import { type CopyCost, LinkCopies } from "./link-copies.ts";
import { type LinkKey, LinkShardStore, type MovedLink } from "./link-shard-store.ts";

/** What of a shard's links another shard asks for. */
interface Sought {
  readonly keys?: readonly LinkKey[];
  readonly mintKeys?: readonly { readonly merchantId: string; readonly mintKey: string }[];
  readonly messages?: readonly { readonly merchantId: string; readonly messageId: string }[];
}

/** What a shard's own rows and its copies were charged for since it woke. */
export interface ShardCost extends CopyCost {
  readonly rowsRead: number;
  readonly rowsWritten: number;
}

/** With 31^6 slugs that begin alike, a draw that fails this often is broken. */
const MOST_DRAWS = 8;

/**
 * Owns the links whose slugs begin alike: minted, counted, edited here, and copied to D1 for lists and reports. A link needs
 * D1 neither to be made nor to be followed.
 *
 * Where an installation names its shards by more characters than before, the new shard asks the one that had its prefix and
 * takes over what it is asked for: nothing is rehashed, nothing is copied ahead.
 */
export class LinkShard extends DurableObject<Env> {
  readonly #sql = new CountedSql(this.ctx.storage.sql);
  readonly #links = new LinkShardStore(this.#sql);
  readonly #claims = new LinkClaims(this.#sql, this.#links);
  readonly #copies = new LinkCopies(this.ctx.storage, this.#links, this.env.DB);

  /** In the order given; their digits all led to this shard. */
  async mint(wanted: readonly WantedLink[], isShownAtOnce = false): Promise<readonly Link[]> {
    const place: LinkPlace = { kind: "random", digits: wanted[0]?.digits ?? "" };
    // Made here: nanoid draws from the isolate's random numbers, which exist only inside a request.
    const drawRest = customAlphabet(slugAlphabet, randomSlugLength - mostShardDigits);
    await this.#inherit(place, {
      mintKeys: wanted.flatMap(({ merchantId, mintKey }) => (mintKey === undefined ? [] : [{ merchantId, mintKey }])),
    });
    const minted = new Map<WantedLink, Link>();
    for (let draws = 0; draws < MOST_DRAWS && minted.size < wanted.length; draws += 1) {
      const drawn = wanted
        .filter((link) => !minted.has(link))
        .map((link) => ({ link, slug: newSlug(() => link.digits + drawRest()) }));
      await this.#inherit(place, { keys: drawn.map(({ link, slug }) => ({ domain: link.domain, slug })) });
      for (const { link, slug } of drawn) {
        const made = this.#insert(link, slug) ?? this.#findMinted(link);
        if (made !== undefined) minted.set(link, made);
      }
    }
    const links = wanted.map((link) => {
      const made = minted.get(link);
      if (made === undefined) throw new Error(`no free slug in ${MOST_DRAWS} draws`);
      return made;
    });
    await this.#copies.promise(isShownAtOnce);
    return links;
  }

  /** Undefined = the slug is taken on that domain. */
  async mintNamed(wanted: WantedLink, slug: Slug): Promise<Link | undefined> {
    const key = { domain: wanted.domain, slug };
    const known = await this.#find(key);
    if (known !== undefined) {
      const isSame = wanted.mintKey !== undefined && known.kind === "here" && known.mintKey === wanted.mintKey;
      return isSame && known.link.merchantId === wanted.merchantId ? known.link : undefined;
    }
    const made = this.#insert(wanted, slug);
    await this.#copies.promise(true);
    return made;
  }

  async find(domain: string, slug: Slug): Promise<Link | undefined> {
    const key = { domain, slug };
    const found = await this.#find(key);
    if (found?.kind === "elsewhere") return found.shard.find(domain, slug);
    if (found === undefined || !isUsedUp(found.link)) return found?.link;
    return (await this.#giveLostBack(key)) ? this.#links.find(key)?.link : found.link;
  }

  /** Each in its place; undefined = there is none. */
  async findAll(
    keys: readonly { readonly domain: string; readonly slug: Slug }[],
  ): Promise<readonly (Link | undefined)[]> {
    return Promise.all(keys.map(({ domain, slug }) => this.find(domain, slug)));
  }

  /** Takes one of a limited link's clicks, the same again for the same click; false = none was left. */
  async claimClick(domain: string, slug: Slug, clickId: string): Promise<boolean> {
    const key = { domain, slug };
    const found = await this.#find(key);
    if (found === undefined) return false;
    if (found.kind === "elsewhere") return found.shard.claimClick(domain, slug, clickId);
    const claim = () => this.#claims.claim(key, clickId, clock.machineNowMs());
    const isClaimed = claim() || ((await this.#giveLostBack(key)) && claim());
    await this.#copies.promise();
    return isClaimed;
  }

  /** Told once the click is kept. */
  async keepClaim(domain: string, slug: Slug, clickId: string): Promise<void> {
    const found = this.#findHere({ domain, slug });
    if (found?.kind === "elsewhere") return found.shard.keepClaim(domain, slug, clickId);
    this.#claims.keep(clickId);
  }

  async markAccepted(merchantId: string, messageId: string, machineMs: number): Promise<readonly LinkKey[]> {
    await this.#inherit(placeOfOrigin(messageId), { messages: [{ merchantId, messageId }] });
    if (this.#links.markAccepted(merchantId, messageId, machineMs)) await this.#copies.promise();
    return this.#links.keysOfMessage(merchantId, messageId);
  }

  /** "none" = that merchant has no such link. */
  async edit(
    key: LinkKey & { merchantId: string; slug: Slug },
    edit: LinkEdit,
    nowMs: number,
  ): Promise<LinkEditOutcome> {
    const found = await this.#find(key);
    if (found?.kind === "elsewhere") return found.shard.edit(key, edit, nowMs);
    if (found === undefined || found.link.merchantId !== key.merchantId) return "none";
    const decision = decideLinkEdit(found.link, edit, nowMs);
    if (decision.kind !== "changed") return decision;
    this.#links.change(decision.link, decision.change);
    await this.#copies.promise(true);
    return { kind: "edited", link: decision.link };
  }

  /** Of somebody who is to be forgotten. */
  async erase(key: LinkKey & { merchantId: string; slug: Slug }, targetUrl: string): Promise<void> {
    const found = await this.#find(key);
    if (found?.kind === "elsewhere") return found.shard.erase(key, targetUrl);
    if (found === undefined || found.link.merchantId !== key.merchantId) return;
    this.#links.erase(found.link, targetUrl);
    await this.#copies.promise(true);
  }

  async history(domain: string, slug: Slug): Promise<readonly LinkChange[]> {
    const found = await this.#find({ domain, slug });
    return found?.kind === "elsewhere" ? found.shard.history(domain, slug) : this.#links.history({ domain, slug });
  }

  /** Told by the shard that owns a part of this one's prefix now: what it asks for is its own from here on. */
  handOver(to: string, { keys = [], mintKeys = [], messages = [] }: Sought): readonly MovedLink[] {
    const minted = mintKeys.map(({ merchantId, mintKey }) => this.#links.findMinted(merchantId, mintKey));
    const sought = [
      ...keys,
      ...minted.filter((link) => link !== undefined),
      ...messages.flatMap(({ merchantId, messageId }) => this.#links.keysOfMessage(merchantId, messageId)),
    ];
    return sought.map((key) => this.#links.release(key, to)).filter((moved) => moved !== undefined);
  }

  /** Until D1 has all that this shard has; false = it could not be told. */
  copyNow(): Promise<boolean> {
    return this.#copies.now();
  }

  cost(): ShardCost {
    return { ...this.#sql.counted(), ...this.#copies.cost };
  }

  override alarm(): Promise<void> {
    return this.#copies.onAlarm();
  }

  #insert({ mintKey, digits: _, ...wanted }: WantedLink, slug: Slug): Link | undefined {
    const link: Link = { ...wanted, slug, usedClicks: 0 };
    return this.#links.insert({ link, mintKey }) ? link : undefined;
  }

  #findMinted({ merchantId, mintKey }: WantedLink): Link | undefined {
    return mintKey === undefined ? undefined : this.#links.findMinted(merchantId, mintKey);
  }

  async #find(key: LinkKey): Promise<Found | undefined> {
    const here = this.#findHere(key);
    if (here !== undefined) return here;
    await this.#inherit(placeOfSlug(key.domain, key.slug), { keys: [key] });
    await this.#adopt(key);
    return this.#findHere(key);
  }

  async #giveLostBack(key: LinkKey): Promise<boolean> {
    const isAnyBack = await this.#claims.giveLostBack(key, this.env, clock.machineNowMs());
    if (isAnyBack) await this.#copies.promise();
    return isAnyBack;
  }

  #findHere(key: LinkKey): Found | undefined {
    const found = this.#links.find(key);
    if (found === undefined) return undefined;
    if (found.movedTo === undefined) return { kind: "here", link: found.link, mintKey: found.mintKey };
    return { kind: "elsewhere", shard: this.env.LINK_SHARD.getByName(found.movedTo) };
  }

  /** Takes over what the shards that had this prefix before still hold. */
  async #inherit(place: LinkPlace, sought: Sought): Promise<void> {
    const { own, earlier } = readShardDigits(this.env);
    for (const count of earlier) {
      const shard = this.env.LINK_SHARD.getByName(shardName(place, count));
      for (const moved of await shard.handOver(shardName(place, own), sought)) this.#links.adopt(moved);
    }
  }

  /** A link from before there were shards stands in D1 alone. Once D1 has none of those left it is never asked again. */
  async #adopt({ domain, slug }: LinkKey): Promise<void> {
    if (this.#copies.isAllOwned()) return;
    const link = await findUnownedLink(this.env.DB, domain, slug);
    if (link !== undefined) {
      const mintKey = link.messageId === undefined ? undefined : `m:${link.messageId}/${link.name ?? ""}`;
      this.#links.insert({ link, mintKey });
      await this.#copies.promise();
    } else {
      await this.#copies.learnIsAllOwned();
    }
  }
}

function isUsedUp({ maxClicks, usedClicks }: Link): boolean {
  return maxClicks !== undefined && usedClicks >= maxClicks;
}

type Found =
  | { readonly kind: "here"; readonly link: Link; readonly mintKey: string | undefined }
  | { readonly kind: "elsewhere"; readonly shard: DurableObjectStub<LinkShard> };
