import type { Flow } from "../../shared/contract/flows.ts";

interface ScopeItem {
  readonly sku: string;
  readonly replenishAt: string | undefined;
}

/**
 * The item that a run is about: of a flow that reminds to buy again the one that runs out first, of a flow for certain products
 * the first of these, else the first.
 */
export function findRunItem<Item extends ScopeItem>(items: readonly Item[], flow: Flow | undefined): Item | undefined {
  const skus = flow?.trigger.skus;
  const own = skus === undefined ? items : items.filter(({ sku }) => skus.includes(sku));
  const [first = items[0]] = own;
  if (flow === undefined || !namesReplenishment(flow)) return first;
  return own.reduce((soonest, item) => (isSooner(item, soonest) ? item : soonest), first);
}

/** Whether the item may be another than the first. */
export function choosesItem(flow: Flow): boolean {
  return flow.trigger.skus !== undefined || namesReplenishment(flow);
}

function isSooner({ replenishAt }: ScopeItem, than: ScopeItem | undefined): boolean {
  if (replenishAt === undefined) return false;
  return than?.replenishAt === undefined || replenishAt < than.replenishAt; // ISO 8601 in UTC sorts as text
}

/** Whether anything of the flow depends on when a product runs out. */
export function namesReplenishment(flow: Flow): boolean {
  let isNamed = named.get(flow);
  if (isNamed === undefined) {
    isNamed = JSON.stringify(flow).includes("replenishAt");
    named.set(flow, isNamed);
  }
  return isNamed;
}

const named = new WeakMap<Flow, boolean>();
