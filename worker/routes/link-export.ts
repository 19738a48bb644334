import type { LinksQuery } from "../../shared/contract/links.ts";
import { writeCsvRow } from "../domain/csv.ts";
import { toIso } from "../domain/iso.ts";
import type { Link } from "../domain/link.ts";
import { tagSeparator } from "../domain/link-csv.ts";
import { shortUrl, shownDomain } from "../links/short-url.ts";
import { type LinkPosition, listLinks } from "../tables/links.ts";
import { csvResponse, streamText } from "./csv-response.ts";
import type { LinksContext } from "./links.ts";

const LINKS_PER_PAGE = 1_000;

/** `GET /v1/links/export.csv`: the columns are those that an import reads, and what only we can tell. */
export function exportLinks(
  { tag, customer, query: text, kind }: Pick<LinksQuery, "tag" | "customer" | "query" | "kind">,
  { env, merchantId }: LinksContext,
): Response {
  async function* write(): AsyncGenerator<string> {
    yield writeCsvRow(columns.map(({ name }) => name));
    let before: LinkPosition | undefined;
    do {
      const filter = { merchantId, tag, customer, text, kind, before, limit: LINKS_PER_PAGE };
      const links: readonly Link[] = await listLinks(env.DB, filter);
      if (links.length > 0) yield links.map((link) => writeCsvRow(cellsOf(link, env.BASE_URL))).join("");
      before = links.length === LINKS_PER_PAGE ? links.at(-1) : undefined;
    } while (before !== undefined);
  }
  return csvResponse(streamText(write()), "links.csv");
}

function cellsOf(link: Link, baseUrl: string): readonly string[] {
  return columns.map(({ cell }) => String(cell(link, baseUrl) ?? ""));
}

const columns: readonly {
  readonly name: string;
  readonly cell: (link: Link, baseUrl: string) => string | number | undefined;
}[] = [
  { name: "short_url", cell: (link, baseUrl) => shortUrl(link, baseUrl) },
  { name: "domain", cell: (link, baseUrl) => shownDomain(link.domain, baseUrl) },
  { name: "slug", cell: (link) => link.slug },
  { name: "url", cell: (link) => link.targetUrl },
  { name: "customer", cell: (link) => link.customerId },
  { name: "utm_source", cell: (link) => link.utm.source },
  { name: "utm_medium", cell: (link) => link.utm.medium },
  { name: "utm_campaign", cell: (link) => link.utm.campaign },
  { name: "utm_term", cell: (link) => link.utm.term },
  { name: "utm_content", cell: (link) => link.utm.content },
  { name: "starts_at", cell: (link) => isoOf(link.startsAtMs) },
  { name: "expires_at", cell: (link) => isoOf(link.expiresAtMs) },
  { name: "max_clicks", cell: (link) => link.maxClicks },
  { name: "used_clicks", cell: (link) => (link.maxClicks === undefined ? undefined : link.usedClicks) },
  { name: "fallback_url", cell: (link) => link.fallbackUrl },
  { name: "ios", cell: (link) => link.iosUrl },
  { name: "android", cell: (link) => link.androidUrl },
  { name: "tags", cell: (link) => link.tags.join(tagSeparator) },
  {
    name: "attributes",
    cell: (link) => (Object.keys(link.attributes).length === 0 ? "" : JSON.stringify(link.attributes)),
  },
  { name: "state", cell: (link) => link.state },
  { name: "message", cell: (link) => link.messageId },
  { name: "created_at", cell: (link) => toIso(link.createdAtMs) },
];

function isoOf(atMs: number | undefined): string | undefined {
  return atMs === undefined ? undefined : toIso(atMs);
}
