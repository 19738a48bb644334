import { randomSlugLength, slugAlphabet } from "./slug.ts";

/** Which LinkShard owns a link: its name begins with the kind, and with as many of the digits as the installation says. */
export interface LinkPlace {
  readonly kind: "random" | "named";
  readonly digits: string;
}

/** What an installation may name at most: 961 shards of each kind. */
export const mostShardDigits = 2;

const randomForm = new RegExp(`^[${slugAlphabet}]{${randomSlugLength}}$`);

/**
 * By the slug alone, so that whoever follows a link knows its owner: a slug that could have been drawn lives with the drawn
 * ones of its first characters, also where somebody chose it; the others by a hash, since people's names begin alike.
 */
export function placeOfSlug(domain: string, slug: string): LinkPlace {
  if (randomForm.test(slug)) return { kind: "random", digits: slug.slice(0, mostShardDigits) };
  return { kind: "named", digits: digitsOf(`${domain}/${slug}`) };
}

/** Where new slugs are drawn for `origin`: the same shard whenever the same message asks again. */
export function placeOfOrigin(origin: string): LinkPlace {
  return { kind: "random", digits: digitsOf(origin) };
}

export function shardName({ kind, digits }: LinkPlace, digitCount: number): string {
  return `${kind}:${digits.slice(0, digitCount)}`;
}

/** All shards of an installation. */
export function listShardNames(digitCount: number): readonly string[] {
  let prefixes: readonly string[] = [""];
  for (let i = 0; i < digitCount; i += 1) {
    prefixes = prefixes.flatMap((prefix) => [...slugAlphabet].map((digit) => prefix + digit));
  }
  return (["random", "named"] as const).flatMap((kind) => prefixes.map((prefix) => `${kind}:${prefix}`));
}

/** FNV-1a with MurmurHash3's last mix (both in the public domain): a spread, no secret. It must never change. */
function digitsOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  let left = (hash ^ (hash >>> 16)) >>> 0;
  let digits = "";
  for (let i = 0; i < mostShardDigits; i += 1) {
    digits += slugAlphabet[left % slugAlphabet.length];
    left = Math.floor(left / slugAlphabet.length);
  }
  return digits;
}
