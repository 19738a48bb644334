import { minorDigits } from "../../shared/money.ts";
import { customerFigures } from "./customer-facts.ts";
import { describeItem, describeOrder, describeParcel } from "./order-scope.ts";
import type { OrderState } from "./order-state.ts";
import { type CustomerState, countOrders } from "./person-state.ts";
import type { ProductFacts } from "./product-facts.ts";
import type { Run } from "./run.ts";
import { findRunItem } from "./run-item.ts";
import { categoriesOf, daysBetween, isoOf } from "./scope-values.ts";

export type Scope = Readonly<Record<string, unknown>>;

/** Without a flow where a person at the shop asks. */
export type ScopedRun = Pick<Run, "orderId" | "trigger"> & Partial<Pick<Run, "flow">>;

interface ScopeInput {
  readonly run: ScopedRun;
  readonly customer: CustomerState;
  readonly order: OrderState | undefined;
  readonly atMs: number;
  readonly products: ReadonlyMap<string, ProductFacts>;
  readonly zone?: string | undefined;
  readonly asText: boolean;
}

export function buildScope({ run, customer, order, atMs, products, zone, asText }: ScopeInput): Scope {
  const profile = customer.profileAt(atMs);
  const ownZone = zone ?? profile.timeZone ?? "UTC";
  const items = (order?.lines ?? [])
    .filter((line) => line.quantityLeft > 0)
    .map((line) =>
      describeItem({ ...line, quantity: line.quantityLeft }, customer, {
        products,
        isGift: order?.facts.isGift === true,
        locale: profile.locale,
        zone: ownZone,
      }),
    );
  const { trigger } = run;
  const figures = customerFigures(customer, atMs);
  return {
    customer: {
      id: customer.id,
      firstName: profile.firstName,
      lastName: profile.lastName,
      city: profile.city,
      country: profile.country,
      locale: profile.locale,
      timeZone: profile.timeZone,
      tags: profile.tags,
      attributes: profile.attributes,
      orderCount: countOrders(customer, atMs, run.orderId),
      totalSpent: totalSpent(customer, atMs),
      region: profile.region,
      lifetimeValue: figures.lifetimeValue,
      lastOrderAt: isoOf(figures.lastOrderAtMs),
      daysSinceLastOrder: daysBetween(figures.lastOrderAtMs, atMs),
      returnRate: figures.returnRate,
      hasOpenTicket: figures.hasOpenTicket,
      hadTicket: figures.hadTicket,
      hasAbandonedCart: figures.hasAbandonedCart,
      skus: figures.skus,
      categories: categoriesOf(figures.skus, products),
    },
    order: describeOrder(order, items.length, asText, products, {
      nowMs: atMs,
      zone: ownZone,
    }),
    items,
    item: findRunItem(items, run.flow),
    parcel: describeParcel(trigger, order),
    event: {
      type: trigger.type,
      reason: trigger.reason,
      eta: trigger.eta,
      ...trigger.attributes,
      attributes: trigger.attributes,
    },
  };
}

/** In the shop's main currency, as a number in major units: orders placed by then, without test and cancelled ones. */
function totalSpent(customer: CustomerState, atMs: number): number {
  let sum = 0;
  for (const order of customer.orders.values()) {
    const { totalMinor, currency } = order.facts;
    const isCancelled = order.cancelledAtMs !== undefined && order.cancelledAtMs <= atMs;
    if (order.isTest || isCancelled || totalMinor === undefined || currency === undefined) continue;
    if (order.placedAtMs !== undefined && order.placedAtMs <= atMs) sum += totalMinor / 10 ** minorDigits(currency);
  }
  return Math.round(sum * 1000) / 1000;
}
