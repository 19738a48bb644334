import { rowKey } from "../domain/step-row.ts";
import { recoverCrashedSends } from "./crash-recovery.ts";
import type { CustomerBundle } from "./customer-messages.ts";
import type { CustomerStore } from "./customer-store.ts";

/**
 * First half of a change of number: from here on nothing of this customer is sent from this object, and everything is handed
 * out, as often as asked. Undefined where a later change has overtaken this one. No text of theirs may be in flight.
 */
export function handOver(
  store: CustomerStore,
  { customerId, to, epoch }: { readonly customerId: string; readonly to: string; readonly epoch: number },
): CustomerBundle | undefined {
  if (store.epochOf(customerId) > epoch) return undefined;
  recoverCrashedSends(store, new Set());
  const isRoom = store.phone() === undefined;
  const events = store.eventsOf(customerId);
  const bundle = {
    events,
    // With a number, what ended for want of one is looked at for the first time.
    rows: store.rowsOf(customerId).filter((row) => row.reason !== "no_phone"),
    singles: store.singlesOf(customerId),
    outbox: store.outboxOf(customerId),
    answers: store.answersOf(customerId),
    tells: store.tellsOf(customerId),
    pins: [...store.pins().values()].filter((pin) => pin.customerId === customerId),
    enrolments: store.enrolments().filter((one) => one.customerId === customerId),
    consentEvents: isRoom ? events.filter((event) => event.customer?.consent !== undefined) : [],
  };
  store.setMoved(customerId, epoch, to);
  // Whatever is said to this number from now on is somebody else's.
  if (store.getMeta("customer_id") === customerId)
    store.setMeta("customer_id", `guest:${store.getMeta("owner") ?? ""}`);
  return bundle;
}

/**
 * Second half, at the new owner. A crash in between only repeats it. False where the customer has been called away from here
 * since: then the former owner keeps what it has.
 */
export function takeOver(store: CustomerStore, customerId: string, epoch: number, bundle: CustomerBundle): boolean {
  if (store.epochOf(customerId) > epoch) return false;
  // What lies here from before the customer went away is older than what they bring back; else it is newer.
  const isBack = store.movedTo(customerId) !== undefined;
  store.setMoved(customerId, epoch, undefined);
  for (const event of bundle.events) store.addEvent({ ...event, customerId }, customerId);
  for (const event of bundle.consentEvents) store.addConsent(event);
  const known = new Set(isBack ? [] : store.rows().map(rowKey));
  for (const row of bundle.rows) if (!known.has(rowKey(row))) store.putRow({ ...row, customerId });
  for (const row of bundle.outbox) {
    if (isBack || store.findOutbox(row.messageId) === undefined) store.putOutbox({ ...row, customerId });
  }
  const answered = new Set(isBack ? [] : store.answers().map(rowKey));
  for (const answer of bundle.answers) if (!answered.has(rowKey(answer))) store.putAnswer({ ...answer, customerId });
  const told = new Set(isBack ? [] : store.told().map(rowKey));
  for (const row of bundle.tells) if (!told.has(rowKey(row))) store.putTell({ ...row, customerId });
  for (const pin of bundle.pins) {
    // A run per customer bears their id, which an order's waiting room did not know.
    const runId = pin.runId.replace(`:${pin.customerId}:`, () => `:${customerId}:`);
    if (isBack || !store.pins().has(runId)) store.putPin({ ...pin, runId, customerId });
  }
  for (const enrolment of bundle.enrolments) store.addEnrolment({ ...enrolment, customerId });
  for (const single of bundle.singles) store.addSingle({ ...single, customerId });
  store.republish(customerId);
  return true;
}
