import type { Policy } from "../../shared/contract/policy.ts";
import { explainConsent } from "../domain/consent-reason.ts";
import { toIso } from "../domain/iso.ts";
import type { OrderState } from "../domain/order-state.ts";
import { foldCustomers, headOfConsent } from "../domain/person-state.ts";
import type { ProductFacts } from "../domain/product-facts.ts";
import type { StepRow } from "../domain/run.ts";
import { zonesAt } from "../domain/zones-at.ts";
import type { DeliveryStatus } from "../gateways/gateway.ts";
import type { DecisionView, PersonView, SingleView, TextView } from "./customer-messages.ts";
import type { CustomerStore } from "./customer-store.ts";
import type { OutboxRow } from "./outbox-row.ts";

/** What became of each text, in the order of time; the merchant's own tests are none of them. */
export function viewDecisions(store: CustomerStore, customerId: string | undefined): DecisionView[] {
  return store
    .rows()
    .filter((row) => row.flow !== "test" && (customerId === undefined || row.customerId === customerId))
    .sort((a, b) => a.atMs - b.atMs)
    .map(toDecisionView);
}

/** One row a text, as `GET /v1/decisions` shows it. */
export function toDecisionView(row: StepRow): DecisionView {
  return {
    flow: row.flow,
    version: row.version,
    run: row.runId,
    step: row.path,
    template: row.template,
    class: row.class,
    customer: row.customerId,
    order: row.orderId,
    at: toIso(row.atMs),
    outcome: row.outcome,
    reason: row.reason,
    rule: row.rule,
    untilAt: row.untilAtMs === undefined ? undefined : toIso(row.untilAtMs),
    messageId: row.messageId,
    trigger: row.trigger && { event: row.trigger.event, at: toIso(row.trigger.atMs) },
  };
}

export interface ViewedMerchant {
  readonly timeZone: string;
  readonly policy: Pick<Policy, "requireTransactionalConsent">;
}

/** What the composer and the phone page show of a person, about one order or all of them. */
export function viewPerson(
  store: CustomerStore,
  about: { readonly customerId: string; readonly orderId: string | undefined },
  merchant: ViewedMerchant,
  nowMs: number,
  products: ReadonlyMap<string, ProductFacts> = new Map(),
): PersonView {
  const customers = foldCustomers(store.events(), store.getMeta("customer_id") ?? "");
  const customer = customers.get(about.customerId);
  const profile = customer?.profileAt(nowMs) ?? {};
  const order = about.orderId === undefined ? undefined : customer?.orders.get(about.orderId);
  const phone = store.phone();
  return {
    phone,
    optedOut: store.optOut() !== undefined,
    consent: explainConsent({
      hasPhone: phone !== undefined,
      isUnreachable: store.getMeta("unreachable") !== undefined,
      optedOut: store.optOut()?.scope,
      consent: headOfConsent(store.consent()),
      requireTransactionalConsent: merchant.policy.requireTransactionalConsent,
    }),
    timeZone: zonesAt(customer, phone, merchant.timeZone, nowMs).dueZone,
    language: profile.locale ?? undefined,
    customer: {
      id: about.customerId,
      firstName: profile.firstName ?? undefined,
      lastName: profile.lastName ?? undefined,
    },
    order: order && viewOrder(order, products),
    texts: viewTexts(store, about.orderId),
  };
}

function viewOrder(order: OrderState, products: ReadonlyMap<string, ProductFacts>): PersonView["order"] {
  return {
    id: order.id,
    name: order.facts.name,
    totalMinor: order.facts.totalMinor,
    currency: order.facts.currency,
    placedAtMs: order.placedAtMs,
    cancelledAtMs: order.cancelledAtMs,
    items: (order.lines ?? []).map(({ sku, name, quantity }) => {
      const isDiscreet = products.get(sku)?.discreet === true;
      return {
        sku,
        name: isDiscreet ? "your order" : (name ?? sku),
        quantity,
        discreet: isDiscreet ? true : undefined,
      };
    }),
    parcels: [...order.parcels.values()]
      .filter((parcel) => !parcel.isVoided)
      .map(({ isDelivered, facts }) => ({
        state: isDelivered ? "delivered" : "shipped",
        carrier: facts.carrier,
        trackingNumber: facts.trackingNumber,
        trackingUrl: facts.trackingUrl,
        shippedAtMs: facts.shippedAtMs,
        eta: facts.eta,
      })),
  };
}

/** The conversation, oldest first: what went out, what came in, and what waits or did not go. */
export function viewTexts(
  store: CustomerStore,
  orderId: string | undefined,
  isShown: (row: StepRow) => boolean = () => true,
): readonly TextView[] {
  const outbox = new Map(store.outbox().map((row) => [`${row.runId}\n${row.path}`, row]));
  const singles = new Map(store.singles().map(({ id, step }) => [id, step.send.body]));
  const out = store
    .rows()
    .filter((row) => row.flow !== "test" && (isShown(row) || row.flow === "system"))
    .filter((row) => orderId === undefined || row.orderId === orderId || row.flow === "system")
    .map((row): TextView => {
      const sent = outbox.get(`${row.runId}\n${row.path}`);
      const isOut = row.outcome === "sent" || row.outcome === "unknown" || row.outcome === "failed";
      return {
        id: sent?.messageId ?? row.messageId ?? `${row.runId}/${row.path}`,
        direction: "out",
        // Somebody's own words are known before they go; a flow's text is written when it goes.
        body: sent?.body ?? (isOut ? "" : (singles.get(row.runId) ?? "")),
        atMs: row.atMs,
        status: statusOf(row, sent),
        segments: isOut ? sent?.segments : undefined,
        flow: row.flow,
        orderId: row.orderId,
        reason: row.reason,
        rule: row.rule,
        untilAtMs: row.untilAtMs,
      };
    });
  const received = store
    .inbox()
    .map(({ id, body, atMs }): TextView => ({ id, direction: "in", body, atMs, status: "received" }));
  return [...out, ...received].sort((a, b) => a.atMs - b.atMs);
}

/** One text and what is known of it by now. */
export function viewSingle(store: CustomerStore, id: string): SingleView | undefined {
  const row = store.rows().find((one) => one.runId === id || one.messageId === id);
  if (row === undefined) return undefined;
  const sent = row.messageId === undefined ? undefined : store.findOutbox(row.messageId);
  return { row: toDecisionView(row), status: statusOf(row, sent), segments: sent?.segments };
}

/** What a merchant wants to know of a text: not gone yet, on its way, there, or not there. */
function statusOf(row: StepRow, sent: OutboxRow | undefined): TextView["status"] {
  if (row.outcome === "waiting" && sent?.state === "sending") return "sending";
  return row.outcome === "sent" ? deliveryOf(sent?.deliveryStatus) : row.outcome;
}

function deliveryOf(status: DeliveryStatus | undefined): TextView["status"] {
  switch (status) {
    case undefined:
    case "queued":
    case "sending":
    case "sent":
      return "sent";
    case "delivered":
      return "delivered";
    case "undelivered":
    case "failed":
      return "failed";
  }
}
