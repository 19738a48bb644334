import { WHOLE_MARK } from "./event-order.ts";
import { foldOrder, type OrderState } from "./order-state.ts";
import type { CustomerState } from "./person-state.ts";
import type { ProductFacts } from "./product-facts.ts";
import type { Run } from "./run.ts";
import { choosesItem } from "./run-item.ts";
import { buildScope, type Scope } from "./scope.ts";
import type { StoreEvent } from "./store-event.ts";

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
  const { trigger, orderId } = run;
  const own = conditionScopes.get(trigger) ?? new WeakMap<object, KnownScope>();
  conditionScopes.set(trigger, own);
  const key = choosesItem(run.flow) ? run.flow : ANY_FLOW;
  const before = own.get(key);
  const isSame = before?.customer === customer && before.products === products && before.orderId === orderId;
  if (isSame) return before.scope;
  const scope = buildConditionScope(run, customer, awaited, products);
  own.set(key, { customer, products, orderId, scope });
  return scope;
}

interface KnownScope extends Pick<Run, "orderId"> {
  readonly customer: CustomerState;
  readonly products: ReadonlyMap<string, ProductFacts>;
  readonly scope: Scope;
}

// As of a trigger nothing changes until something is told of the person: then they are another `CustomerState`.
const conditionScopes = new WeakMap<StoreEvent, WeakMap<object, KnownScope>>();
/** All flows that are about the first item of an order read the same. */
const ANY_FLOW = {};

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
