import type {
  ClickStatsQuery,
  ClickStatsView,
  LinkStatsQuery,
  LinkStatsView,
} from "../../shared/contract/click-statistics.ts";
import { type ClickReport, type Range, reportClicks, sumOf, wholeDays } from "../domain/click-report.ts";
import { dayMs } from "../domain/click-tally.ts";
import { awaitClicks } from "../links/click-logs.ts";
import { readDaysOfLink, readDaysOfSteps } from "../tables/click-statistics.ts";
import { getLink, type LinksContext } from "./links.ts";
import { invalidRequest } from "./read-body.ts";

export interface StatisticsContext extends LinksContext {
  readonly env: LinksContext["env"] & Pick<Env, "CLICK_LOG" | "CLICK_LOGS">;
}

const usualDays = 30;
const mostDays = { day: 400, hour: 31 } as const;

/** `GET /v1/links/{slug}/stats` */
export async function readLinkStats(
  slug: string,
  { by, ...query }: LinkStatsQuery,
  context: StatisticsContext,
): Promise<LinkStatsView> {
  const link = await getLink(slug, context);
  const range = readRange(query, by, context.nowMs);
  await awaitClicks(context.env);
  const days = await readDaysOfLink(context.env.DB, link, range);
  return { by, ...view(reportClicks(days, range, by), range) };
}

/** `GET /v1/clicks`: of all the merchant's links, by the texts that carried them. */
export async function readClickStats(query: ClickStatsQuery, context: StatisticsContext): Promise<ClickStatsView> {
  const { env, merchantId } = context;
  const range = readRange(query, "day", context.nowMs);
  await awaitClicks(env);
  const days = await readDaysOfSteps(env.DB, { merchantId, flow: query.flow }, range);
  const steps = [...Map.groupBy(days, ({ flow, step }) => `${flow}\n${step}`).values()].flatMap((own) => {
    const [first] = own;
    return first === undefined ? [] : [{ flow: first.flow, step: first.step, ...sumOf(own) }];
  });
  return { ...view(reportClicks(days, range, "day"), range), steps };
}

/** The last 30 days where nothing is said; whole UTC days. */
export function readRange(
  query: { readonly from?: string | undefined; readonly to?: string | undefined },
  by: "day" | "hour",
  nowMs: number,
): Range {
  const toMs = query.to === undefined ? nowMs + 1 : Date.parse(query.to);
  const fromMs = query.from === undefined ? toMs - (usualDays - 1) * dayMs : Date.parse(query.from);
  if (fromMs >= toMs) throw invalidRequest([{ path: "from", message: "must lie before `to`" }]);
  const range = wholeDays(fromMs, toMs);
  if (range.toMs - range.fromMs > mostDays[by] * dayMs) {
    throw invalidRequest([
      { path: "from", message: `by ${by}, at most ${mostDays[by]} days can be asked for at once` },
    ]);
  }
  return range;
}

function view({ series, breakdown, reasons, ...counts }: ClickReport, range: Range) {
  const { country, region, device, os, browser, referrer, language } = breakdown;
  return {
    from: isoInstant(range.fromMs),
    to: isoInstant(range.toMs),
    ...counts,
    series: series.map(({ atMs, ...point }) => ({ at: isoInstant(atMs), ...point })),
    breakdown: {
      country: [...country],
      region: [...region],
      device: [...device],
      os: [...os],
      browser: [...browser],
      referrer: [...referrer],
      language: [...language],
    },
    reasons: [...reasons],
  };
}

function isoInstant(atMs: number): string {
  return new Date(atMs).toISOString();
}
