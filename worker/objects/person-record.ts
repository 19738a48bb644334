import { clock } from "../clock.ts";
import { currentScope } from "../domain/current-scope.ts";
import { carriedFirstLine } from "../domain/judge.ts";
import type { MerchantRules } from "../domain/merchant-rules.ts";
import { addFooter } from "../domain/opt-out-line.ts";
import type { OrderState } from "../domain/order-state.ts";
import { type CustomerState, foldCustomer, foldCustomers } from "../domain/person-state.ts";
import type { ProductFacts } from "../domain/product-facts.ts";
import { listFields } from "../domain/record-fields.ts";
import { listLinks } from "../domain/record-links.ts";
import { keptId } from "../stores/record-id.ts";
import { findProducts } from "../tables/products.ts";
import type { ConnectedStore, RecordAbout, RecordParts, RecordPlace, WaitingReply } from "./customer-messages.ts";
import type { CustomerStore } from "./customer-store.ts";
import { viewPerson } from "./customer-views.ts";

/** All that the composer shows of a person and one of their orders; undefined where nothing of them is known here. */
export async function readRecord(
  env: Env,
  store: CustomerStore,
  merchant: MerchantRules,
  about: RecordAbout,
): Promise<RecordParts | undefined> {
  const customers = foldCustomers(store.events(), store.getMeta("customer_id") ?? "");
  const newest = about.customerId === undefined ? findNewest(customers) : undefined;
  const customerId = about.customerId ?? newest?.customerId;
  if (customerId === undefined) return undefined;
  const customer = customers.get(customerId) ?? foldCustomer(customerId, []);
  const order = newest?.order ?? (about.orderId === undefined ? undefined : customer.orders.get(about.orderId));
  // For a customer the fields and links are those of what they bought last.
  const shown = order ?? lastOrder(customer);
  const skus = (shown?.lines ?? []).map((line) => line.sku);
  const products = skus.length === 0 ? new Map() : await findProducts(env.DB, merchant.id, skus);
  const nowMs = clock.nowMs();
  const person = viewPerson(store, { customerId, orderId: order?.id }, merchant, nowMs, products);
  const place = placeOf(customer, order, about.stores);
  return {
    person,
    place,
    links: listLinks({
      order: shown,
      products,
      store: shown === undefined ? undefined : storeOf(shown, about.stores),
      ownDomains: about.ownDomains,
    }),
    fields: listFields(scopeOf(customer, shown, merchant, products, nowMs), person),
    footerText: writeFooter(store, merchant, person.language),
  };
}

/** Who wrote last without being answered, and what. */
export function readWaitingReply(store: CustomerStore, stores: readonly ConnectedStore[]): WaitingReply | undefined {
  const text = store.waitingReply();
  if (text === undefined) return undefined;
  const ownCustomerId = store.getMeta("customer_id") ?? "";
  const customers = foldCustomers(store.events(), ownCustomerId);
  const newest = findNewest(customers);
  const customer = customers.get(newest?.customerId ?? ownCustomerId);
  const { firstName, lastName } = customer?.profileAt(text.atMs) ?? {};
  const name = [firstName, lastName].filter((part) => part !== undefined && part !== null && part !== "").join(" ");
  return {
    id: text.id,
    customerId: customer?.id ?? ownCustomerId,
    name: name === "" ? undefined : name,
    phone: store.phone(),
    body: text.body,
    atMs: text.atMs,
    place: customer && placeOf(customer, newest?.order, stores),
  };
}

/** Of all who share the number, whoever bought last; where nobody has, whoever is known. */
function findNewest(
  customers: ReadonlyMap<string, CustomerState>,
): { readonly customerId: string; readonly order: OrderState | undefined } | undefined {
  let newest: { readonly customerId: string; readonly order: OrderState | undefined } | undefined;
  for (const customer of customers.values()) {
    const order = lastOrder(customer);
    if (newest === undefined || instantOf(order) > instantOf(newest.order)) newest = { customerId: customer.id, order };
  }
  return newest;
}

function lastOrder(customer: CustomerState): OrderState | undefined {
  let last: OrderState | undefined;
  for (const order of customer.orders.values())
    if (last === undefined || instantOf(order) > instantOf(last)) last = order;
  return last;
}

function instantOf(order: OrderState | undefined): number {
  return order?.placedAtMs ?? order?.events[0]?.occurredAtMs ?? Number.NEGATIVE_INFINITY;
}

function storeOf(order: OrderState, stores: readonly ConnectedStore[]): ConnectedStore | undefined {
  return stores.find(({ platform }) => order.events.some((event) => event.source === platform));
}

const ADMIN_ID = /^[1-9]\d{0,19}$/;

function placeOf(
  customer: CustomerState,
  order: OrderState | undefined,
  stores: readonly ConnectedStore[],
): RecordPlace | undefined {
  const ofOrder = order && storeOf(order, stores);
  const orderPlace = order && ofOrder && adminPlace(ofOrder, "order", order.id);
  if (orderPlace !== undefined) return orderPlace;
  const own = stores.find(({ platform }) => customer.events.some((event) => event.source === platform));
  return own && adminPlace(own, "customer", customer.id);
}

/** Undefined for a store without an admin that we know, and for an id of ours, such as a guest's. */
function adminPlace(
  { platform, shop }: ConnectedStore,
  kind: RecordPlace["kind"],
  id: string,
): RecordPlace | undefined {
  if (platform !== "shopify" && platform !== "woocommerce" && platform !== "bigcommerce") return undefined;
  const own = id.replace(/^[a-z]+-/, "");
  return ADMIN_ID.test(own) && keptId(platform, own) === id ? { platform, shop, kind, id: own } : undefined;
}

function scopeOf(
  customer: CustomerState,
  order: OrderState | undefined,
  merchant: MerchantRules,
  products: ReadonlyMap<string, ProductFacts>,
  nowMs: number,
) {
  const shop = { name: merchant.name, url: merchant.siteUrl, helpText: merchant.helpText };
  const trigger = {
    id: "",
    source: "api",
    type: "customer.updated",
    occurredAtMs: nowMs,
    live: false,
    test: false,
  } as const;
  return currentScope({ orderId: order?.id, trigger }, customer, { nowMs, shop, products });
}

/** The lines that the engine adds to a relationship or promotional text that names neither shop nor STOP. */
function writeFooter(store: CustomerStore, merchant: MerchantRules, language: string | undefined): string {
  return addFooter({
    body: "",
    language,
    class: "promotional",
    isFirstText: !store.sends().some(carriedFirstLine),
    shopName: merchant.name,
    footer: merchant.policy.footer,
  }).trim();
}
