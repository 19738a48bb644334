import * as z from "zod";
import type {
  MigrateInput,
  MigrateView,
  RollbackInput,
  RollbackView,
  VersionRunsView,
  WordingInput,
  WordingView,
} from "../../shared/contract/flow-versions.ts";
import { clock } from "../clock.ts";
import { hashApiKey } from "../crypto/api-key.ts";
import { canonicalJson } from "../domain/canonical-json.ts";
import { correctWording } from "../domain/correct-wording.ts";
import { hasEndlessWait, hasWait } from "../domain/flow-waits.ts";
import type { MoveChange } from "../domain/run-position.ts";
import { forgetMerchant } from "../merchants/merchant-rules.ts";
import type { MovedRun, RunView } from "../objects/move-runs.ts";
import { ProblemError } from "../problem.ts";
import { findLabelOfKey } from "../tables/api-keys.ts";
import { type FlowVersion, findFlowVersion, listFlowVersions, updateLiveVersion } from "../tables/flow-versions.ts";
import { insertWording, listWordings } from "../tables/flow-wordings.ts";
import type { OwnerScope } from "../tables/owners.ts";
import { visitOwners } from "../visit-owners.ts";
import { readBearer } from "./authenticate.ts";
import { unknownFlow } from "./flows.ts";
import { jsonResponse } from "./json-response.ts";
import { invalidRequest } from "./read-body.ts";
import { type ApiContext, getParam, type RouteRequest, readQuery } from "./route.ts";

/** One call looks at people for so long (machine time); what is left is for the next. */
const MOST_MS = 20_000;
const MOST_EXAMPLES = 10;

/** R9: runs that wait in one version go on in another, or, as a dry run, what that would change for whom. */
export async function migrateRuns(request: RouteRequest, context: ApiContext, input: MigrateInput): Promise<Response> {
  const { env, merchant } = context;
  const key = getParam(request, "key");
  const { from, to, dryRun = false, after = "" } = input;
  if (from === to) throw invalidRequest([{ path: "to", message: "is the version that the runs are in" }]);
  const [old] = await Promise.all([getVersion(context, key, from, "from"), getVersion(context, key, to, "to")]);
  const visited = await visitOwners(
    env,
    { merchantId: merchant.id, scope: scopeOfWaiting(old), after },
    (owner) => env.CUSTOMER.getByName(owner).moveRuns({ flow: key, from, to, dryRun }),
    { mostMs: MOST_MS },
  );
  const runs = visited.results.flat();
  const pick = (change: MoveChange): readonly MovedRun[] => runs.filter(({ changes }) => changes.includes(change));
  const groups = {
    same: pick("same"),
    otherText: pick("other_text"),
    otherInstant: pick("other_instant"),
    ends: pick("ends"),
    notPlaced: pick("not_placed"),
  };
  const view: z.output<typeof MigrateView> = {
    key,
    from,
    to,
    dryRun,
    runs: runs.length,
    moved: dryRun ? 0 : runs.length - groups.notPlaced.length,
    changes: mapValues(groups, (group) => group.length),
    examples: mapValues(groups, (group) => group.slice(0, MOST_EXAMPLES).map(viewExample)),
    done: visited.next === undefined,
    ...(visited.next !== undefined && { next: visited.next }),
  };
  return jsonResponse(view);
}

function viewExample({ changes: _, ...example }: MovedRun): z.output<typeof MigrateView>["examples"]["same"][number] {
  return example;
}

function mapValues<Key extends string, In, Out>(values: Record<Key, In>, map: (value: In) => Out): Record<Key, Out> {
  const entries = Object.entries<In>(values).map(([key, value]) => [key, map(value)]);
  return Object.fromEntries(entries) as Record<Key, Out>; // the same keys
}

/** New runs enter an earlier version again; versions never change, and runs stay where they are. */
export async function rollBack(request: RouteRequest, context: ApiContext, input: RollbackInput): Promise<Response> {
  const { env, merchant } = context;
  const key = getParam(request, "key");
  const { to, dryRun = false } = input;
  await getVersion(context, key, to, "to");
  const live = merchant.flows[key];
  if (live === undefined) throw unknownFlow();
  if (!dryRun && !(await updateLiveVersion(env.DB, { merchantId: merchant.id, key, version: to }))) throw unknownFlow();
  forgetMerchant(merchant.id);
  const { staying, isComplete } = await countStaying(context, key, to);
  const view: z.output<typeof RollbackView> = { key, version: to, from: live.version, dryRun, staying, isComplete };
  return jsonResponse(view);
}

