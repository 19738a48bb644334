import type { PhoneNumber } from "../../shared/contract/primitives.ts";
import { personName } from "../crypto/keyed-hash.ts";
import type { StoreEvent } from "../domain/store-event.ts";
import { deleteMove, type Directory, readDirectory } from "../tables/directory.ts";
import { markApplied, type UnappliedDelivery } from "../tables/store-events.ts";

export interface Applied {
  readonly runs: readonly string[];
  readonly notes: readonly string[];
}

/** A customer who moves while their event is on its way is followed this often before cron tries again. */
const MOST_ROUTES = 5;

/** Hands a delivery's events to their owners, after what former owners hold. Idempotent at every hop. */
export async function applyDelivery(env: Env, delivery: UnappliedDelivery, known?: Directory): Promise<Applied> {
  const { merchantId, events } = delivery;
  const runs: string[] = [];
  const notes: string[] = [];
  let directory = known ?? (await readDirectory(env.DB, merchantId, events));
  for (const event of events) {
    for (let route = 0; ; route += 1) {
      if (route === MOST_ROUTES) throw new Error("an event's owner kept moving");
      const result = await deliver(env, merchantId, event, directory, await phoneOf(env, merchantId, events));
      if (result.kind === "received") {
        runs.push(...result.runs);
        notes.push(...result.notes);
        break;
      }
      directory = await readDirectory(env.DB, merchantId, events);
    }
  }
  await markApplied(env.DB, delivery);
  return { runs: [...new Set(runs)], notes: [...new Set(notes)] };
}

async function deliver(
  env: Env,
  merchantId: string,
  event: StoreEvent,
  directory: Directory,
  phones: ReadonlyMap<string, PhoneNumber>,
) {
  const viaOrder = event.orderId === undefined ? undefined : directory.customerOfOrder.get(event.orderId);
  const customerId = viaOrder ?? event.customerId;
  const owner = customerId === undefined ? undefined : directory.ownerOfCustomer.get(customerId);
  if (customerId === undefined || owner === undefined) throw new Error("an event has no owner in the directory");
  const address = { merchantId, owner, phone: phones.get(owner) };
  for (const move of directory.moves.filter((one) => one.customerId === customerId)) {
    const former = env.CUSTOMER.getByName(move.fromOwner);
    const bundle = await former.release(move.fromCustomer, owner);
    await env.CUSTOMER.getByName(owner).accept(address, customerId, bundle);
    await former.forget(move.fromCustomer);
    await deleteMove(env.DB, merchantId, move);
  }
  return env.CUSTOMER.getByName(owner).receive({ ...address, customerId, events: [{ ...event, customerId }] });
}

/** The numbers that this delivery names, by the object that each leads to. */
async function phoneOf(
  env: Env,
  merchantId: string,
  events: readonly StoreEvent[],
): Promise<ReadonlyMap<string, PhoneNumber>> {
  const phones = new Map<string, PhoneNumber>();
  for (const event of events) {
    const phone = event.customer?.phone;
    if (typeof phone === "string") phones.set(await personName(env, merchantId, phone), phone);
  }
  return phones;
}
