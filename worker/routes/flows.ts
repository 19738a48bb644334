import * as z from "zod";
import { Flow } from "../../shared/contract/flows.ts";
import { Key } from "../../shared/contract/primitives.ts";
import { canonicalJson } from "../domain/canonical-json.ts";
import { checkFlow } from "../domain/flow-check.ts";
import type { FlowStatus } from "../domain/merchant-rules.ts";
import { findTargetRules } from "../links/link-facts.ts";
import { openCredentials } from "../merchants/credentials.ts";
import { findFlow, findMerchant, forgetMerchant } from "../merchants/merchant-rules.ts";
import { ProblemError } from "../problem.ts";
import {
  countByVersion,
  findFlowVersion,
  listCurrentFlows,
  listFlowVersions,
  publishVersion,
} from "../tables/flow-versions.ts";
import { listWordings } from "../tables/flow-wordings.ts";
import { updateFlowStatus } from "../tables/merchants.ts";
import { releaseHeld } from "../wake.ts";
import { jsonResponse } from "./json-response.ts";
import { invalidRequest } from "./read-body.ts";
import { type ApiContext, getParam, type RouteRequest, readQuery } from "./route.ts";

/** A flow's key stands in the address; a body that names it too must name the same. */
export const FlowInput = Flow.partial({ key: true });

const status = z.enum(["live", "paused", "off"]);

export const FlowView = z.object({ key: z.string(), version: z.int(), status, flow: Flow });
export const FlowsView = z.object({
  items: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      event: z.string(),
      version: z.int(),
      status,
      publishedAt: z.string(),
    }),
  ),
});
export const PublishedFlow = z.object({
  key: z.string(),
  version: z.int(),
  warnings: z.array(z.object({ path: z.string(), message: z.string() })).readonly(),
});
export const FlowVersionsQuery = z.strictObject({ cursor: z.coerce.number().int().positive().optional() });
export const FlowVersionsView = z.object({
  items: z.array(
    z.object({
      version: z.int(),
      publishedAt: z.string(),
      /** New runs enter this one. */
      isLive: z.boolean(),
      people: z.int(),
      runs: z.int(),
      sent: z.int(),
      waiting: z.int(),
    }),
  ),
  next: z.string().optional(),
});
export const FlowVersionView = z.object({
  key: z.string(),
  version: z.int(),
  publishedAt: z.string(),
  /** With its corrected words. */
  flow: Flow,
  wordings: z.array(
    z.object({
      revision: z.int(),
      at: z.string(),
      /** The label of the API key. */
      by: z.string(),
      steps: z.record(z.string(), z.unknown()),
    }),
  ),
});

/** In the order that decides between equals (R12). */
export async function listFlows(_: RouteRequest, { env, merchant }: ApiContext): Promise<Response> {
  const found = await listCurrentFlows(env.DB, merchant.id);
  const placed = found.flatMap(({ createdAtMs, ...named }) => {
    const state = merchant.flows[named.key];
    const publishedAt = new Date(createdAtMs).toISOString();
    return state === undefined
      ? []
      : [{ order: state.order, shown: { ...named, version: state.version, status: state.status, publishedAt } }];
  });
  const view: z.output<typeof FlowsView> = {
    items: placed.sort((a, b) => a.order - b.order).map(({ shown }) => shown),
  };
  return jsonResponse(view);
}

export async function showFlow(request: RouteRequest, context: ApiContext): Promise<Response> {
  return jsonResponse(await viewFlow(context, getParam(request, "key")));
}

/** Publishing by hand turns on a flow that is off; a paused one stays paused, with its new version. */
export async function publishFlow(
  request: RouteRequest,
  { env, merchant, nowMs }: ApiContext,
  input: z.output<typeof FlowInput>,
): Promise<Response> {
  const key = getParam(request, "key");
  if (!Key.safeParse(key).success)
    throw invalidRequest([{ path: "key", message: "is no key: lower-case letters, digits, hyphens" }]);
  if (input.key !== undefined && input.key !== key) {
    throw invalidRequest([{ path: "key", message: `differs from the address, which says ${key}` }]);
  }
  const flow: Flow = { ...input, key };
  const [gateway, webhook, targetRules] = await Promise.all([
    openCredentials(env, merchant.id, "gateway"),
    openCredentials(env, merchant.id, "destination:webhook"),
    findTargetRules(env, merchant.id),
  ]);
  const live = Object.hasOwn(merchant.flows, key) ? merchant.flows[key] : undefined;
  const { problems, warnings } = checkFlow(flow, {
    policy: merchant.policy,
    shopName: merchant.name,
    sender: gateway?.sender,
    hasWebhook: webhook !== undefined,
    offers: Object.keys(merchant.offers),
    segments: Object.keys(merchant.segments),
    targetRules,
    live: live && (await findFlow(env, merchant.id, key, live.version)),
  });
  if (problems.length > 0) throw invalidRequest(problems);
  const address = { merchantId: merchant.id, key };
  const { version, isNew } = await publishVersion(env.DB, {
    ...address,
    body: canonicalJson(flow),
    createdAtMs: nowMs,
  });
  forgetMerchant(merchant.id);
  const view: z.output<typeof PublishedFlow> = { key, version, warnings };
  return jsonResponse(view, isNew ? 201 : 200);
}

