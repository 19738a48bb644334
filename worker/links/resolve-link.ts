import { clock } from "../clock.ts";
import type { Link } from "../domain/link.ts";
import { placeOfSlug, shardName } from "../domain/link-place.ts";
import type { Slug } from "../domain/slug.ts";
import { readShardDigits } from "./shard-digits.ts";

export interface ResolveContext {
  readonly env: Pick<Env, "LINK_SHARD" | "LINK_SHARD_DIGITS">;
  waitUntil(promise: Promise<unknown>): void;
}

/** An edit made elsewhere is seen after this long, whichever way the link was remembered (machine time). */
const MAX_AGE_MS = 60_000;
const MAX_LINKS = 50_000;

interface Known {
  /** Undefined = edited in this isolate at that instant: what was read before is worth nothing. */
  readonly link: Link | undefined;
  readonly readAtMs: number;
}

const known = new Map<string, Known>();
let emptiedAtMs = 0;

/**
 * The link behind a slug: from this isolate's memory without waiting, else from the data centre's cache, else from its owner,
 * who needs no D1. That there is none is never remembered: a link may be made any moment. What is remembered is the link,
 * never the redirect, which would be a click that nobody logged.
 */
export function resolveLink(
  domain: string,
  slug: Slug,
  context: ResolveContext,
): Link | undefined | Promise<Link | undefined> {
  const entry = known.get(keyOf(domain, slug));
  if (entry?.link !== undefined && clock.machineNowMs() - entry.readAtMs < MAX_AGE_MS) return entry.link;
  return askFurther(domain, slug, entry, context);
}

/** Called after every write to a link, so that this isolate and this data centre see it at once. */
export async function forgetLink(domain: string, slug: string): Promise<void> {
  keep(keyOf(domain, slug), { link: undefined, readAtMs: clock.machineNowMs() });
  if (isCached(domain, slug)) await caches.default.delete(cacheKey(domain, slug));
}

/** After all state was emptied: what any cache holds is from before. */
export function forgetAllLinks(): void {
  known.clear();
  emptiedAtMs = clock.machineNowMs();
}

async function askFurther(
  domain: string,
  slug: Slug,
  entry: Known | undefined,
  context: ResolveContext,
): Promise<Link | undefined> {
  const cached = isCached(domain, slug) ? await readCache(domain, slug, entry) : undefined;
  if (cached !== undefined) {
    remember(domain, slug, cached, entry);
    return cached.link;
  }
  const readAtMs = clock.machineNowMs();
  const link = await askOwner(domain, slug, entry, context);
  if (link === undefined) return undefined;
  if (isRememberable(link, readAtMs)) {
    remember(domain, slug, { link, readAtMs }, entry);
    if (isCached(domain, slug)) context.waitUntil(writeCache({ link, readAtMs }));
  }
  return link;
}

/** An owner who can't be reached cannot have been told of an edit either: what was known goes on. */
async function askOwner(
  domain: string,
  slug: Slug,
  entry: Known | undefined,
  { env }: ResolveContext,
): Promise<Link | undefined> {
  const name = shardName(placeOfSlug(domain, slug), readShardDigits(env).own);
  try {
    return await env.LINK_SHARD.getByName(name).find(domain, slug);
  } catch (cause) {
    if (entry?.link !== undefined) return entry.link;
    throw cause;
  }
}

/** Until the gateway has its text, and is known to, a link would be remembered without what tells programs from people. */
function isRememberable(link: Link, nowMs: number): boolean {
  return (
    link.messageId === undefined || link.acceptedMachineMs !== undefined || nowMs - link.mintedMachineMs >= MAX_AGE_MS
  );
}

/** Unless somebody wrote meanwhile. */
function remember(domain: string, slug: string, found: Known, before: Known | undefined): void {
  const key = keyOf(domain, slug);
  if (known.get(key) === before) keep(key, found);
}

function keep(key: string, entry: Known): void {
  known.delete(key);
  if (known.size >= MAX_LINKS) {
    const [oldest] = known.keys();
    if (oldest !== undefined) known.delete(oldest);
  }
  known.set(key, entry);
}

function keyOf(domain: string, slug: string): string {
  return `${domain}/${slug}`;
}

/** A name is shared by many people; a drawn slug is as a rule one person's, whom a cache would only make wait. */
function isCached(domain: string, slug: string): boolean {
  return placeOfSlug(domain, slug).kind === "named";
}

async function readCache(domain: string, slug: string, entry: Known | undefined): Promise<Known | undefined> {
  const hit = await caches.default.match(cacheKey(domain, slug)).catch(() => undefined); // a cache that fails is an empty one
  if (hit === undefined) return undefined;
  const cached: Known = await hit.json(); // written by writeCache alone, under an address that no request can have
  const editedAtMs = entry?.link === undefined ? (entry?.readAtMs ?? 0) : 0;
  return cached.readAtMs <= Math.max(editedAtMs, emptiedAtMs) || clock.machineNowMs() - cached.readAtMs >= MAX_AGE_MS
    ? undefined
    : cached;
}

async function writeCache({ link, readAtMs }: { readonly link: Link; readonly readAtMs: number }): Promise<void> {
  const headers = { "Cache-Control": `max-age=${MAX_AGE_MS / 1000}` };
  const response = new Response(JSON.stringify({ link, readAtMs }), { headers });
  await caches.default.put(cacheKey(link.domain, link.slug), response).catch(() => undefined);
}

/** RFC 2606: `.invalid` is nobody's, so that nothing but this file reads or fills it. */
function cacheKey(domain: string, slug: string): string {
  return `https://links.invalid/${encodeURIComponent(domain)}/${slug}`;
}
