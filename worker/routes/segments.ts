import * as z from "zod";
import { SegmentInput } from "../../shared/contract/segments.ts";
import { fieldsOf } from "../domain/condition.ts";
import { findUnknownConditionFields } from "../domain/condition-fields.ts";
import { forgetMerchant } from "../merchants/merchant-rules.ts";
import { ProblemError } from "../problem.ts";
import { findMerchantRow, updateNamed } from "../tables/merchants.ts";
import { jsonResponse } from "./json-response.ts";
import { invalidRequest } from "./read-body.ts";
import { type ApiContext, getParam, type RouteRequest } from "./route.ts";

const MOST_SEGMENTS = 50;
const LONGEST_CONDITION = 4_000;

export const SegmentView = SegmentInput.extend({ key: z.string() });
export const SegmentsView = z.object({ items: z.array(SegmentView) });

export async function listSegments(_: RouteRequest, { env, merchant }: ApiContext): Promise<Response> {
  const current = await findMerchantRow(env.DB, merchant.id);
  return jsonResponse({
    items: Object.entries(current?.segments ?? {}).map(([key, segment]) => ({ key, ...segment })),
  });
}

export async function replaceSegment(
  request: RouteRequest,
  { env, merchant }: ApiContext,
  segment: SegmentInput,
): Promise<Response> {
  const key = getParam(request, "key");
  const issues = [...findUnknownConditionFields(segment.where, "where")];
  if (!/^[a-z0-9][a-z0-9_-]{0,63}$/.test(key))
    issues.push({ path: "key", message: "lower-case letters, digits, - and _" });
  if (fieldsOf(segment.where).includes("customer.segments")) {
    issues.push({ path: "where", message: "names customer.segments: a segment is made of facts, not of segments" });
  }
  if (JSON.stringify(segment).length > LONGEST_CONDITION) {
    issues.push({ path: "where", message: `is longer than ${LONGEST_CONDITION} characters` });
  }
  const current = await findMerchantRow(env.DB, merchant.id);
  const isNew = current?.segments[key] === undefined;
  if (isNew && Object.keys(current?.segments ?? {}).length >= MOST_SEGMENTS) {
    issues.push({ path: "key", message: `is one more than ${MOST_SEGMENTS}: delete another segment first` });
  }
  if (issues.length > 0) throw invalidRequest(issues);
  await updateNamed(env.DB, { merchantId: merchant.id, kind: "segments", key }, segment);
  forgetMerchant(merchant.id);
  return jsonResponse({ key, ...segment }, isNew ? 201 : 200);
}

export async function deleteSegment(request: RouteRequest, { env, merchant }: ApiContext): Promise<Response> {
  const key = getParam(request, "key");
  const current = await findMerchantRow(env.DB, merchant.id);
  if (current?.segments[key] === undefined) {
    throw new ProblemError({ type: "/problems/unknown-segment", title: "No such segment", status: 404 });
  }
  await updateNamed(env.DB, { merchantId: merchant.id, kind: "segments", key }, undefined);
  forgetMerchant(merchant.id);
  return new Response(null, { status: 204 });
}
