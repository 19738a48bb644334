import type { StoreEvent } from "../domain/store-event.ts";

/**
 * What a store's record tells by the state it is in. WooCommerce and BigCommerce show a record as it is now, again and again;
 * `name` is the same however often and by whichever delivery the same thing is told.
 */
export interface StateEvent extends Omit<StoreEvent, "id" | "source" | "live"> {
  readonly name: string;
  /** True where it may have happened to something that never was an order: then it ends runs and starts none. */
  readonly isOld?: boolean;
}

/**
 * Events that are no news (R16) have ids of their own: else what was fetched before its webhook came would keep that webhook's
 * event, which starts runs, from being taken in.
 */
export function nameEvents(
  source: "woocommerce" | "bigcommerce",
  events: readonly StateEvent[],
  { live }: { readonly live: boolean },
): StoreEvent[] {
  return events.map(({ name, isOld, ...event }) => ({
    ...event,
    id: live ? `${source}:${name}` : `${source}:${name}:seen`,
    source,
    live: live && isOld !== true,
  }));
}
