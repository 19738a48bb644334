import type { PhoneNumber } from "../../shared/contract/primitives.ts";
import { personName } from "../crypto/keyed-hash.ts";
import type { StoreEvent } from "../domain/store-event.ts";
import { type Directory, deleteMove, type Move, readDirectory } from "../tables/directory.ts";
import { appliedWrite, type DeliveryKey, type UnappliedDelivery } from "../tables/store-events.ts";

export interface Applied {
  readonly runs: readonly string[];
  readonly notes: readonly string[];
}

/** A customer who moves while their event is on its way is followed this often before cron tries again. */
const MOST_ROUTES = 5;

/** Hands a delivery's events to their owners, after what former owners hold. Idempotent at every hop. */
export async function applyDelivery(
  env: Env,
  delivery: DeliveryKey & Pick<UnappliedDelivery, "events">,
  known?: Directory,
): Promise<Applied> {
  const { merchantId, events } = delivery;
  const phones = await namePhones(env, merchantId, events);
  const runs: string[] = [];
  const notes: string[] = [];
  const key = { merchantId, source: delivery.source, deliveryId: delivery.deliveryId };
  let left = events;
  let isMarked = false;
  let directory = known;
  for (let route = 0; left.length > 0; route += 1) {
    if (route === MOST_ROUTES) throw new Error("an event's owner kept moving");
    directory ??= await readDirectory(env.DB, merchantId, left);
    const undelivered: StoreEvent[] = [];
    const groups = groupByCustomer(left, directory);
    // The last one to take something in marks the delivery in the same transaction as its own index.
    const mark = groups.size === 1 ? key : undefined;
    for (const [customerId, own] of groups) {
      const result = await deliver(env, { merchantId, customerId, events: own, delivery: mark }, directory, phones);
      if (result.kind === "received") {
        runs.push(...result.runs);
        notes.push(...result.notes);
        isMarked = mark !== undefined;
      } else undelivered.push(...own);
    }
    left = undelivered;
    directory = undefined;
  }
  if (!isMarked) await appliedWrite(env.DB, key).run();
  return { runs: [...new Set(runs)], notes: [...new Set(notes)] };
}

/** What a delivery tells of one person is taken in at once: no text goes between two of its events (R12). */
function groupByCustomer(
  events: readonly StoreEvent[],
  directory: Directory,
): ReadonlyMap<string, readonly StoreEvent[]> {
  const groups = new Map<string, StoreEvent[]>();
  for (const event of events) {
    const viaOrder = event.orderId === undefined ? undefined : directory.customerOfOrder.get(event.orderId);
    const customerId = viaOrder ?? event.customerId;
    if (customerId === undefined) throw new Error("an event has no customer in the directory");
    const own = groups.get(customerId) ?? [];
    groups.set(customerId, [...own, { ...event, customerId }]);
  }
  return groups;
}

async function deliver(
  env: Env,
  batch: {
    readonly merchantId: string;
    readonly customerId: string;
    readonly events: readonly StoreEvent[];
    readonly delivery: DeliveryKey | undefined;
  },
  directory: Directory,
  phones: ReadonlyMap<string, PhoneNumber>,
) {
  const { merchantId, customerId } = batch;
  const owner = directory.ownerOfCustomer.get(customerId);
  if (owner === undefined) throw new Error("an event has no owner in the directory");
  const address = { merchantId, owner, phone: phones.get(owner) };
  const epoch = directory.epochOfCustomer.get(customerId) ?? 0;
  for (const move of directory.moves.filter((one) => one.customerId === customerId)) {
    if (!(await carryOver(env, address, move, epoch))) return { kind: "moved" } as const;
  }
  return env.CUSTOMER.getByName(owner).receive({ ...batch, ...address });
}

interface Address {
  readonly merchantId: string;
  readonly owner: string;
  readonly phone: PhoneNumber | undefined;
}

/** The two phases of a move. False where a later one has overtaken it: nothing was lost, and the directory knows better. */
async function carryOver(env: Env, address: Address, move: Move, epoch: number): Promise<boolean> {
  const former = env.CUSTOMER.getByName(move.fromOwner);
  const away = { customerId: move.fromCustomer, epoch };
  const bundle = await former.release(away, address.owner);
  if (bundle === undefined) return false;
  const isTaken = await env.CUSTOMER.getByName(address.owner).accept(
    address,
    { customerId: move.customerId, epoch },
    bundle,
  );
  if (!isTaken) return false;
  await former.forget(away);
  await deleteMove(env.DB, address.merchantId, move);
  return true;
}

/** The numbers that a delivery names, by the object that each leads to. */
async function namePhones(
  env: Env,
  merchantId: string,
  events: readonly StoreEvent[],
): Promise<ReadonlyMap<string, PhoneNumber>> {
  const named = events.flatMap((event) => event.customer?.phone ?? []);
  const phones = [...new Set(named)].map(async (phone) => [await personName(env, merchantId, phone), phone] as const);
  return new Map(await Promise.all(phones));
}
