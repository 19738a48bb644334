import type { ClicksQuery, ClicksView, ClickView } from "../../shared/contract/links.ts";
import { readTally } from "../domain/click-tally.ts";
import { awaitClicks } from "../links/click-logs.ts";
import { ProblemError } from "../problem.ts";
import {
  type ClickPosition,
  listClicksOfLink,
  readTotalsOfLink,
  type StoredClick,
} from "../tables/click-statistics.ts";
import type { StatisticsContext } from "./click-statistics.ts";
import { getLink } from "./links.ts";

/** `GET /v1/links/{slug}/clicks`: the hits that are still kept, in order of time, and what is counted for ever. */
export async function listLinkClicks(
  slug: string,
  query: ClicksQuery,
  context: StatisticsContext,
): Promise<ClicksView> {
  const { DB } = context.env;
  const link = await getLink(slug, context);
  const after = query.cursor === undefined ? undefined : parseCursor(query.cursor);
  await awaitClicks(context.env);
  const [totals, clicks] = await Promise.all([
    readTotalsOfLink(DB, link),
    listClicksOfLink(DB, link, { after, limit: query.limit + 1 }), // one more than asked for tells whether there is a next page
  ]);
  const shown = clicks.slice(0, query.limit);
  const last = shown.at(-1);
  const hasMore = clicks.length > query.limit && last !== undefined;
  const { counts, ...counted } = totals;
  return {
    ...counted,
    reasons: [...readTally(Object.entries(counts)).reasons],
    items: shown.map(viewClick),
    ...(hasMore ? { next: cursorOf(last) } : {}),
  };
}

function viewClick({ atMs, isUnique, ...click }: StoredClick): ClickView {
  return { ...click, at: new Date(atMs).toISOString(), unique: isUnique };
}

function cursorOf(click: StoredClick): string {
  return `${click.atMs}.${click.id}`;
}

function parseCursor(text: string): ClickPosition {
  const match = /^(\d{1,15})\.([\w-]{1,40})$/.exec(text);
  if (match === null) {
    throw new ProblemError({
      type: "/problems/invalid-query",
      title: "The query can't be read",
      status: 422,
      errors: [{ path: "cursor", message: "is not the `next` of a page" }],
    });
  }
  return { atMs: Number(match[1]), id: match[2] ?? "" };
}
