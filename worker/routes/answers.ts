import {
  type AnswerStatsQuery,
  type AnswerStatsView,
  type AnswersView,
  NotesQuery,
  type TellsView,
} from "../../shared/contract/answers.ts";
import { reportAnswers } from "../domain/answer-report.ts";
import { listSteps } from "../domain/flow-steps.ts";
import { toIso } from "../domain/iso.ts";
import { rowPath } from "../domain/move-run.ts";
import { findFlow } from "../merchants/merchant-rules.ts";
import {
  countAnswers,
  countAsked,
  countTells,
  listAnswers,
  listTells,
  type NoteFilter,
  type NoteRow,
} from "../tables/notes.ts";
import { readRange } from "./click-statistics.ts";
import { jsonResponse } from "./json-response.ts";
import { invalidRequest } from "./read-body.ts";
import { type ApiContext, type RouteRequest, readQuery } from "./route.ts";

/** `GET /v1/answers`: what customers answered, with order and products. */
export async function showAnswers(request: RouteRequest, { env, merchant }: ApiContext): Promise<Response> {
  const view: AnswersView = await readPage(request, (filter) => listAnswers(env.DB, merchant.id, filter));
  return jsonResponse(view);
}

/** `GET /v1/tells`: what other systems were told, or are about to be. */
export async function showTells(request: RouteRequest, { env, merchant }: ApiContext): Promise<Response> {
  const view: TellsView = await readPage(request, (filter) => listTells(env.DB, merchant.id, filter));
  return jsonResponse(view);
}

async function readPage<View extends { readonly run: string; readonly step: string }>(
  request: RouteRequest,
  list: (filter: NoteFilter) => Promise<NoteRow<View>[]>,
): Promise<{ items: View[]; next?: string }> {
  const { since, cursor, limit, ...filter } = readQuery(request, NotesQuery);
  const sinceMs = since === undefined ? undefined : Date.parse(since);
  const before = cursor === undefined ? undefined : readCursor(cursor);
  // One more than asked for tells whether there is a next page.
  const found = await list({ ...filter, sinceMs, before, limit: limit + 1 });
  const shown = found.slice(0, limit);
  const last = found.length > limit ? shown.at(-1) : undefined;
  const items = shown.map(({ view }) => view);
  return last === undefined ? { items } : { items, next: `${last.atMs}~${last.view.step}~${last.view.run}` };
}

function readCursor(cursor: string): NonNullable<NoteFilter["before"]> {
  const [, atMs, step, run] = /^(\d{1,16})~([^~]*)~(.+)$/.exec(cursor) ?? [];
  if (atMs === undefined || step === undefined || run === undefined) {
    throw invalidRequest([{ path: "cursor", message: "is no page's `next`" }]);
  }
  return { atMs: Number(atMs), step, run };
}

/** `GET /v1/answers/stats`: by question and by step that tells. */
export async function readAnswerStats(query: AnswerStatsQuery, context: ApiContext): Promise<AnswerStatsView> {
  const { env, merchant, nowMs } = context;
  const range = readRange(query, "day", nowMs);
  const span = { ...range, flow: query.flow };
  const counts = await countAnswers(env.DB, merchant.id, span);
  const asked = await countAsked(env.DB, merchant.id, [...counts, ...(await listQuestions(context, query.flow))], span);
  const named = [...counts, ...asked].map(({ flow, step, template }) => ({
    flow,
    step,
    template: template ?? undefined,
  }));
  const steps = new Map(named.map((one) => [JSON.stringify(one), one]));
  return {
    from: toIso(range.fromMs),
    to: toIso(range.toMs),
    steps: [...steps.values()].map(({ flow, step, template }) => {
      const isOwn = (one: {
        readonly flow: string;
        readonly step: string;
        readonly template?: string | null | undefined;
      }) => one.flow === flow && one.step === step && (one.template ?? undefined) === template;
      const own = counts.filter(isOwn);
      const { average, nps, values, ...report } = reportAnswers(own);
      return {
        flow,
        step,
        ...(template !== undefined && { template }),
        asked: asked.find(isOwn)?.asked ?? 0,
        ...report,
        ...(average !== undefined && { average }),
        values: { ...values },
        ...(nps !== undefined && { nps }),
        points: own.reduce((sum, { points }) => sum + points, 0),
      };
    }),
    tells: await countTells(env.DB, merchant.id, span),
  };
}

/** Of the versions that new runs enter; of former ones those that were answered. */
async function listQuestions({ env, merchant }: ApiContext, only: string | undefined) {
  const keys = Object.entries(merchant.flows).filter(([key]) => only === undefined || key === only);
  const flows = await Promise.all(
    keys.map(([key, { version }]) => findFlow(env, merchant.id, key, version, merchant.wordingRevision)),
  );
  return flows.flatMap((flow) =>
    flow === undefined
      ? []
      : listSteps(flow).flatMap(({ value, path }) => ("ask" in value ? [{ flow: flow.key, step: rowPath(path) }] : [])),
  );
}
