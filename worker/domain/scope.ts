import { formatMinor, minorDigits } from "../../shared/money.ts";
import { customerFigures } from "./customer-facts.ts";
import { WHOLE_MARK } from "./event-order.ts";
import { toIso } from "./iso.ts";
import { wordsFor } from "./locale-words.ts";
import { etaAhead, etaMovedMs, firstOf, lastScanMs, type Moment } from "./order-progress.ts";
import { foldOrder, type OrderState } from "./order-state.ts";
import { type CustomerState, countOrders } from "./person-state.ts";
import { type BoughtTogether, findRelated } from "./related.ts";
import { replenishAtMs } from "./replenishment.ts";
import type { Run } from "./run.ts";
import type { OrderItem, StoreEvent } from "./store-event.ts";

/** What a merchant says of a product (`PUT /v1/products/{sku}`); the fields that templates show. */
export interface ProductFacts {
  readonly title?: string | undefined;
  readonly shortName?: string | undefined;
  readonly url?: string | undefined;
  readonly imageUrl?: string | undefined;
  readonly reviewUrl?: string | undefined;
  readonly guideUrl?: string | undefined;
  readonly careText?: string | undefined;
  readonly discreet?: boolean | undefined;
  readonly reviewDelay?: string | undefined;
  readonly daysPerUnit?: number | undefined;
  readonly categories?: readonly string[] | undefined;
  readonly returnRisk?: number | undefined;
  readonly perishable?: boolean | undefined;
  readonly complementSku?: string | undefined;
  readonly stock?: number | undefined;
}

export interface Shop {
  readonly name: string;
  readonly url: string | undefined;
  readonly helpText: string | undefined;
}

export type Scope = Readonly<Record<string, unknown>>;

/**
 * What conditions read: as of the run's trigger, over all events known now, with the triggering order counted, plus the events
 * that the run awaited since. Money is a number here, so that it compares.
 */
export function conditionScope(
  run: Run,
  customer: CustomerState,
  awaited: readonly StoreEvent[],
  products: ReadonlyMap<string, ProductFacts>,
): Scope {
  if (awaited.length > 0) return buildConditionScope(run, customer, awaited, products);
  const own = conditionScopes.get(customer) ?? new Map<string, KnownScope>();
  conditionScopes.set(customer, own);
  const key = `${run.trigger.occurredAtMs} ${run.trigger.id}\n${run.orderId ?? ""}`;
  const before = own.get(key);
  if (before?.products === products) return before.scope;
  const scope = buildConditionScope(run, customer, awaited, products);
  if (own.size >= MAX_SCOPES) own.clear();
  own.set(key, { products, scope });
  return scope;
}

interface KnownScope {
  readonly products: ReadonlyMap<string, ProductFacts>;
  readonly scope: Scope;
}

// As of a trigger nothing changes until something is told of the person: then they are another `CustomerState`.
const conditionScopes = new WeakMap<CustomerState, Map<string, KnownScope>>();
const MAX_SCOPES = 64;

function buildConditionScope(
  run: Run,
  customer: CustomerState,
  awaited: readonly StoreEvent[],
  products: ReadonlyMap<string, ProductFacts>,
): Scope {
  const atMs = run.trigger.occurredAtMs;
  const whole = run.orderId === undefined ? undefined : customer.orders.get(run.orderId);
  const isAwaited = ({ id }: StoreEvent): boolean =>
    awaited.some((one) => one.id === id || one.id === `${id}${WHOLE_MARK}`);
  const isKnown = (event: StoreEvent): boolean => event.occurredAtMs <= atMs || isAwaited(event);
  const order =
    whole === undefined || whole.events.every(isKnown) ? whole : foldOrder(whole.id, ownEvents(whole, isKnown));
  return buildScope({ run, customer, order, atMs, products, asText: false });
}