async function countStaying(
  context: ApiContext,
  key: string,
  to: number,
): Promise<Pick<z.output<typeof RollbackView>, "staying" | "isComplete">> {
  const { env, merchant } = context;
  const versions = await listFlowVersions(env.DB, { merchantId: merchant.id, key, before: undefined, limit: 1000 });
  const others = versions.map(({ version }) => version).filter((version) => version > to);
  const staying: { version: number; runs: number }[] = [];
  let leftMs = MOST_MS;
  let isComplete = true;
  for (const version of others) {
    const startedAtMs = clock.machineNowMs();
    const scope = scopeOfWaiting(await getVersion(context, key, version, "to"));
    const from = { merchantId: merchant.id, scope, after: "" };
    const visited = await visitOwners(env, from, (owner) => env.CUSTOMER.getByName(owner).runsOf(key), {
      mostMs: leftMs,
    });
    const runs = visited.results.flat().filter((run) => run.version === version && isGoingOn(run)).length;
    if (runs > 0) staying.push({ version, runs });
    isComplete &&= visited.next === undefined;
    leftMs -= clock.machineNowMs() - startedAtMs;
  }
  return { staying, isComplete };
}

function isGoingOn({ state }: RunView): boolean {
  return state !== "ended" && state !== "refused";
}

/** Whoever waits for a text has a row of it in D1; who waits for an event may have none, and without a timeout nothing to come. */
function scopeOfWaiting({ flow, version }: FlowVersion): OwnerScope {
  if (hasEndlessWait(flow)) return { kind: "everybody" };
  return { kind: hasWait(flow) ? "to_come" : "texts_to_come", flow: flow.key, version };
}

export const VersionRunsQuery = z.strictObject({ cursor: z.string().max(200).optional() });
/** About so many runs a page: a page ends with a person. */
const PAGE = 50;

/** Who got which version, and how far they are. */
export async function listVersionRuns(request: RouteRequest, context: ApiContext): Promise<Response> {
  const { env, merchant } = context;
  const key = getParam(request, "key");
  const { cursor } = readQuery(request, VersionRunsQuery);
  const { flow, version } = await readVersion(request, context);
  const scope: OwnerScope = hasWait(flow) ? { kind: "everybody" } : { kind: "texts", flow: key, version };
  const isOfVersion = (run: RunView): boolean => run.version === version || run.sent[version] !== undefined;
  const visited = await visitOwners(
    env,
    { merchantId: merchant.id, scope, after: cursor ?? "" },
    (owner) => env.CUSTOMER.getByName(owner).runsOf(key),
    { mostMs: MOST_MS, isEnough: (runs) => runs.flat().filter(isOfVersion).length >= PAGE },
  );
  const items = visited.results
    .flat()
    .filter(isOfVersion)
    .map((run) => ({ ...run, sent: run.sent[version] ?? 0 }));
  const view: z.output<typeof VersionRunsView> = { items, ...(visited.next !== undefined && { next: visited.next }) };
  return jsonResponse(view);
}

/** The words of texts that wait, without moving them: applied when each is looked at next, never to what went. */
export async function correctTexts(request: RouteRequest, context: ApiContext, input: WordingInput): Promise<Response> {
  const { env, merchant, nowMs } = context;
  const key = getParam(request, "key");
  const { flow, version } = await readVersion(request, context);
  const shop = { policy: merchant.policy, shopName: merchant.name };
  const correction = correctWording(flow, input.steps, shop);
  if (correction.kind === "refused") throw invalidRequest(correction.problems);
  const address = { merchantId: merchant.id, key, version };
  const [last] = await listWordings(env.DB, address);
  const bearer = readBearer(request);
  const label = bearer === undefined ? undefined : await findLabelOfKey(env.DB, await hashApiKey(bearer));
  const revision = await insertWording(env.DB, {
    ...address,
    steps: canonicalJson(input.steps),
    body: canonicalJson(correction.flow),
    before: last?.revision ?? 0,
    madeBy: label ?? "",
    createdAtMs: nowMs,
  });
  if (revision === undefined) {
    throw new ProblemError({
      type: "/problems/changed-meanwhile",
      title: "Somebody else corrected this version at the same moment: look at it and try again",
      status: 409,
    });
  }
  forgetMerchant(merchant.id);
  const view: z.output<typeof WordingView> = { key, version, revision, warnings: [...correction.warnings] };
  return jsonResponse(view);
}

async function readVersion(request: RouteRequest, { env, merchant }: ApiContext): Promise<FlowVersion> {
  const version = Number(getParam(request, "version"));
  const row = Number.isSafeInteger(version)
    ? await findFlowVersion(env.DB, { merchantId: merchant.id, key: getParam(request, "key"), version })
    : undefined;
  if (row === undefined) throw unknownFlow();
  return row;
}

/** As the body named it. An unknown flow is a 404 before that. */
async function getVersion(
  { env, merchant }: ApiContext,
  key: string,
  version: number,
  path: "from" | "to",
): Promise<FlowVersion> {
  if (!Object.hasOwn(merchant.flows, key)) throw unknownFlow();
  const row = await findFlowVersion(env.DB, { merchantId: merchant.id, key, version });
  if (row === undefined) throw invalidRequest([{ path, message: `is no version of this flow` }]);
  return row;
}
