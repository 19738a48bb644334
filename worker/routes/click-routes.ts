import {
  ClickStatsQuery,
  ClickStatsView,
  LinkStatsQuery,
  LinkStatsView,
} from "../../shared/contract/click-statistics.ts";
import { readClickStats, readLinkStats } from "./click-statistics.ts";
import { jsonResponse } from "./json-response.ts";
import { type ApiRoute, getParam, readQuery, withMerchantId } from "./route.ts";

/** What came of short links. */
export const clickRoutes: readonly ApiRoute[] = [
  {
    method: "GET",
    path: "/v1/links/:slug/stats",
    summary: "A short link's clicks by day or hour, where people's came from, and why the others are not people's",
    query: LinkStatsQuery,
    answers: { 200: LinkStatsView },
    handle: async (request, context) =>
      jsonResponse(
        await readLinkStats(getParam(request, "slug"), readQuery(request, LinkStatsQuery), withMerchantId(context)),
      ),
  },
  {
    method: "GET",
    path: "/v1/clicks",
    summary: "The clicks of all links, by flow and step of the texts that carried them",
    query: ClickStatsQuery,
    answers: { 200: ClickStatsView },
    handle: async (request, context) =>
      jsonResponse(await readClickStats(readQuery(request, ClickStatsQuery), withMerchantId(context))),
  },
];
