import type {
  CreatedLink,
  LinkHistoryView,
  LinkInput,
  LinkPatch,
  LinksQuery,
  LinksView,
  LinkView,
} from "../../shared/contract/links.ts";
import { clock } from "../clock.ts";
import type { Link } from "../domain/link.ts";
import type { LinkEdit } from "../domain/link-edit.ts";
import { findSlugInPath } from "../domain/slug.ts";
import { nameBatch } from "../links/batch-id.ts";
import {
  type CheckContext,
  instantMs,
  type LinkError,
  linkChecker,
  ownLinkDomain,
  readTarget,
} from "../links/check-link.ts";
import { findTargetRules } from "../links/link-facts.ts";
import { linkStore } from "../links/link-store.ts";
import { viewCreated, viewHistory, viewLink } from "../links/view-link.ts";
import { ProblemError } from "../problem.ts";
import { findDomainsOfSlug, type LinkPosition, listLinks } from "../tables/links.ts";

export interface LinksContext extends CheckContext {
  readonly env: Pick<Env, "DB" | "BASE_URL" | "LINK_SHARD" | "LINK_SHARD_DIGITS">;
  readonly idempotencyKey?: string | undefined;
}

/** `POST /v1/links` */
export async function createLink(input: LinkInput, context: LinksContext): Promise<CreatedLink> {
  const { env, idempotencyKey } = context;
  const check = (await linkChecker([input], context))(input);
  if (check.kind === "refused") throw invalidLink(check.errors);
  const machineNowMs = clock.machineNowMs();
  const batchId = await nameBatch(idempotencyKey, JSON.stringify(input));
  const link = { ...check.link, batch: { id: batchId, index: 0 } };
  const links = linkStore(env);
  const [made] =
    check.slug === undefined
      ? await links.mint([link], machineNowMs, { isShownAtOnce: true })
      : [await links.mintNamed(link, check.slug, machineNowMs)];
  if (made === undefined) throw slugTaken();
  return viewCreated(made, env.BASE_URL);
}

/** `GET /v1/links/{slug}` */
export async function readLink(slug: string, context: LinksContext): Promise<LinkView> {
  const link = await getLink(slug, context);
  if (link.state === "deleted") throw unknownLink();
  return viewLink(link, context.env.BASE_URL);
}

/** `GET /v1/links`, the newest first. */
export async function listMerchantLinks(query: LinksQuery, { env, merchantId }: LinksContext): Promise<LinksView> {
  const { tag, customer, query: text, kind, limit } = query;
  const before = query.cursor === undefined ? undefined : parseCursor(query.cursor);
  // One more than asked for tells whether there is a next page.
  const found = await listLinks(env.DB, { merchantId, tag, customer, text, kind, before, limit: limit + 1 });
  const shown = found.slice(0, limit);
  const last = found.length > limit ? shown.at(-1) : undefined;
  const items = shown.map((link) => viewLink(link, env.BASE_URL));
  return last === undefined ? { items } : { items, next: cursorOf(last) };
}

/** `PATCH /v1/links/{slug}` */
export async function editLink(slug: string, patch: LinkPatch, context: LinksContext): Promise<LinkView> {
  const { env, nowMs } = context;
  const link = await getLink(slug, context);
  const edit = await readEdit(patch, context);
  const outcome = await linkStore(env).edit(link, edit, nowMs);
  if (outcome === "none" || (outcome.kind === "refused" && outcome.why === "deleted")) throw unknownLink();
  if (outcome.kind === "refused") throw invalidLink([{ path: "expiresAt", message: "must lie after startsAt" }]);
  return viewLink(outcome.link, env.BASE_URL);
}

/** `DELETE /v1/links/{slug}`: its clicks and its history stay, and nobody gets its slug again. */
export async function deleteLink(slug: string, context: LinksContext): Promise<CreatedLink> {
  const link = await getLink(slug, context);
  const outcome = await linkStore(context.env).edit(link, { state: "deleted" }, context.nowMs);
  if (outcome === "none" || outcome.kind === "refused") throw unknownLink();
  return viewCreated(link, context.env.BASE_URL);
}

