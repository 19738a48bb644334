import type { Flow } from "../../shared/contract/flows.ts";
import { asksForTaps } from "../domain/engagement.ts";
import type { PersonFacts } from "../domain/judge.ts";
import type { MerchantRules } from "../domain/merchant-rules.ts";
import { headOfConsent } from "../domain/person-state.ts";
import { type Plan, planPerson } from "../domain/plan.ts";
import type { ProductFacts } from "../domain/product-facts.ts";
import type { BoughtTogether } from "../domain/related.ts";
import { namesReplenishment } from "../domain/run-item.ts";
import type { Snapshot } from "../domain/snapshot.ts";
import { isSingle, rowKey } from "../domain/step-row.ts";
import { knownGoods } from "../merchants/known-products.ts";
import { findFlow, findMerchant } from "../merchants/merchant-rules.ts";
import { withUsualPaces } from "../merchants/usual-paces.ts";
import { listTapsMs } from "../tables/click-statistics.ts";
import type { CustomerStore } from "./customer-store.ts";
import { newTell } from "./new-tell.ts";

/** The merchant's rules and every flow version that this person's events may be in: what a plan reads beside the store. */
export interface Context {
  readonly merchant: MerchantRules;
  readonly flows: ReadonlyMap<string, Flow>;
  /** What the merchant says of the products in this person's orders. */
  readonly products: ReadonlyMap<string, ProductFacts>;
  readonly together: BoughtTogether;
  /** When they tapped; empty where no condition asks for it. */
  readonly tapsMs: readonly number[];
}

/** Undefined where the merchant is gone. `more` = flow versions that nobody here is in yet. */
export async function loadContext(
  env: Env,
  store: CustomerStore,
  more: readonly FlowVersionName[] = [],
): Promise<Context | undefined> {
  const merchantId = store.getMeta("merchant_id");
  const merchant = merchantId === undefined ? undefined : await findMerchant(env, merchantId);
  if (merchant === undefined) return undefined;
  const flows = new Map<string, Flow>();
  // An event that comes in while a flow loads may name another: look again until nothing is missing.
  const find = (): readonly FlowVersionName[] => missingFlows(store, flows, more);
  for (let missing = find(); missing.length > 0; missing = find()) {
    for (const { key, version } of missing) {
      const flow = await findFlow(env, merchant.id, key, version, merchant.wordingRevision);
      if (flow === undefined) throw new Error(`flow ${key} has no version ${version}`);
      flows.set(flowName(key, version), flow);
    }
  }
  const skus = skusIn(store);
  const [goods, tapsMs] = await Promise.all([
    knownGoods(env, merchant, skus),
    asksForTaps(merchant.segments, flows.values()) ? readTapsMs(env, store, merchant.id) : [],
  ]);
  const context = { merchant, flows, ...goods, tapsMs };
  if (![...flows.values()].some(namesReplenishment)) return context;
  return { ...context, products: await withUsualPaces(env, merchant.id, skus, goods.products) };
}

/** Of more taps than these, older ones decide nothing. */
const MOST_TAPS = 1_000;

function readTapsMs(env: Env, store: CustomerStore, merchantId: string): Promise<readonly number[]> {
  const messageIds = store.outbox().map((row) => row.messageId);
  return listTapsMs(env.DB, { merchantId, messageIds }, MOST_TAPS);
}

function skusIn(store: CustomerStore): string[] {
  return store.events().flatMap((event) => event.items?.map(({ sku }) => sku) ?? []);
}

export interface FlowVersionName {
  readonly key: string;
  readonly version: number;
}

function missingFlows(
  store: CustomerStore,
  flows: ReadonlyMap<string, Flow>,
  more: readonly FlowVersionName[],
): readonly FlowVersionName[] {
  const needed = new Map(more.map((one) => [flowName(one.key, one.version), one]));
  for (const event of store.events()) {
    for (const [key, version] of Object.entries(event.offered)) needed.set(flowName(key, version), { key, version });
  }
  for (const { flow: key, version } of [...store.rows(), ...store.enrolments()]) {
    if (!isSingle(key)) needed.set(flowName(key, version), { key, version });
  }
  for (const { runId, version } of store.pins().values()) {
    const key = keyOfRun(runId);
    needed.set(flowName(key, version), { key, version });
  }
  return [...needed].filter(([name]) => !flows.has(name)).map(([, flow]) => flow);
}

function flowName(key: string, version: number): string {
  return `${key}@${version}`;
}

/** A flow's key has no colon (domain/entries.ts). */
function keyOfRun(runId: string): string {
  return runId.slice(0, runId.indexOf(":"));
}

/**
 * Plans and writes the rows down. Synchronous, so that nothing changes between looking and writing. A text that is with the
 * gateway right now stays as it is: what becomes of it is written by whoever sends it.
 */
export function planAndStore(store: CustomerStore, context: Context, nowMs: number): Plan {
  const before = store.rows();
  const plan = planPerson(takeSnapshot(store, context), nowMs);
  const claimed = new Set(store.outboxIn("sending").map(rowKey));
  const after = new Set([...plan.rows.map(rowKey), ...claimed]);
  for (const row of plan.rows) if (!claimed.has(rowKey(row))) store.putRow(row);
  for (const row of before) if (!after.has(rowKey(row))) store.dropRow(row);
  for (const tell of plan.tells) store.putTell(newTell(tell, context, nowMs, store.pins().get(tell.runId)));
  return claimed.size === 0 ? plan : { ...plan, due: plan.due.filter(({ row }) => !claimed.has(rowKey(row))) };
}

/** Everything known of a person, as a plan reads it. */
export function takeSnapshot(store: CustomerStore, context: Context): Snapshot {
  const { merchant, flows, products, together, tapsMs } = context;
  return {
    events: store.events(),
    rows: store.rows(),
    singles: store.singles(),
    phone: store.phone(),
    ownCustomerId: store.getMeta("customer_id") ?? "",
    findFlow: (key, version) => flows.get(flowName(key, version)),
    flowOrder: Object.entries(merchant.flows)
      .sort(([, a], [, b]) => a.order - b.order)
      .map(([key]) => key),
    shop: { name: merchant.name, url: merchant.siteUrl, helpText: merchant.helpText },
    shopZone: merchant.timeZone,
    storesEndedAtMs: merchant.storesEndedAtMs,
    products,
    together,
    segments: merchant.segments,
    offers: merchant.offers,
    answers: store.answers(),
    signs: { tapsMs, repliesMs: store.repliesMs() },
    told: store.told(),
    pins: store.pins(),
    enrolments: store.enrolments(),
  };
}

/** The same, but that of a waiting room looks ahead: what ended there for want of a number goes on once one is known. */
export function lookAhead(store: CustomerStore, context: Context): Snapshot {
  const snapshot = takeSnapshot(store, context);
  if (snapshot.phone !== undefined) return snapshot;
  return { ...snapshot, awaitsPhone: true, rows: snapshot.rows.filter(({ reason }) => reason !== "no_phone") };
}

/** Granted to a customer for answers. */
export function pointsOf(store: CustomerStore, customerId: string): number {
  return store.answersOf(customerId).reduce((sum, { points }) => sum + points, 0);
}

export function readPerson(store: CustomerStore, phone: string): PersonFacts {
  return {
    phone,
    optedOut: store.optOut()?.scope,
    consent: headOfConsent(store.consent()),
    isUnreachable: store.getMeta("unreachable") !== undefined,
    sends: store.sends(),
    lastSignMs: store.lastSignMs(),
  };
}
