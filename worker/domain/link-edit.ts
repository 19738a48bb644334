import { canonicalJson } from "./canonical-json.ts";
import type { Link, LinkTerms } from "./link.ts";

/** What is given replaces; a field that is there with undefined goes. */
export type LinkEdit = Partial<LinkTerms>;

/** One entry of a link's history: what a field was before and is after, undefined where there was nothing. */
export interface LinkChange {
  readonly atMs: number;
  readonly fields: readonly {
    readonly field: keyof LinkTerms;
    readonly before?: LinkTerms[keyof LinkTerms];
    readonly after?: LinkTerms[keyof LinkTerms];
  }[];
}

export type LinkEditDecision =
  | { readonly kind: "changed"; readonly link: Link; readonly change: LinkChange }
  | { readonly kind: "unchanged"; readonly link: Link }
  | { readonly kind: "refused"; readonly why: "ends-before-start" | "deleted" };

/** What its owner answers; "none" = that merchant has no such link. */
export type LinkEditOutcome =
  | { readonly kind: "edited"; readonly link: Link }
  | Exclude<LinkEditDecision, { kind: "changed" }>
  | "none";

/** Decide what an edit makes of a link. Its slug, its recipient and its used clicks stay. */
export function decideLinkEdit(link: Link, edit: LinkEdit, nowMs: number): LinkEditDecision {
  if (link.state === "deleted") return { kind: "refused", why: "deleted" };
  const edited: Link = { ...link, ...edit };
  const fields = editable
    .filter((field) => canonicalJson(link[field] ?? null) !== canonicalJson(edited[field] ?? null))
    .map((field) => ({ field, before: link[field], after: edited[field] }));
  if (fields.length === 0) return { kind: "unchanged", link };
  const { startsAtMs, expiresAtMs } = edited;
  const isTimeEdited = fields.some(({ field }) => field === "startsAtMs" || field === "expiresAtMs");
  if (isTimeEdited && startsAtMs !== undefined && expiresAtMs !== undefined && expiresAtMs <= startsAtMs) {
    return { kind: "refused", why: "ends-before-start" };
  }
  return { kind: "changed", link: edited, change: { atMs: nowMs, fields } };
}

const editable = [
  "targetUrl",
  "iosUrl",
  "androidUrl",
  "fallbackUrl",
  "utm",
  "startsAtMs",
  "expiresAtMs",
  "maxClicks",
  "tags",
  "attributes",
  "state",
] as const satisfies readonly (keyof LinkTerms)[];
