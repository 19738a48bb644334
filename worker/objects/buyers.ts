import { foldCustomers } from "../domain/person-state.ts";
import { listPaces, type Pace } from "../domain/replenishment.ts";
import type { KnownEvent } from "../domain/run.ts";
import { customerOfUnknownOrder } from "../tables/directory.ts";
import type { CustomerStore } from "./customer-store.ts";

export interface Buyer {
  readonly customerId: string;
  readonly paces: readonly Pace[];
}

/** How the customers of this object buy; an order's whose customer is not known yet counts once they are. */
export function listBuyers(store: CustomerStore, shopZone: string): readonly Buyer[] {
  const events = store.events();
  const before = known.get(events);
  if (before !== undefined) return before;
  const customers = foldCustomers(events, store.getMeta("customer_id") ?? "");
  const buyers = [...customers.values()]
    .filter(({ id }) => !id.startsWith(customerOfUnknownOrder("")))
    .map((customer) => {
      const zone = customer.profileAt(Number.POSITIVE_INFINITY).timeZone ?? shopZone;
      return { customerId: customer.id, paces: listPaces(customer, zone) };
    })
    .filter(({ customerId, paces }) => paces.length > 0 || customers.get(customerId)?.orders.size !== 0);
  known.set(events, buyers);
  return buyers;
}

// An object's list of events is another one as soon as anything is told.
const known = new WeakMap<readonly KnownEvent[], readonly Buyer[]>();
