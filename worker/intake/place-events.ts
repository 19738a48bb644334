import { customerRoomName, orderRoomName, personName } from "../crypto/keyed-hash.ts";
import type { StoreEvent } from "../domain/store-event.ts";
import { customerOfUnknownOrder, type Directory, type Placement } from "../tables/directory.ts";

/** Of what one delivery tells; later events of it see what earlier ones told. */
export async function placeEvents(
  env: Env,
  merchantId: string,
  events: readonly StoreEvent[],
  known: Directory,
): Promise<readonly Placement[]> {
  let directory = known;
  const placements: Placement[] = [];
  for (const event of events) {
    const placement = await placeEvent(env, merchantId, event, directory);
    if (placement === undefined) continue;
    placements.push(placement);
    directory = withPlacement(directory, placement);
  }
  return placements;
}

function withPlacement(directory: Directory, { event, owner }: Placement): Directory {
  const { orderId, customerId } = event;
  return {
    ...directory,
    customerOfOrder:
      orderId === undefined
        ? directory.customerOfOrder
        : new Map([...directory.customerOfOrder, [orderId, customerId]]),
    ownerOfCustomer: new Map([...directory.ownerOfCustomer, [customerId, owner]]),
  };
}

/**
 * Finds whose an event is and where that person lives: by the event's own customer, else by its order's, else by the phone
 * (a guest), else in a waiting room named by the order. An order stays with its first customer.
 */
async function placeEvent(
  env: Env,
  merchantId: string,
  told: StoreEvent,
  directory: Directory,
): Promise<Placement | undefined> {
  const event = isOfSomebodyElse(told, directory) ? { ...told, customer: undefined } : told;
  const phone = event.customer?.phone;
  const person = typeof phone === "string" ? await personName(env, merchantId, phone) : undefined;
  const customerId = findCustomer(event, directory, person);
  if (customerId === undefined) return undefined;
  const factsAtMs = event.factsAtMs ?? event.occurredAtMs;
  const placed = { ...event, customerId };
  const isAccount = event.type === "customer.updated" && event.source !== "custom" && event.source !== "api";
  const accountOwner = isAccount ? person : undefined;
  if (person !== undefined && !(isAccount && keepsNumber(customerId, person, directory))) {
    return { event: placed, owner: person, phoneAtMs: factsAtMs, accountOwner };
  }
  const room =
    event.orderId !== undefined && customerId === customerOfUnknownOrder(event.orderId)
      ? await orderRoomName(env, merchantId, event.orderId)
      : await customerRoomName(env, merchantId, customerId);
  // A number taken out of the record (null) sends its customer back to a waiting room.
  if (phone === null) return { event: placed, owner: room, phoneAtMs: factsAtMs, accountOwner };
  return {
    event: placed,
    owner: directory.ownerOfCustomer.get(customerId) ?? room,
    phoneAtMs: undefined,
    accountOwner,
  };
}

/** An order stays with its first customer: what a later event tells of another one is neither their number nor their name. */
function isOfSomebodyElse({ orderId, customerId }: StoreEvent, directory: Directory): boolean {
  const first = orderId === undefined ? undefined : directory.customerOfOrder.get(orderId);
  if (first === undefined || customerId === undefined || first === customerId) return false;
  return !first.startsWith("guest:") && !first.startsWith("order:");
}

/**
 * A store repeats the account's number with every change of the account. It is news only where nothing better is known or the
 * account had another one: else it would take the customer away from the number that they gave with their last order.
 */
function keepsNumber(customerId: string, person: string, directory: Directory): boolean {
  const isReachable = directory.ownerOfCustomer.get(customerId)?.startsWith("p_") === true;
  const before = directory.accountOfCustomer.get(customerId);
  return isReachable && (before === undefined || before === person);
}

function findCustomer(event: StoreEvent, directory: Directory, person: string | undefined): string | undefined {
  const unknown = event.orderId === undefined ? undefined : customerOfUnknownOrder(event.orderId);
  const known = event.orderId === undefined ? undefined : directory.customerOfOrder.get(event.orderId);
  if (known !== undefined && known !== unknown) return known;
  return event.customerId ?? (person === undefined ? unknown : `guest:${person}`);
}
