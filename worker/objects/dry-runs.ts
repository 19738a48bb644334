import { assumeRest } from "../domain/assumed-course.ts";
import type { DryRun, TriedFlow } from "../domain/dry-run.ts";
import { dryRunOrder } from "../domain/dry-run.ts";
import { type Context, readPerson, takeSnapshot } from "./customer-context.ts";
import type { CustomerStore } from "./customer-store.ts";

export interface DryRunAsk {
  readonly orderId: string;
  readonly flows: readonly TriedFlow[];
  /** Whether it is taken to be shipped and delivered where nothing of that is known yet. */
  readonly assume: boolean;
}

/** An order of this person through flows. Stores nothing; what other flows and orders sent counts toward the caps. */
export function dryRunHere(store: CustomerStore, context: Context, { orderId, flows, assume }: DryRunAsk): DryRun {
  const phone = store.phone();
  if (phone === undefined) return { texts: [], waits: [] };
  const snapshot = takeSnapshot(store, context);
  const isTried = new Set(flows.map(({ flow }) => flow.key));
  const sends = store
    .outbox()
    .filter(({ to, state }) => to === phone && (state === "accepted" || state === "unknown"))
    .filter((sent) => sent.orderId !== orderId || !isTried.has(store.findRow(sent)?.flow ?? ""))
    .map(({ attemptAtMs, class: sentAs }) => ({ atMs: attemptAtMs, class: sentAs }));
  const assumed = assume ? assumeRest(snapshot.events, orderId) : [];
  const events = [...snapshot.events, ...assumed.map((event) => ({ ...event, offered: {} }))];
  const person = { ...readPerson(store, phone), sends };
  return dryRunOrder(
    { snapshot: { ...snapshot, events }, person, merchant: context.merchant, sampleLink },
    { orderId, flows },
  );
}

/** As long and as recognisable as the links that texts print; it leads nowhere. */
export function sampleLink(index: number): string {
  return `https://go.example/xxxxxxx${index}`;
}
