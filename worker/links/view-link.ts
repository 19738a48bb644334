import type { CreatedLink, LinkHistoryView, LinkView } from "../../shared/contract/links.ts";
import { toIso } from "../domain/iso.ts";
import type { Link } from "../domain/link.ts";
import type { LinkChange } from "../domain/link-edit.ts";
import { shortUrl, shownDomain } from "./short-url.ts";

export function viewCreated(link: Pick<Link, "domain" | "slug">, baseUrl: string): CreatedLink {
  return { slug: link.slug, domain: shownDomain(link.domain, baseUrl), shortUrl: shortUrl(link, baseUrl) };
}

export function viewLink(link: Link, baseUrl: string): LinkView {
  return {
    ...viewCreated(link, baseUrl),
    url: link.targetUrl,
    customer: link.customerId,
    utm: link.utm,
    startsAt: isoOf(link.startsAtMs),
    expiresAt: isoOf(link.expiresAtMs),
    maxClicks: link.maxClicks,
    usedClicks: link.maxClicks === undefined ? undefined : link.usedClicks,
    fallbackUrl: link.fallbackUrl,
    ios: link.iosUrl,
    android: link.androidUrl,
    tags: [...link.tags],
    attributes: link.attributes,
    state: link.state,
    message: link.messageId,
    createdAt: toIso(link.createdAtMs),
  };
}

/** In the API's words, instants as text. */
export function viewHistory(changes: readonly LinkChange[]): LinkHistoryView {
  return {
    items: changes.map(({ atMs, fields }) => ({
      at: toIso(atMs),
      changes: fields.map(({ field, before, after }) => ({
        field: fieldNames[field],
        before: viewValue(field, before),
        after: viewValue(field, after),
      })),
    })),
  };
}

type ChangedField = LinkChange["fields"][number];

const fieldNames: Record<ChangedField["field"], string> = {
  targetUrl: "url",
  iosUrl: "ios",
  androidUrl: "android",
  fallbackUrl: "fallbackUrl",
  utm: "utm",
  startsAtMs: "startsAt",
  expiresAtMs: "expiresAt",
  maxClicks: "maxClicks",
  tags: "tags",
  attributes: "attributes",
  state: "state",
};

function viewValue(field: ChangedField["field"], value: ChangedField["before"]): unknown {
  return typeof value === "number" && field !== "maxClicks" ? toIso(value) : value;
}

function isoOf(atMs: number | undefined): string | undefined {
  return atMs === undefined ? undefined : toIso(atMs);
}
