import { type Policy, type PolicyInput, StoredPolicy } from "../../shared/contract/policy.ts";
import { forgetMerchant } from "../merchants/merchant-rules.ts";
import { updatePolicy } from "../tables/merchants.ts";
import { releaseHeld } from "../wake.ts";
import { jsonResponse } from "./json-response.ts";
import { invalidRequest } from "./read-body.ts";
import type { ApiContext, RouteRequest } from "./route.ts";

export const PolicyView = StoredPolicy;

export async function showPolicy(_: RouteRequest, { merchant }: ApiContext): Promise<Response> {
  return jsonResponse(merchant.policy);
}

/** A held text meets the new policy when it is next looked at. */
export async function replacePolicy(
  _: RouteRequest,
  { env, merchant, nowMs }: ApiContext,
  input: PolicyInput,
): Promise<Response> {
  if (!input.stateLaw && !merchant.isBench) {
    throw invalidRequest([{ path: "stateLaw", message: "can be false for a merchant of the bench only" }]);
  }
  const policy: Policy = {
    quietHours: input.quietHours,
    caps: input.caps,
    stateLaw: input.stateLaw,
    pace: input.pace ?? null,
    footer: input.footer ?? merchant.policy.footer,
    requireTransactionalConsent: input.requireTransactionalConsent ?? false,
    segmentPrice: input.segmentPrice ?? undefined,
    capDoubling: input.capDoubling ?? false,
    brakes: input.brakes ?? merchant.policy.brakes,
    backToService: input.backToService ?? false,
    budget: input.budget ?? null,
  };
  await updatePolicy(env.DB, merchant.id, policy);
  forgetMerchant(merchant.id);
  const isBudgetNew = JSON.stringify(policy.budget) !== JSON.stringify(merchant.policy.budget);
  if (isBudgetNew) await releaseHeld(env, merchant.id, nowMs);
  return jsonResponse(policy);
}
