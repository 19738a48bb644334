import * as z from "zod";
import { Key } from "../../shared/contract/primitives.ts";
import type { StopScope } from "../domain/gate.ts";
import { toIso } from "../domain/iso.ts";
import type { Brake } from "../domain/merchant-rules.ts";
import { forgetMerchant } from "../merchants/merchant-rules.ts";
import { forgetFaults } from "../tables/flow-faults.ts";
import { addStop, findMerchantRow, removeBrakes, removeStop } from "../tables/merchants.ts";
import { noticeEnd } from "../tables/notices.ts";
import { releaseHeld } from "../wake.ts";
import { unknownFlow } from "./flows.ts";
import { jsonResponse } from "./json-response.ts";
import type { ApiContext, RouteRequest } from "./route.ts";

const Scope = z.union([z.literal("all"), z.literal("promotional"), z.strictObject({ flow: Key })]);

/** R17: everything, promotional texts only, or one flow. */
export const ScopeInput = z.strictObject({ scope: Scope });
export const StopsView = z.object({
  stops: z.array(Scope).readonly(),
  /** Flows that hold by themselves: `POST /v1/resume` with the flow, or with "all", releases them. */
  brakes: z.array(z.object({ flow: z.string(), kind: z.string(), at: z.string() })).readonly(),
});

type ScopeInput = z.output<typeof ScopeInput>;

export async function stopSending(_: RouteRequest, context: ApiContext, { scope }: ScopeInput): Promise<Response> {
  await requireFlow(context, scope);
  const stops = await addStop(context.env.DB, context.merchant.id, scope);
  forgetMerchant(context.merchant.id);
  return jsonResponse(viewStops(stops, context.merchant.brakes));
}

/** What holds this merchant's texts now. */
export async function showStops(_: RouteRequest, { env, merchant }: ApiContext): Promise<Response> {
  const current = await findMerchantRow(env.DB, merchant.id);
  return jsonResponse(viewStops(current?.stops ?? [], current?.brakes ?? []));
}

function viewStops(stops: readonly StopScope[], brakes: readonly Brake[]): z.output<typeof StopsView> {
  return { stops, brakes: brakes.map(({ flow, kind, atMs }) => ({ flow, kind, at: toIso(atMs) })) };
}

/**
 * Ends the stop of this scope and no other: a flow that was stopped for itself stays so. Releases the brake of the flow, or,
 * with "all", every brake; what went wrong until now is counted no more.
 */
export async function resumeSending(_: RouteRequest, context: ApiContext, { scope }: ScopeInput): Promise<Response> {
  const { env, merchant, nowMs } = context;
  await requireFlow(context, scope);
  const stops = await removeStop(env.DB, merchant.id, scope);
  if (scope !== "promotional") await releaseBrakes(env, { merchantId: merchant.id, nowMs }, scope);
  forgetMerchant(merchant.id);
  await releaseHeld(env, merchant.id, nowMs);
  const current = await findMerchantRow(env.DB, merchant.id);
  return jsonResponse(viewStops(stops, current?.brakes ?? []));
}

async function releaseBrakes(
  env: Env,
  { merchantId, nowMs }: { readonly merchantId: string; readonly nowMs: number },
  scope: "all" | { readonly flow: string },
): Promise<void> {
  const flow = scope === "all" ? undefined : scope.flow;
  await forgetFaults(env.DB, merchantId, flow);
  const held = (await findMerchantRow(env.DB, merchantId))?.brakes ?? [];
  await removeBrakes(env.DB, merchantId, flow);
  for (const { flow: subject } of held) {
    if (flow !== undefined && flow !== subject) continue;
    await noticeEnd(env.DB, { merchantId, kind: "brake", subject, atMs: nowMs }).run();
  }
}

/** A stop that holds nothing would look like one. */
async function requireFlow({ env, merchant }: ApiContext, scope: StopScope): Promise<void> {
  if (typeof scope === "string" || Object.hasOwn(merchant.flows, scope.flow)) return;
  const current = await findMerchantRow(env.DB, merchant.id); // published elsewhere a moment ago
  if (current === undefined || !Object.hasOwn(current.flows, scope.flow)) throw unknownFlow();
}
