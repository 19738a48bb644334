import { clock } from "../clock.ts";
import { keepNewest } from "../domain/keep-newest.ts";
import type { Link } from "../domain/link.ts";
import { placeOfSlug } from "../domain/link-place.ts";
import type { Slug } from "../domain/slug.ts";
import { askOwner, type LookupContext } from "./link-lookups.ts";

/** An edit made elsewhere is seen after this long, whichever way the link was remembered (machine time). */
const MAX_AGE_MS = 60_000;
/** A link that is followed so late is asked for anew beside the redirect, so that the next ones need not wait either. */
const REFRESH_AGE_MS = 45_000;
/** Some 25 MB of an isolate's 128. */
const MAX_LINKS = 20_000;

interface Known {
  /** Undefined = edited in this isolate at that instant: what was read before is worth nothing. */
  readonly link: Link | undefined;
  readonly readAtMs: number;
  isRefreshing?: boolean;
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
  context: LookupContext,
): Link | undefined | Promise<Link | undefined> {
  const entry = known.get(keyOf(domain, slug));
  if (entry?.link === undefined) return askFurther(domain, slug, entry, context);
  const ageMs = clock.machineNowMs() - entry.readAtMs;
  if (ageMs >= MAX_AGE_MS) return askFurther(domain, slug, entry, context);
  if (ageMs >= REFRESH_AGE_MS && entry.isRefreshing !== true) {
    entry.isRefreshing = true;
    context.waitUntil(refresh(domain, slug, entry, context));
  }
  return entry.link;
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

async function refresh(domain: string, slug: Slug, entry: Known, context: LookupContext): Promise<void> {
  try {
    await askOwnerAndRemember(domain, slug, entry, context);
  } catch {
    entry.isRefreshing = false; // whoever finds it too old says why
  }
}

async function askFurther(
  domain: string,
  slug: Slug,
  entry: Known | undefined,
  context: LookupContext,
): Promise<Link | undefined> {
  const cached = isCached(domain, slug) ? await readCache(domain, slug, entry) : undefined;
  if (cached !== undefined) {
    remember(domain, slug, cached, entry);
    return cached.link;
  }
  return askOwnerAndRemember(domain, slug, entry, context);
}

async function askOwnerAndRemember(
  domain: string,
  slug: Slug,
  entry: Known | undefined,
  context: LookupContext,
): Promise<Link | undefined> {
  const readAtMs = clock.machineNowMs();
  const link = await askOwner(domain, slug, context).catch((cause: unknown) => {
    // An owner who can't be reached cannot have been told of an edit either: what was known goes on.
    if (entry?.link !== undefined) return entry.link;
    throw cause;
  });
  if (link === undefined) return undefined;
  if (isRememberable(link, readAtMs)) {
    remember(domain, slug, { link, readAtMs }, entry);
    if (isCached(domain, slug)) context.waitUntil(writeCache({ link, readAtMs }));
  }
  return link;
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
  keepNewest(known, key, entry, MAX_LINKS);
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
