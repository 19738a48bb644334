import type * as z from "zod";
import type { DryRunInput, DryRunView } from "../../shared/contract/dry-run.ts";
import type { Flow } from "../../shared/contract/flows.ts";
import { type DryRun, dryRunOrder, type TriedFlow } from "../domain/dry-run.ts";
import { checkFlow } from "../domain/flow-check.ts";
import { headOfConsent } from "../domain/person-state.ts";
import { knownGoods } from "../merchants/known-products.ts";
import { findFlow, findMerchant } from "../merchants/merchant-rules.ts";
import { sampleLink } from "../objects/dry-runs.ts";
import { ProblemError } from "../problem.ts";
import { findOrder, listLatestOrders, type PlacedOrder } from "../tables/orders.ts";
import { visitAll } from "../visit-owners.ts";
import { unknownFlow } from "./flows.ts";
import { jsonResponse } from "./json-response.ts";
import { makeUpOrder } from "./made-up-order.ts";
import { invalidRequest } from "./read-body.ts";
import { type ApiContext, getParam, type RouteRequest } from "./route.ts";
import { sum, totalCost, viewCost } from "./view-cost.ts";

/** What one flow would send, about real orders or a made-up one. Nothing is stored, and nothing goes. */
export async function dryRunFlow(request: RouteRequest, context: ApiContext, input: DryRunInput): Promise<Response> {
  const flow = await findTried(context, getParam(request, "key"), input.flow);
  return jsonResponse(await run(context, input, [flow], flow.flow));
}

/** The whole library together: which text gives way to which. */
export async function dryRunLibrary(_: RouteRequest, context: ApiContext, input: DryRunInput): Promise<Response> {
  const { flow } = input;
  const flows = await listTried(context, input.includeOff === true);
  if (flow?.key === undefined) {
    if (flow !== undefined) throw invalidRequest([{ path: "flow.key", message: "is missing" }]);
    return jsonResponse(await run(context, input, flows, undefined));
  }
  const given = await findTried(context, flow.key, flow);
  const others = flows.filter((one) => one.flow.key !== given.flow.key);
  return jsonResponse(await run(context, input, [...others, given], undefined));
}

async function run(
  context: ApiContext,
  input: DryRunInput,
  flows: readonly TriedFlow[],
  only: Flow | undefined,
): Promise<z.output<typeof DryRunView>> {
  const isMadeUp = input.event !== undefined || input.events !== undefined;
  const { runs, notes } = isMadeUp
    ? await runMadeUp(context, input, flows, only)
    : await runReal(context, input, flows);
  const texts = runs.flatMap((one) => one.texts).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const sent = texts.filter(({ outcome }) => outcome === "sent");
  const waits = new Map(runs.flatMap((one) => one.waits).map((wait) => [JSON.stringify(wait), wait]));
  return {
    flows: flows.map(({ flow }) => flow.key),
    orders: runs.length,
    texts: texts.map(({ costMicros, holds, gaveWayTo, ...text }) => ({
      ...text,
      holds: holds.map((hold) => ({ ...hold, behind: [...hold.behind] })),
      gaveWayTo: [...gaveWayTo],
      ...(text.outcome === "sent" && viewCost(costMicros)),
    })),
    waits: [...waits.values()].map((wait) => ({ ...wait, otherwise: [...wait.otherwise] })),
    totals: { sent: sent.length, segments: sum(sent.map(({ segments }) => segments)), ...totalCost(sent) },
    notes: [...notes, ...holdsOf(context, flows)],
  };
}

/** Orders as they are known; of those that nothing more is heard of, what `assume` says. */
async function runReal(
  { env, merchant }: ApiContext,
  { order, last = 10, assume }: DryRunInput,
  flows: readonly TriedFlow[],
): Promise<{ readonly runs: readonly DryRun[]; readonly notes: readonly string[] }> {
  const found = order === undefined ? undefined : await findOrder(env.DB, merchant.id, order);
  if (order !== undefined && found === undefined) {
    throw new ProblemError({ type: "/problems/unknown-order", title: "No such order", status: 404 });
  }
  const orders = found === undefined ? await listLatestOrders(env.DB, merchant.id, last) : [found];
  const runs = await visitAll(env, orders, (one) => dryRunReal(env, one, flows, assume === true));
  if (assume === true) {
    const course = "assumed: every order is shipped after two days and delivered after five, unless it is known better";
    return { runs, notes: [course] };
  }
  const silent = runs.filter(({ texts, waits }) => texts.length === 0 && waits.length === 0).length;
  return { runs, notes: silent === 0 ? [] : [explainSilence(silent, runs.length)] };
}

