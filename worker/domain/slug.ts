import * as z from "zod";
import { reservedSlugs } from "./data/reserved-slugs.ts";

/** Lower-case letters and digits without the look-alikes 0 o, 1 i l. Eight of them: 8.5 × 10^11 slugs. */
export const slugAlphabet = "23456789abcdefghjkmnpqrstuvwxyz";
export const randomSlugLength = 8;
const longestSlugLength = 64;

/** Letters, digits and single inner hyphens, already folded. */
export const Slug = z
  .string()
  .max(longestSlugLength)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
  .brand<"Slug">();
export type Slug = z.infer<typeof Slug>;

export type NamedSlugCheck =
  | { readonly kind: "ok"; readonly slug: Slug }
  | { readonly kind: "refused"; readonly why: "form" | "too-long" | "reserved" };

/** Decide whether a merchant may name a short link so. */
export function checkNamedSlug(text: string): NamedSlugCheck {
  const folded = foldCase(text);
  if (folded.length > longestSlugLength) return { kind: "refused", why: "too-long" };
  if (reservedSlugs.has(folded)) return { kind: "refused", why: "reserved" };
  const slug = Slug.safeParse(folded);
  return slug.success ? { kind: "ok", slug: slug.data } : { kind: "refused", why: "form" };
}

let last: { readonly pathname: string; readonly slug: Slug | undefined } | undefined;

/** The slug that a request's path names; undefined = no short link can stand there (a 404). */
export function findSlugInPath(pathname: string): Slug | undefined {
  // A redirect asks twice: whether it is one, and for which link.
  if (last?.pathname !== pathname) last = { pathname, slug: readSlug(pathname) };
  return last.slug;
}

function readSlug(pathname: string): Slug | undefined {
  // A slug's characters take three each when percent-encoded; anything longer is not worth decoding.
  if (pathname.length > 1 + 3 * longestSlugLength + 1) return undefined;
  const segment = decodePath(pathname.replace(/^\//, "").replace(/\/$/, ""));
  if (segment === undefined) return undefined;
  const check = checkNamedSlug(segment);
  return check.kind === "ok" ? check.slug : undefined;
}

/** A random slug that is no reserved word. `drawSlug` gives `randomSlugLength` characters of `slugAlphabet`. */
export function newSlug(drawSlug: () => string): Slug {
  for (;;) {
    const slug = Slug.parse(drawSlug());
    if (!reservedSlugs.has(slug)) return slug;
  }
}

// ASCII only: toLowerCase() would turn the Kelvin sign (U+212A) into a k.
function foldCase(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function decodePath(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined; // malformed percent-encoding: an expected outcome of decodeURIComponent
  }
}
