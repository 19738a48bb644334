import { clock } from "../clock.ts";
import type { Link } from "../domain/link.ts";
import { placeOfSlug, shardName } from "../domain/link-place.ts";
import type { Slug } from "../domain/slug.ts";
import { OneAtATime } from "./one-at-a-time.ts";
import { readShardDigits } from "./shard-digits.ts";

export interface LookupContext {
  readonly env: Pick<Env, "LINK_SHARD" | "LINK_SHARD_DIGITS">;
  waitUntil(promise: Promise<unknown>): void;
}

interface Waiting {
  readonly domain: string;
  readonly slug: Slug;
  readonly resolve: (link: Link | undefined) => void;
  readonly reject: (cause: unknown) => void;
}

/** Whoever sent an older one may have been cut off: it is never joined, and who waits for it asks alone. */
const slowMs = 150;
/** A message between a Worker and an object holds 32 MiB. */
const mostLinks = 500;

interface Shard {
  readonly messages: OneAtATime;
  gathering: Lookup | undefined;
}

const shards = new Map<string, Shard>();

/**
 * Ask a link's owner for it, in one message with all that other requests of this isolate ask of the same owner meanwhile.
 * Each waits on a promise and a timer of its own, for the reasons in click-group.ts.
 */
export function askOwner(domain: string, slug: Slug, context: LookupContext): Promise<Link | undefined> {
  const name = shardName(placeOfSlug(domain, slug), readShardDigits(context.env).own);
  const shard = findShard(name);
  let lookup = shard.gathering;
  if (lookup === undefined || !lookup.isJoinable()) {
    const opened = new Lookup(name);
    lookup = opened;
    shard.gathering = opened;
    const send = () => {
      if (shard.gathering === opened) shard.gathering = undefined;
      return opened.send(context);
    };
    context.waitUntil(shard.messages.run(send));
  }
  return lookup.join(domain, slug, context);
}

/** At most 1,922 of them (mostShardDigits). */
function findShard(name: string): Shard {
  let shard = shards.get(name);
  if (shard === undefined) {
    shard = { messages: new OneAtATime(), gathering: undefined };
    shards.set(name, shard);
  }
  return shard;
}

class Lookup {
  readonly #openedAtMs = clock.machineNowMs();
  readonly #name: string;
  readonly #waiting: Waiting[] = [];
  #isAnswered = false;

  constructor(name: string) {
    this.#name = name;
  }

  isJoinable(): boolean {
    return this.#waiting.length < mostLinks && clock.machineNowMs() - this.#openedAtMs < slowMs;
  }

  join(domain: string, slug: Slug, { env }: LookupContext): Promise<Link | undefined> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ domain, slug, resolve, reject });
      setTimeout(() => {
        if (!this.#isAnswered) env.LINK_SHARD.getByName(this.#name).find(domain, slug).then(resolve, reject);
      }, slowMs);
    });
  }

  /** Never fails: those who wait do. */
  async send({ env }: LookupContext): Promise<void> {
    const keys = this.#waiting.map(({ domain, slug }) => ({ domain, slug }));
    try {
      const links = await env.LINK_SHARD.getByName(this.#name).findAll(keys);
      this.#waiting.forEach(({ resolve }, i) => {
        resolve(links[i]);
      });
    } catch {
      // An object that was moved or updated answers the next who asks, and what one link fails for is no other's matter.
      this.#isAnswered = true;
      await Promise.all(
        this.#waiting.map(({ domain, slug, resolve, reject }) =>
          env.LINK_SHARD.getByName(this.#name).find(domain, slug).then(resolve, reject),
        ),
      );
    } finally {
      this.#isAnswered = true;
    }
  }
}