/** An order starts no flow as long as what starts it has not happened: most are on their way when somebody looks. */
function explainSilence(silent: number, orders: number): string {
  return `not started: ${silent} of ${orders} orders; with "assume": true they go on to be shipped and delivered`;
}

export function dryRunReal(
  env: Env,
  { orderId, owner }: PlacedOrder,
  flows: readonly TriedFlow[],
  assume = false,
): Promise<DryRun> {
  return env.CUSTOMER.getByName(owner).dryRun({ orderId, flows, assume });
}

async function runMadeUp(
  context: ApiContext,
  input: DryRunInput,
  flows: readonly TriedFlow[],
  only: Flow | undefined,
): Promise<{ readonly runs: readonly DryRun[]; readonly notes: readonly string[] }> {
  const { env, merchant } = context;
  const { orderId, customerId, phone, events, notes } = makeUpOrder(input, only, context);
  const goods = await knownGoods(
    env,
    merchant,
    events.flatMap(({ items = [] }) => items.map(({ sku }) => sku)),
  );
  const consents = events.flatMap(({ customer }) => customer?.consent ?? []);
  const shop = { name: merchant.name, url: merchant.siteUrl, helpText: merchant.helpText };
  const done = dryRunOrder(
    {
      snapshot: {
        events: events.map((event) => ({ ...event, offered: {} })),
        rows: [],
        singles: [],
        phone,
        ownCustomerId: customerId,
        findFlow: () => undefined,
        flowOrder: [],
        shop,
        shopZone: merchant.timeZone,
        ...goods,
        segments: merchant.segments,
        offers: merchant.offers,
        answers: [],
        told: [],
      },
      person: {
        phone,
        optedOut: undefined,
        consent: consents.length === 0 ? { transactional: undefined, promotional: true } : headOfConsent(consents),
        isUnreachable: false,
        sends: [],
        lastSignMs: undefined,
      },
      merchant,
      sampleLink,
    },
    { orderId, flows },
  );
  return { runs: [done], notes };
}

/** What the merchant holds by an act of their own, which a dry run looks past. */
function holdsOf({ merchant }: ApiContext, flows: readonly TriedFlow[]): readonly string[] {
  const stops = merchant.stops.map((stop) => (typeof stop === "string" ? `stopped: ${stop}` : `stopped: ${stop.flow}`));
  const states = flows.flatMap(({ flow: { key } }) => {
    const status = merchant.flows[key]?.status;
    return status === "paused" || status === "off" ? [`${status}: ${key}`] : [];
  });
  const brakes = merchant.brakes.map(({ flow, kind }) => `held by itself (${kind}): ${flow}`);
  return [...stops, ...states, ...brakes];
}

/** As the body gives it, else as new runs enter it. */
export async function findTried(context: ApiContext, key: string, given: DryRunInput["flow"]): Promise<TriedFlow> {
  const { env, merchant } = context;
  const live = Object.hasOwn(merchant.flows, key) ? merchant.flows[key] : undefined;
  if (given === undefined) {
    const flow = live && (await findFlow(env, merchant.id, key, live.version, merchant.wordingRevision));
    if (live === undefined || flow === undefined) throw unknownFlow();
    return { flow, version: live.version };
  }
  if (given.key !== undefined && given.key !== key) {
    throw invalidRequest([{ path: "flow.key", message: `differs from the address, which says ${key}` }]);
  }
  const flow = { ...given, key };
  const { problems } = checkFlow(flow, { policy: merchant.policy, shopName: merchant.name });
  if (problems.length > 0) {
    throw invalidRequest(problems.map(({ path, message }) => ({ path: `flow.${path}`, message })));
  }
  return { flow, version: (live?.version ?? 0) + 1 };
}

/** In the order that decides between equals (R12). */
async function listTried({ env, merchant }: ApiContext, includeOff: boolean): Promise<readonly TriedFlow[]> {
  const rules = (await findMerchant(env, merchant.id)) ?? merchant;
  const keys = Object.entries(rules.flows)
    .filter(([, { status }]) => includeOff || status !== "off")
    .sort(([, a], [, b]) => a.order - b.order);
  const flows = await Promise.all(
    keys.map(async ([key, { version }]) => ({
      flow: await findFlow(env, rules.id, key, version, rules.wordingRevision),
      version,
    })),
  );
  return flows.flatMap(({ flow, version }) => (flow === undefined ? [] : [{ flow, version }]));
}
