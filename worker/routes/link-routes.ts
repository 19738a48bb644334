import * as z from "zod";
import {
  BlockedHostsInput,
  BlockedHostsView,
  BulkLinksInput,
  ClicksQuery,
  ClicksView,
  CreatedLink,
  DomainsView,
  DomainView,
  ImportView,
  LinkHistoryView,
  LinkInput,
  LinkPatch,
  LinkSwitchView,
  LinksQuery,
  LinksView,
  LinkView,
  MadeLinks,
  QrQuery,
} from "../../shared/contract/links.ts";
import { createLinks } from "./bulk-links.ts";
import * as domains from "./domains.ts";
import { jsonResponse } from "./json-response.ts";
import { listLinkClicks } from "./link-clicks.ts";
import { exportLinks } from "./link-export.ts";
import { exportResults, getImport, maxTableBytes, startImport } from "./link-imports.ts";
import { drawLink } from "./link-qr.ts";
import * as linkSwitch from "./link-switch.ts";
import { createLink, deleteLink, editLink, listMerchantLinks, readHistory, readLink } from "./links.ts";
import {
  type ApiContext,
  type ApiRoute,
  getParam,
  type RouteRequest,
  readQuery,
  withBody,
  withMerchantId,
} from "./route.ts";
import { watchLinks } from "./watch-links.ts";

const slugOf = (request: RouteRequest): string => getParam(request, "slug");
const ExportQuery = LinksQuery.omit({ limit: true, cursor: true });

/** Short links, their clicks, and the domains that they stand on. What has a name of its own comes before `:slug`. */
export const linkRoutes: readonly ApiRoute[] = [
  withBody({
    method: "POST",
    path: "/v1/links",
    summary: "Make a short link: to an address, a filled cart, or where a product is rated",
    body: LinkInput,
    answers: { 201: CreatedLink },
    handle: async (_, context: ApiContext, input) => {
      const link = await createLink(input, withMerchantId(context));
      watchLinks([input], context);
      return jsonResponse(link, 201);
    },
  }),
  {
    method: "GET",
    path: "/v1/links",
    summary: "Short links, the newest first",
    query: LinksQuery,
    answers: { 200: LinksView },
    handle: async (request, context) =>
      jsonResponse(await listMerchantLinks(readQuery(request, LinksQuery), withMerchantId(context))),
  },
  withBody({
    method: "POST",
    path: "/v1/links/bulk",
    summary: "Make up to 10,000 short links, all or none",
    body: BulkLinksInput,
    maxBytes: maxTableBytes,
    answers: { 201: MadeLinks },
    handle: async (_, context: ApiContext, input) => {
      const made = await createLinks(input, withMerchantId(context));
      watchLinks(input.links, context);
      return jsonResponse(made, 201);
    },
  }),
  {
    method: "POST",
    path: "/v1/links/import",
    summary: "Make short links of a CSV file, whose first row names the columns; its rows are made one after another",
    body: z.string(),
    bodyType: "text/csv",
    maxBytes: maxTableBytes,
    answers: { 202: ImportView },
    handle: async (request, context) => jsonResponse(await startImport(request, context), 202),
  },
  {
    method: "GET",
    path: "/v1/links/imports/:id",
    summary: "How far an import is, and which rows failed",
    answers: { 200: ImportView },
    handle: async (request, context) => jsonResponse(await getImport(getParam(request, "id"), context)),
  },
  {
    method: "GET",
    path: "/v1/links/imports/:id/results.csv",
    summary: "What became of each row of an import, as CSV; kept for 30 days",
    answers: { 200: undefined },
    handle: (request, context) => exportResults(getParam(request, "id"), context),
  },
  {
    method: "GET",
    path: "/v1/links/export.csv",
    summary: "Short links as CSV, in the columns that an import reads",
    query: ExportQuery,
    answers: { 200: undefined },
    handle: async (request, context) => exportLinks(readQuery(request, ExportQuery), withMerchantId(context)),
  },
  {
    method: "POST",
    path: "/v1/links/stop",
    summary: "The kill switch: none of the merchant's links leads on",
    answers: { 200: LinkSwitchView },
    handle: linkSwitch.stopLinks,
  },
  {
    method: "POST",
    path: "/v1/links/resume",
    summary: "Links lead on again",
    answers: { 200: LinkSwitchView },
    handle: linkSwitch.resumeLinks,
  },
  {
    method: "GET",
    path: "/v1/links/blocked-hosts",
    summary: "Hosts that no link may lead to",
    answers: { 200: BlockedHostsView },
    handle: linkSwitch.showBlockedHosts,
  },
  withBody({
    method: "PUT",
    path: "/v1/links/blocked-hosts",
    summary: "Replace the hosts that no link of the merchant may lead to; what leads there already answers 404",
    body: BlockedHostsInput,
    answers: { 200: BlockedHostsView },
    handle: linkSwitch.putBlockedHosts,
  }),
  {
    method: "GET",
    path: "/v1/links/:slug",
    summary: "A short link",
    answers: { 200: LinkView },
    handle: async (request, context) => jsonResponse(await readLink(slugOf(request), withMerchantId(context))),
  },
  withBody({
    method: "PATCH",
    path: "/v1/links/:slug",
    summary: "Change a short link under its slug: what is given replaces, null removes, the rest stays",
    body: LinkPatch,
    answers: { 200: LinkView },
    handle: async (request, context: ApiContext, patch) => {
      const link = await editLink(slugOf(request), patch, withMerchantId(context));
      watchLinks([patch], context);
      return jsonResponse(link);
    },
  }),
  {
    method: "DELETE",
    path: "/v1/links/:slug",
    summary: "Delete a short link; nobody gets its slug again",
    answers: { 200: CreatedLink },
    handle: async (request, context) => jsonResponse(await deleteLink(slugOf(request), withMerchantId(context))),
  },
  {
    method: "GET",
    path: "/v1/links/:slug/history",
    summary: "What was changed of a short link, the oldest change first",
    answers: { 200: LinkHistoryView },
    handle: async (request, context) => jsonResponse(await readHistory(slugOf(request), withMerchantId(context))),
  },
  {
    method: "GET",
    path: "/v1/links/:slug/qr.svg",
    summary: "A QR code of a short link, as SVG",
    query: QrQuery,
    answers: { 200: undefined },
    handle: (request, context) => drawLink(slugOf(request), readQuery(request, QrQuery), withMerchantId(context)),
  },
  {
    method: "GET",
    path: "/v1/links/:slug/clicks",
    summary: "Every hit of a short link, and how many were people's",
    query: ClicksQuery,
    answers: { 200: ClicksView },
    handle: async (request, context) => {
      const query = readQuery(request, ClicksQuery);
      return jsonResponse(await listLinkClicks(slugOf(request), query, withMerchantId(context)));
    },
  },

  {
    method: "GET",
    path: "/v1/domains",
    summary: "The merchant's short domains",
    answers: { 200: DomainsView },
    handle: domains.listDomains,
  },
  {
    method: "PUT",
    path: "/v1/domains/:host",
    summary: "Bring a short domain, or ask again how far it is; once it serves, new links stand on it",
    answers: { 200: DomainView },
    handle: domains.putDomain,
  },
  {
    method: "DELETE",
    path: "/v1/domains/:host",
    summary: "Give a short domain up: it serves nobody any more",
    answers: { 200: z.object({ host: z.string() }) },
    handle: domains.removeDomain,
  },
];
