import type * as z from "zod";
import type { EstimateInput, EstimateView } from "../../shared/contract/dry-run.ts";
import { clock } from "../clock.ts";
import { sampleOrders } from "../tables/orders.ts";
import { visitAll } from "../visit-owners.ts";
import { dryRunReal, findTried } from "./dry-run.ts";
import { jsonResponse } from "./json-response.ts";
import { type ApiContext, getParam, type RouteRequest } from "./route.ts";
import { type Cost, sum, totalCost } from "./view-cost.ts";

const ESTIMATE_DAYS = 30;
const MOST_SAMPLED = 1_000;
const MOST_MS = 20_000;

/** What the flow would have sent about the orders of the last 30 days, if it had been live with all of them. */
export async function estimateFlow(
  request: RouteRequest,
  context: ApiContext,
  input: EstimateInput,
): Promise<Response> {
  const { env, merchant, nowMs } = context;
  const tried = await findTried(context, getParam(request, "key"), input.flow);
  const sinceMs = nowMs - ESTIMATE_DAYS * 86_400_000;
  const { count, sample } = await sampleOrders(env.DB, merchant.id, { sinceMs, limit: MOST_SAMPLED });
  const startedAtMs = clock.machineNowMs();
  const isLate = (): boolean => clock.machineNowMs() - startedAtMs > MOST_MS;
  const runs = await visitAll(env, spread(sample), (order) => dryRunReal(env, order, [tried]), isLate);
  const texts = runs.flatMap((one) => one.texts);
  const sent = texts.filter(({ outcome }) => outcome === "sent");
  const factor = runs.length === 0 ? 0 : count / runs.length;
  const suppressed: Record<string, number> = {};
  for (const { outcome, reason = "" } of texts) {
    if (outcome === "suppressed") suppressed[reason] = (suppressed[reason] ?? 0) + factor;
  }
  const cost = totalCost(sent, merchant, factor);
  const total = Math.round(sent.length * factor);
  const isExtrapolated = runs.length < count;
  const amounts = cost.costs ?? (cost.cost === undefined ? [] : [cost.cost]);
  const spent = amounts.length === 0 ? "" : `, about ${amounts.map(sayCost).join(" and ")}`;
  const basis = isExtrapolated ? ` (reckoned from ${runs.length} of ${count} orders)` : "";
  const view: z.output<typeof EstimateView> = {
    flow: tried.flow.key,
    days: ESTIMATE_DAYS,
    orders: count,
    sampled: runs.length,
    isExtrapolated,
    texts: total,
    segments: Math.round(sum(sent.map(({ segments }) => segments)) * factor),
    ...cost,
    suppressed: Object.fromEntries(Object.entries(suppressed).map(([reason, texts]) => [reason, Math.round(texts)])),
    summary: `Over the last ${ESTIMATE_DAYS} days this flow would have sent ${total.toLocaleString("en-US")} ${total === 1 ? "text" : "texts"}${spent}${basis}.`,
  };
  return jsonResponse(view);
}

function sayCost({ amount, currency }: Cost): string {
  const digits = Number(amount) >= 10 ? { maximumFractionDigits: 0 } : {};
  return Number(amount).toLocaleString("en-US", { style: "currency", currency, ...digits });
}

/** So that those who are looked at before the time is up are spread too: every other one, then those between. */
function spread<Item>(items: readonly Item[]): readonly Item[] {
  const step = Math.max(1, Math.round(Math.sqrt(items.length)));
  return Array.from({ length: step }, (_, from) => items.filter((__, index) => index % step === from)).flat();
}
