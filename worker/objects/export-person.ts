import { toIso } from "../domain/iso.ts";
import type { CustomerStore } from "./customer-store.ts";
import { toDecisionView, viewTexts } from "./customer-views.ts";
import { listNoted } from "./noted.ts";

/** Everything that an object knows of these customers, in the words of the API (GDPR 15). */
export function exportPerson(store: CustomerStore, customers: readonly string[] | undefined) {
  const isAsked = ({ customerId }: { readonly customerId?: string | undefined }): boolean =>
    customers === undefined || (customerId !== undefined && customers.includes(customerId));
  const noted = listNoted(store);
  const isNoted = ({ view: { customer } }: { readonly view: { readonly customer: string } }): boolean =>
    isAsked({ customerId: customer });
  const optOut = store.optOut();
  return {
    phone: store.phone(),
    customers: store.knownCustomers().filter((customerId) => isAsked({ customerId })),
    optOut: optOut && { scope: optOut.scope, source: optOut.source, at: toIso(optOut.atMs) },
    optOuts: store.optOutLog().map(({ atMs, ...entry }) => ({ ...entry, at: toIso(atMs) })),
    consent: store.consent().map(({ atMs, ...entry }) => ({ ...entry, at: toIso(atMs) })),
    events: store
      .events()
      .filter(isAsked)
      .map(({ offered: _, occurredAtMs, factsAtMs: __, ...event }) => ({ ...event, occurredAt: toIso(occurredAtMs) })),
    texts: viewTexts(store, undefined, isAsked).map(({ atMs, untilAtMs, ...text }) => ({
      ...text,
      at: toIso(atMs),
      ...(untilAtMs !== undefined && { untilAt: toIso(untilAtMs) }),
    })),
    decisions: store.rows().filter(isAsked).map(toDecisionView),
    answers: noted.answers.filter(isNoted).map(({ view }) => view),
    tells: noted.tells.filter(isNoted).map(({ view }) => view),
  };
}
