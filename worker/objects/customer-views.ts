import { toIso } from "../domain/iso.ts";
import { foldCustomers, headOfConsent } from "../domain/person-state.ts";
import type { StepRow } from "../domain/run.ts";
import { zonesAt } from "../domain/zones-at.ts";
import type { DeliveryStatus } from "../gateways/gateway.ts";
import type { DecisionView, PersonView, TextView } from "./customer-messages.ts";
import type { CustomerStore } from "./customer-store.ts";

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

/** What the composer and the phone page show of a person, about one order or all of them. */
export function viewPerson(
  store: CustomerStore,
  about: { readonly customerId: string; readonly orderId: string | undefined },
  shopZone: string,
  nowMs: number,
): PersonView {
  const customers = foldCustomers(store.events(), store.getMeta("customer_id") ?? "");
  const customer = customers.get(about.customerId);
  const profile = customer?.profileAt(nowMs) ?? {};
  const order = about.orderId === undefined ? undefined : customer?.orders.get(about.orderId);
  const phone = store.phone();
  return {
    phone,
    optedOut: store.optOut() !== undefined,
    consent: viewConsent(store),
    timeZone: zonesAt(customer, phone, shopZone, nowMs).dueZone,
    customer: {
      id: about.customerId,
      firstName: profile.firstName ?? undefined,
      lastName: profile.lastName ?? undefined,
    },
    order: order && {
      id: order.id,
      name: order.facts.name,
      totalMinor: order.facts.totalMinor,
      currency: order.facts.currency,
      placedAtMs: order.placedAtMs,
      items: (order.lines ?? []).map((line) => ({ name: line.name ?? line.sku, quantity: line.quantity })),
      parcels: [...order.parcels.values()]
        .filter((parcel) => !parcel.isVoided)
        .map((parcel) => ({
          state: parcel.isDelivered ? "delivered" : "shipped",
          carrier: parcel.facts.carrier,
          trackingNumber: parcel.facts.trackingNumber,
        })),
    },
    texts: viewTexts(store, about.orderId),
  };
}

/** The conversation, oldest first: what went out, what came in, and what waits or did not go. */
function viewTexts(store: CustomerStore, orderId: string | undefined): readonly TextView[] {
  const outbox = new Map(store.outbox().map((row) => [`${row.runId}\n${row.path}`, row]));
  const out = store
    .rows()
    .filter((row) => orderId === undefined || row.orderId === orderId || row.flow === "system")
    .map((row): TextView => {
      const sent = outbox.get(`${row.runId}\n${row.path}`);
      const isOut = row.outcome === "sent" || row.outcome === "unknown" || row.outcome === "failed";
      return {
        id: sent?.messageId ?? `${row.runId}/${row.path}`,
        direction: "out",
        body: isOut ? (sent?.body ?? "") : "",
        atMs: row.atMs,
        status: row.outcome === "sent" ? statusOf(sent?.deliveryStatus) : row.outcome,
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

function viewConsent(store: CustomerStore): PersonView["consent"] {
  const isOut = store.optOut() !== undefined;
  const { transactional, promotional } = headOfConsent(store.consent());
  return { transactional: !isOut && transactional !== false, promotional: !isOut && promotional === true };
}

/** What a merchant wants to know of a text that went: on its way, there, or not there. */
function statusOf(status: DeliveryStatus | undefined): TextView["status"] {
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