function ownEvents({ events }: OrderState, isKnown: (event: StoreEvent) => boolean): readonly StoreEvent[] {
  return events.filter((event) => !event.id.endsWith(WHOLE_MARK) && isKnown(event));
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
export function currentScope(
  run: Pick<Run, "orderId" | "trigger">,
  customer: CustomerState,
  options: ScopeSources,
): Scope {
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

interface ScopeInput {
  readonly run: Pick<Run, "orderId" | "trigger">;
  readonly customer: CustomerState;
  readonly order: OrderState | undefined;
  readonly atMs: number;
  readonly products: ReadonlyMap<string, ProductFacts>;
  readonly zone?: string | undefined;
  readonly asText: boolean;
}

function buildScope({ run, customer, order, atMs, products, zone, asText }: ScopeInput): Scope {
  const profile = customer.profileAt(atMs);
  const items = (order?.lines ?? [])
    .filter((line) => line.quantityLeft > 0)
    .map((line) =>
      describeItem({ ...line, quantity: line.quantityLeft }, customer, {
        products,
        isGift: order?.facts.isGift === true,
        locale: profile.locale,
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
      categories: unique(figures.skus.flatMap((sku) => products.get(sku)?.categories ?? [])),
    },
    order: describeOrder(order, items.length, asText, products, {
      nowMs: atMs,
      zone: zone ?? profile.timeZone ?? "UTC",
    }),
    items,
    item: items[0],
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

function describeOrder(
  order: OrderState | undefined,
  itemCount: number,
  asText: boolean,
  products: ReadonlyMap<string, ProductFacts>,
  moment: Moment,
): Scope | undefined {
  if (order === undefined) return undefined;
  const { facts } = order;
  const parcel = [...order.parcels.values()].filter((one) => !one.isVoided).at(-1)?.facts;
  return {
    id: order.id,
    name: facts.name,
    url: facts.url,
    total: formatTotal(facts.totalMinor, facts.currency, asText),
    currency: facts.currency,
    placedAt: isoOf(order.placedAtMs),
    itemCount: facts.itemCount ?? (itemCount > 0 ? itemCount : undefined),
    eta: facts.eta,
    statusUrl: facts.statusUrl ?? facts.url,
    carrier: facts.carrier ?? parcel?.carrier,
    trackingNumber: facts.trackingNumber ?? parcel?.trackingNumber,
    trackingUrl: facts.trackingUrl ?? parcel?.trackingUrl,
    shippingMethod: facts.shippingMethod,
    skus: order.lines?.map(({ sku }) => sku),
    categories: unique(order.lines?.flatMap(({ sku }) => products.get(sku)?.categories ?? []) ?? []),
    attributes: facts.attributes,
    // Few flows ask for these: they are worked out when one does.
    get etaAhead() {
      return etaAhead(facts.eta ?? parcel?.eta, moment);
    },
    get etaMovedAt() {
      return isoOf(etaMovedMs(order, moment));
    },
    get lastScanAt() {
      return isoOf(lastScanMs(order));
    },
    get lostAt() {
      return firstOf(order, "order.lost");
    },
  };
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}

function formatTotal(amountMinor: number | undefined, currency: string | undefined, asText: boolean): unknown {
  if (amountMinor === undefined || currency === undefined) return undefined;
  return asText ? formatMinor(amountMinor, currency) : amountMinor / 10 ** minorDigits(currency);
}

/** A discreet product reads "your order" everywhere; a gift's texts name no item, as somebody else may read them. */
function describeItem(
  item: OrderItem,
  customer: CustomerState,
  {
    products,
    isGift,
    locale,
  }: {
    readonly products: ReadonlyMap<string, ProductFacts>;
    readonly isGift: boolean;
    readonly locale: string | null | undefined;
  },
): Scope {
  const product = products.get(item.sku);
  const isDiscreet = product?.discreet === true || isGift;
  const { yourOrder } = wordsFor(locale);
  const name = isDiscreet ? yourOrder : (product?.title ?? item.name); // a stock number is no name for a text
  return {
    sku: item.sku,
    name,
    shortName: isDiscreet ? yourOrder : (product?.shortName ?? name),
    quantity: item.quantity,
    url: product?.url ?? item.url,
    imageUrl: product?.imageUrl ?? item.imageUrl,
    reviewUrl: product?.reviewUrl,
    guideUrl: product?.guideUrl,
    careText: product?.careText,
    categories: product?.categories,
    returnRisk: product?.returnRisk,
    perishable: product?.perishable,
    replenishAt: isoOf(replenishAtMs(customer, item.sku, product)),
  };
}

function describeParcel(trigger: StoreEvent, order: OrderState | undefined): Scope | undefined {
  const parcels = order === undefined ? [] : [...order.parcels.values()].filter((parcel) => !parcel.isVoided);
  const own = trigger.parcel === undefined ? parcels.at(-1) : order?.parcels.get(trigger.parcel.id);
  const facts = own?.facts ?? trigger.parcel;
  if (facts === undefined) return undefined;
  const index = parcels.findIndex((parcel) => parcel.facts.id === facts.id);
  return {
    carrier: facts.carrier,
    trackingNumber: facts.trackingNumber,
    trackingUrl: facts.trackingUrl,
    shippedAt: isoOf(facts.shippedAtMs),
    eta: facts.eta,
    window: facts.window,
    index: facts.index ?? (index < 0 ? undefined : index + 1),
    count: facts.count ?? (parcels.length > 0 ? parcels.length : undefined),
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

function daysBetween(fromMs: number | undefined, untilMs: number): number | undefined {
  return fromMs === undefined ? undefined : Math.max(0, Math.floor((untilMs - fromMs) / 86_400_000));
}

function isoOf(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : toIso(ms);
}
