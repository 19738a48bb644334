import type { CustomerState } from "./person-state.ts";
import type { ProductFacts } from "./product-facts.ts";
import { type BoughtTogether, findRelated } from "./related.ts";
import { buildScope, type Scope, type ScopedRun } from "./scope.ts";
import { daysBetween } from "./scope-values.ts";

export interface Shop {
  readonly name: string;
  readonly url: string | undefined;
  readonly helpText: string | undefined;
}

/** What the merchant and other orders say, beside what is known of the person. */
export interface ScopeSources {
  readonly nowMs: number;
  /** Whose clock a bare date is read on; the customer's own where none is given. */
  readonly zone?: string | undefined;
  readonly shop: Shop;
  readonly products: ReadonlyMap<string, ProductFacts>;
  readonly together?: BoughtTogether | undefined;
  /** Granted for answers. */
  readonly points?: number | undefined;
}

/** What templates and date fields read: everything as it is known now. */
export function currentScope(run: ScopedRun, customer: CustomerState, options: ScopeSources): Scope {
  const order = run.orderId === undefined ? undefined : customer.orders.get(run.orderId);
  const base = buildScope({
    run,
    customer,
    order,
    atMs: options.nowMs,
    products: options.products,
    zone: options.zone,
    asText: true,
  });
  const deliveredAtMs = order?.events.find((event) => event.type === "order.delivered")?.occurredAtMs;
  const shop = { name: options.shop.name, url: options.shop.url, helpText: options.shop.helpText };
  const days = {
    sincePurchase: daysBetween(order?.placedAtMs, options.nowMs),
    sinceDelivery: daysBetween(deliveredAtMs, options.nowMs),
  };
  const { products, together = new Map(), nowMs, points } = options;
  const related = findRelated(order, customer, { products, together, nowMs });
  const granted = { ...(base.customer as Scope), points: totalPoints(customer, nowMs, points) }; // buildScope gives an object
  return { ...base, customer: granted, related: related && describeRelated(related), shop, days };
}

function describeRelated({ title, shortName, url }: ProductFacts): Scope {
  return { name: title ?? shortName, shortName: shortName ?? title, url };
}

/** What the store says they have, and what answers brought them here. */
function totalPoints(customer: CustomerState, nowMs: number, granted = 0): number | undefined {
  const own = customer.profileAt(nowMs).attributes?.points;
  return typeof own === "number" ? own + granted : granted > 0 ? granted : undefined;
}