export async function listVersions(request: RouteRequest, { env, merchant }: ApiContext): Promise<Response> {
  const key = getParam(request, "key");
  const { cursor } = readQuery(request, FlowVersionsQuery);
  // One more than shown tells whether there is a next page.
  const found = await listFlowVersions(env.DB, { merchantId: merchant.id, key, before: cursor, limit: pageSize + 1 });
  if (found.length === 0 && cursor === undefined) throw unknownFlow();
  const shown = found.slice(0, pageSize);
  const counts = await countByVersion(env.DB, { merchantId: merchant.id, key });
  const last = shown.at(-1);
  const view: z.output<typeof FlowVersionsView> = {
    items: shown.map(({ version, createdAtMs }) => ({
      version,
      publishedAt: new Date(createdAtMs).toISOString(),
      isLive: merchant.flows[key]?.version === version,
      ...(counts.get(version) ?? { people: 0, runs: 0, sent: 0, waiting: 0 }),
    })),
    ...(found.length > pageSize && last !== undefined ? { next: String(last.version) } : {}),
  };
  return jsonResponse(view);
}

export async function showVersion(request: RouteRequest, { env, merchant }: ApiContext): Promise<Response> {
  const key = getParam(request, "key");
  const version = Number(getParam(request, "version"));
  const row = Number.isSafeInteger(version)
    ? await findFlowVersion(env.DB, { merchantId: merchant.id, key, version })
    : undefined;
  if (row === undefined) throw unknownFlow();
  const publishedAt = new Date(row.createdAtMs).toISOString();
  const wordings = (await listWordings(env.DB, { merchantId: merchant.id, key, version })).map((wording) => ({
    revision: wording.revision,
    at: new Date(wording.createdAtMs).toISOString(),
    by: wording.madeBy,
    steps: wording.steps,
  }));
  const view: z.output<typeof FlowVersionView> = { key, version, publishedAt, flow: row.flow, wordings };
  return jsonResponse(view);
}

/** R9: its runs stay where they are. */
export function pauseFlow(request: RouteRequest, context: ApiContext): Promise<Response> {
  return setStatus(request, context, "paused");
}

export function resumeFlow(request: RouteRequest, context: ApiContext): Promise<Response> {
  return setStatus(request, context, "live");
}

const pageSize = 100;

async function setStatus(request: RouteRequest, context: ApiContext, next: FlowStatus): Promise<Response> {
  const { env, merchant, nowMs } = context;
  const key = getParam(request, "key");
  const isKnown =
    Key.safeParse(key).success && (await updateFlowStatus(env.DB, { merchantId: merchant.id, key, status: next }));
  if (!isKnown) throw unknownFlow();
  forgetMerchant(merchant.id);
  if (next === "live") await releaseHeld(env, merchant.id, nowMs);
  return jsonResponse(await viewFlow(context, key));
}

async function viewFlow({ env, merchant }: ApiContext, key: string): Promise<z.output<typeof FlowView>> {
  // Anew: the request's own view of the merchant may be from before its write.
  const rules = await findMerchant(env, merchant.id);
  const state = rules !== undefined && Object.hasOwn(rules.flows, key) ? rules.flows[key] : undefined;
  const flow =
    state === undefined ? undefined : await findFlow(env, merchant.id, key, state.version, rules?.wordingRevision);
  if (state === undefined || flow === undefined) throw unknownFlow();
  return { key, version: state.version, status: state.status, flow };
}

export function unknownFlow(): ProblemError {
  return new ProblemError({ type: "/problems/unknown-flow", title: "No such flow", status: 404 });
}
