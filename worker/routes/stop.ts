import * as z from "zod";
import { Key } from "../../shared/contract/primitives.ts";
import type { StopScope } from "../domain/gate.ts";
import { forgetMerchant } from "../merchants/merchant-rules.ts";
import { addStop, findMerchantRow, removeStop } from "../tables/merchants.ts";
import { releaseHeld } from "../wake.ts";
import { unknownFlow } from "./flows.ts";
import { jsonResponse } from "./json-response.ts";
import type { ApiContext, RouteRequest } from "./route.ts";

const Scope = z.union([z.literal("all"), z.literal("promotional"), z.strictObject({ flow: Key })]);

/** R17: everything, promotional texts only, or one flow. */
export const ScopeInput = z.strictObject({ scope: Scope });
export const StopsView = z.object({ stops: z.array(Scope).readonly() });

type ScopeInput = z.output<typeof ScopeInput>;

export async function stopSending(_: RouteRequest, context: ApiContext, { scope }: ScopeInput): Promise<Response> {
  await requireFlow(context, scope);
  const stops = await addStop(context.env.DB, context.merchant.id, scope);
  forgetMerchant(context.merchant.id);
  return jsonResponse({ stops });
}

/** Ends the stop of this scope and no other: a flow that was stopped for itself stays so. */
export async function resumeSending(_: RouteRequest, context: ApiContext, { scope }: ScopeInput): Promise<Response> {
  const { env, merchant, nowMs } = context;
  await requireFlow(context, scope);
  const stops = await removeStop(env.DB, merchant.id, scope);
  forgetMerchant(merchant.id);
  await releaseHeld(env, merchant.id, nowMs);
  return jsonResponse({ stops });
}

/** A stop that holds nothing would look like one. */
async function requireFlow({ env, merchant }: ApiContext, scope: StopScope): Promise<void> {
  if (typeof scope === "string" || Object.hasOwn(merchant.flows, scope.flow)) return;
  const current = await findMerchantRow(env.DB, merchant.id); // published elsewhere a moment ago
  if (current === undefined || !Object.hasOwn(current.flows, scope.flow)) throw unknownFlow();
}
