import { formatMinor, minorDigits } from "../../shared/money.ts";
import { wordsFor } from "./locale-words.ts";
import { etaAhead, etaMovedMs, firstOf, lastScanMs, type Moment } from "./order-progress.ts";
import type { OrderState } from "./order-state.ts";
import type { CustomerState } from "./person-state.ts";
import type { ProductFacts } from "./product-facts.ts";
import { replenishAtMs } from "./replenishment.ts";
import type { Scope } from "./scope.ts";
import { categoriesOf, isoOf } from "./scope-values.ts";
import type { OrderItem, StoreEvent } from "./store-event.ts";

export function describeOrder(
  order: OrderState | undefined,
  itemCount: number,
  asText: boolean,
  products: ReadonlyMap<string, ProductFacts>,
  moment: Moment,
): Scope | undefined {
  if (order === undefined) return undefined;
  const { facts } = order;
  const parcel = [...order.parcels.values()].filter((one) => !one.isVoided).at(-1)?.facts;
  const skus = order.lines?.map(({ sku }) => sku);
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
    skus,
    categories: categoriesOf(skus ?? [], products),
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

/** A discreet product reads "your order" everywhere; a gift's texts name no item, as somebody else may read them. */
export function describeItem(
  item: OrderItem,
  customer: CustomerState,
  {
    products,
    isGift,
    locale,
    zone,
  }: {
    readonly products: ReadonlyMap<string, ProductFacts>;
    readonly isGift: boolean;
    readonly locale: string | null | undefined;
    readonly zone: string;
  },
) {
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
    // Few flows ask for it: it is worked out when one does.
    get replenishAt() {
      return isoOf(replenishAtMs(customer, item.sku, product, zone));
    },
  };
}

export function describeParcel(trigger: StoreEvent, order: OrderState | undefined): Scope | undefined {
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

function formatTotal(amountMinor: number | undefined, currency: string | undefined, asText: boolean): unknown {
  if (amountMinor === undefined || currency === undefined) return undefined;
  return asText ? formatMinor(amountMinor, currency) : amountMinor / 10 ** minorDigits(currency);
}
