import { DurableObject } from "cloudflare:workers";
import { customAlphabet } from "nanoid";
import { clock } from "../clock.ts";
import type { Link, WantedLink } from "../domain/link.ts";
import { decideLinkEdit, type LinkChange, type LinkEdit, type LinkEditOutcome } from "../domain/link-edit.ts";
import { type LinkPlace, mostShardDigits, placeOfOrigin, placeOfSlug, shardName } from "../domain/link-place.ts";
import { newSlug, randomSlugLength, type Slug, slugAlphabet } from "../domain/slug.ts";
import { readShardDigits } from "../links/shard-digits.ts";
import { logError } from "../log.ts";
import { copyLinks, findUnownedLink, hasUnownedLinks } from "../tables/links.ts";
import { type LinkKey, LinkShardStore, type MovedLink } from "./link-shard-store.ts";

/** What of a shard's links another shard asks for. */
interface Sought {
  readonly keys?: readonly LinkKey[];
  readonly mintKeys?: readonly { readonly merchantId: string; readonly mintKey: string }[];
  readonly messages?: readonly { readonly merchantId: string; readonly messageId: string }[];
}

const COPY_AFTER_MS = 200;
const LONGEST_PAUSE_MS = 30_000;
/** For how long whoever makes links by the API waits for them to stand in lists. */
const LONGEST_WAIT_MS = 1_000;
const LINKS_PER_COPY = 500;
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
  readonly #links = new LinkShardStore(this.ctx.storage.sql);
  #isAlarmSet = false;
  #failures = 0;
  #copying: Promise<boolean> | undefined;

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
    await this.#promiseCopy(isShownAtOnce);
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
    await this.#promiseCopy(true);
    return made;
  }

  async find(domain: string, slug: Slug): Promise<Link | undefined> {
    const found = await this.#find({ domain, slug });
    return found?.kind === "elsewhere" ? found.shard.find(domain, slug) : found?.link;
  }

  /** Each in its place; undefined = there is none. */
  async findAll(
    keys: readonly { readonly domain: string; readonly slug: Slug }[],
  ): Promise<readonly (Link | undefined)[]> {
    return Promise.all(keys.map(({ domain, slug }) => this.find(domain, slug)));
  }

  /** Takes one of a limited link's clicks; false = none was left. */
  async claimClick(domain: string, slug: Slug): Promise<boolean> {
    const found = await this.#find({ domain, slug });
    if (found === undefined) return false;
    if (found.kind === "elsewhere") return found.shard.claimClick(domain, slug);
    const isClaimed = this.#links.claimClick({ domain, slug });
    await this.#promiseCopy();
    return isClaimed;
  }

  async markAccepted(merchantId: string, messageId: string, machineMs: number): Promise<readonly LinkKey[]> {
    await this.#inherit(placeOfOrigin(messageId), { messages: [{ merchantId, messageId }] });
    if (this.#links.markAccepted(merchantId, messageId, machineMs)) await this.#promiseCopy();
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
    await this.#promiseCopy(true);
    return { kind: "edited", link: decision.link };
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
    this.#copying ??= this.#copy().finally(() => {
      this.#copying = undefined;
    });
    return this.#copying;
  }

  override async alarm(): Promise<void> {
    this.#isAlarmSet = false;
    if (!(await this.copyNow())) await this.#setAlarm(Math.min(LONGEST_PAUSE_MS, 1_000 * 2 ** (this.#failures - 1)));
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
    if (this.#isAllOwned()) return;
    const link = await findUnownedLink(this.env.DB, domain, slug);
    if (link !== undefined) {
      const mintKey = link.messageId === undefined ? undefined : `m:${link.messageId}/${link.name ?? ""}`;
      this.#links.insert({ link, mintKey });
      await this.#promiseCopy();
    } else {
      await this.#learnIsAllOwned();
    }
  }

  #isAllOwned(): boolean {
    return this.ctx.storage.kv.get<boolean>("isAllOwned") === true;
  }

  /** Before it is needed: an unknown slug must be answered with D1 down as well. */
  async #learnIsAllOwned(): Promise<void> {
    if (!this.#isAllOwned() && !(await hasUnownedLinks(this.env.DB))) this.ctx.storage.kv.put("isAllOwned", true);
  }

  async #promiseCopy(isAwaited = false): Promise<void> {
    if (!this.#isAlarmSet && this.#links.hasUncopied()) await this.#setAlarm(COPY_AFTER_MS);
    if (isAwaited) await this.#waitForCopy();
  }

  /** In machine time: what lists show is no matter of business time. */
  async #setAlarm(afterMs: number): Promise<void> {
    this.#isAlarmSet = true;
    await this.ctx.storage.setAlarm(clock.machineNowMs() + afterMs);
  }

  async #waitForCopy(): Promise<void> {
    let timer: number | null = null;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, LONGEST_WAIT_MS);
    });
    await Promise.race([this.copyNow(), late]);
    clearTimeout(timer);
  }

  async #copy(): Promise<boolean> {
    try {
      for (;;) {
        const links = this.#links.uncopied(LINKS_PER_COPY);
        if (links.length === 0) break;
        await copyLinks(this.env.DB, links);
        this.#links.markCopied(links);
      }
      await this.#learnIsAllOwned();
      this.#failures = 0;
      return true;
    } catch (cause) {
      this.#failures += 1;
      if (this.#failures === 1) logError("links_uncopied", {}, cause);
      return false;
    }
  }
}

type Found =
  | { readonly kind: "here"; readonly link: Link; readonly mintKey: string | undefined }
  | { readonly kind: "elsewhere"; readonly shard: DurableObjectStub<LinkShard> };
