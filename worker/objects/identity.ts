import type { SingleText } from "../domain/single-text.ts";
import type { Address } from "./customer-messages.ts";
import type { CustomerStore } from "./customer-store.ts";

/** Tells an object whose it is. A guest is whoever has the number, until a store names them. */
export function introduce(store: CustomerStore, address: Address, customerId: string): void {
  store.setMeta("merchant_id", address.merchantId);
  store.setMeta("owner", address.owner);
  if (address.phone !== undefined) store.setPhone(address.phone);
  const known = store.getMeta("customer_id");
  const isGuess = known === undefined || known.startsWith("guest:");
  if (isGuess) store.setMeta("customer_id", customerId);
}

/** To whom a single text goes: the order's, else who is named, else whose number it is. */
export function customerOf(store: CustomerStore, single: SingleText): string {
  const events = store.events();
  const ofOrder = events.find((event) => event.orderId !== undefined && event.orderId === single.orderId);
  const named = events.find((event) => event.customerId === single.customerId);
  return ofOrder?.customerId ?? named?.customerId ?? store.getMeta("customer_id") ?? single.customerId;
}