/** `GET /v1/links/{slug}/history` */
export async function readHistory(slug: string, context: LinksContext): Promise<LinkHistoryView> {
  return viewHistory(await linkStore(context.env).history(await getLink(slug, context)));
}

/**
 * A merchant's own link, on its domain of today or on one that it had. Another merchant's is as unknown as none. Its owner is
 * asked first, so that a link is found at once and with D1 down.
 */
export async function getLink(slugText: string, { env, merchantId, merchant }: LinksContext): Promise<Link> {
  const slug = findSlugInPath(`/${slugText}`);
  if (slug === undefined) throw unknownLink();
  const store = linkStore(env);
  const domain = ownLinkDomain(merchant, env.BASE_URL);
  const link = await store.find(domain, slug);
  if (link?.merchantId === merchantId) return link;
  for (const other of await findDomainsOfSlug(env.DB, merchantId, slug)) {
    const former = await store.find(other, slug);
    if (former?.merchantId === merchantId) return former;
  }
  throw unknownLink();
}

async function readEdit(patch: LinkPatch, { env, merchantId, nowMs }: LinksContext): Promise<LinkEdit> {
  const errors: LinkError[] = [];
  const rules = await findTargetRules(env, merchantId);
  const target = (path: "fallbackUrl" | "ios" | "android") => {
    const text = patch[path];
    return typeof text === "string" ? readTarget(path, text, rules, errors) : undefined;
  };
  const targetUrl = patch.url === undefined ? undefined : readTarget("url", patch.url, rules, errors);
  const expiresAtMs = instantMs(patch.expiresAt ?? undefined);
  if (expiresAtMs !== undefined && expiresAtMs <= nowMs) {
    errors.push({ path: "expiresAt", message: "must lie ahead; enabled: false ends the link now" });
  }
  const edit: LinkEdit = {
    ...(targetUrl === undefined ? {} : { targetUrl }),
    ...(patch.fallbackUrl === undefined ? {} : { fallbackUrl: target("fallbackUrl") }),
    ...(patch.ios === undefined ? {} : { iosUrl: target("ios") }),
    ...(patch.android === undefined ? {} : { androidUrl: target("android") }),
    ...(patch.utm === undefined ? {} : { utm: patch.utm ?? {} }),
    ...(patch.startsAt === undefined ? {} : { startsAtMs: instantMs(patch.startsAt ?? undefined) }),
    ...(patch.expiresAt === undefined ? {} : { expiresAtMs }),
    ...(patch.maxClicks === undefined ? {} : { maxClicks: patch.maxClicks ?? undefined }),
    ...(patch.tags === undefined ? {} : { tags: patch.tags }),
    ...(patch.attributes === undefined ? {} : { attributes: patch.attributes }),
    ...(patch.enabled === undefined ? {} : { state: patch.enabled ? "live" : "disabled" }),
  };
  if (errors.length > 0) throw invalidLink(errors);
  return edit;
}

export function invalidLink(errors: readonly LinkError[]): ProblemError {
  return new ProblemError({ type: "/problems/invalid-link", title: "This link can't be made", status: 422, errors });
}

export function slugTaken(errors?: readonly LinkError[]): ProblemError {
  const problem = { type: "/problems/slug-taken", title: "This slug is taken", status: 409 };
  return new ProblemError(errors === undefined ? problem : { ...problem, errors });
}

function unknownLink(): ProblemError {
  return new ProblemError({ type: "/problems/unknown-link", title: "No such link", status: 404 });
}

function cursorOf({ createdAtMs, domain, slug }: Link): string {
  return `${createdAtMs}.${slug}.${domain}`;
}

function parseCursor(text: string): LinkPosition {
  const match = /^(\d{1,15})\.([a-z0-9-]{1,64})\.([^/]{0,300})$/.exec(text);
  if (match === null) {
    throw new ProblemError({
      type: "/problems/invalid-query",
      title: "The query can't be read",
      status: 422,
      errors: [{ path: "cursor", message: "is not the `next` of a page" }],
    });
  }
  return { createdAtMs: Number(match[1]), slug: match[2] ?? "", domain: match[3] ?? "" };
}
