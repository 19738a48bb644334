import type { EventType } from "../../shared/contract/events.ts";
import type { SendStep } from "../../shared/contract/flows.ts";
import { fulfilmentRank, isWholeOrder } from "./event-order.ts";
import type { CustomerState } from "./person-state.ts";
import type { Run } from "./run.ts";

/** R2: whether a text's news is old by now: what its flow says drops it, or what the order or its parcel has come to since. */
export function isSuperseded(run: Run, step: SendStep, customer: CustomerState): boolean {
  if (knowsEvent(run, customer, run.flow.supersededBy) || isOfVoidedParcel(run, customer)) return true;
  const announces =
    step.class === "transactional" && (step.from ?? "trigger") === "trigger" && step.unless === undefined;
  return announces && isOutranked(run, customer);
}

/** Whether one of these events of the run's order is known now, besides the one that started the run. */
export function knowsEvent(run: Run, customer: CustomerState, types: readonly EventType[] | undefined): boolean {
  if (types === undefined || run.orderId === undefined) return false;
  const events = customer.orders.get(run.orderId)?.events ?? [];
  return events.some((event) => types.includes(event.type) && event.id !== run.trigger.id);
}

/** A voided fulfilment takes its parcel out. */
function isOfVoidedParcel({ trigger, orderId }: Run, customer: CustomerState): boolean {
  if (fulfilmentRank(trigger.type) === undefined || trigger.parcel === undefined || orderId === undefined) return false;
  return customer.orders.get(orderId)?.parcels.get(trigger.parcel.id)?.isVoided === true;
}

/** R10: a text that announces a fulfilment state is superseded once its parcel, or the whole order, is known to be further. */
function isOutranked({ trigger, orderId }: Run, customer: CustomerState): boolean {
  const rank = fulfilmentRank(trigger.type);
  if (rank === undefined || orderId === undefined) return false;
  const isWhole = isWholeOrder(trigger);
  return (customer.orders.get(orderId)?.events ?? []).some((event) => {
    if ((fulfilmentRank(event.type) ?? 0) <= rank) return false;
    if (isWholeOrder(event)) return true;
    return isWhole ? event.type.startsWith("order.") : event.parcel?.id === trigger.parcel?.id;
  });
}
