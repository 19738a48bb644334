import { clock } from "../clock.ts";
import { findMerchant } from "../merchants/merchant-rules.ts";
import { directoryReads, directoryWrites, parseDirectory, readDirectory } from "../tables/directory.ts";
import { appliedWrite, completeWrite, type UnappliedDelivery } from "../tables/store-events.ts";
import { type Applied, applyDelivery } from "./apply-events.ts";
import { fetchNoticed } from "./fetch-record.ts";
import { placeEvents } from "./place-events.ts";

/** The store does not say yet what it has given notice of: the delivery is kept and tried again. */
export class NotFetchedError extends Error {
  override readonly name = "NotFetchedError";
  /** Whether the same is to be expected of everything that this store has given notice of. */
  readonly isWholeStore: boolean;

  constructor(why: string, isWholeStore: boolean) {
    super(`the store's record could not be fetched: ${why}`);
    this.isWholeStore = isWholeStore;
  }
}

/** A store may give notice of a record a moment before its API has it; after that, it is not there any more. */
const MISSING_FOR_MS = 3_600_000;

/** Whoever was refunded waits for a text: after that it goes by what is known, which is the amount. */
const REFUND_ASKED_FOR_MS = 15 * 60_000;

/**
 * Fetches what a delivery named and hands it over. The events become part of the delivery in one transaction with the directory
 * that routes them, as if they had come with it.
 */
export async function applyNotice(env: Env, delivery: UnappliedDelivery): Promise<Applied> {
  const { merchantId, notice } = delivery;
  const merchant = await findMerchant(env, merchantId);
  if (merchant === undefined || notice === undefined) return NOTHING;
  const ageMs = clock.nowMs() - delivery.receivedAtMs;
  if (notice.kind === "refund" && ageMs >= REFUND_ASKED_FOR_MS) return completeAndApply(env, delivery, [notice.told]);
  const fetched = await fetchNoticed(env, merchant, notice);
  if (notice.kind === "refund" && fetched.kind !== "found" && fetched.kind !== "unreachable") {
    return completeAndApply(env, delivery, [notice.told]);
  }
  switch (fetched.kind) {
    case "found":
      return completeAndApply(env, delivery, fetched.events);
    case "no_such_record":
      if (ageMs < MISSING_FOR_MS) throw new NotFetchedError("it is not there", false);
      await appliedWrite(env.DB, delivery).run();
      return NOTHING;
    case "refused":
      throw new NotFetchedError(fetched.detail, true);
    case "unreachable":
      throw new NotFetchedError("no answer", true);
    case "no_access":
      throw new NotFetchedError("the store was connected without access to its API", true);
  }
}

const NOTHING: Applied = { runs: [], notes: [] };

async function completeAndApply(
  env: Env,
  delivery: UnappliedDelivery,
  told: UnappliedDelivery["events"],
): Promise<Applied> {
  const { merchantId } = delivery;
  const placements = await placeEvents(env, merchantId, told, await readDirectory(env.DB, merchantId, told));
  const events = placements.map(({ event }) => event);
  const reads = directoryReads(env.DB, merchantId, events);
  const results = await env.DB.batch([
    completeWrite(env.DB, delivery, events),
    ...placements.flatMap((placement) => directoryWrites(env.DB, merchantId, placement)),
    ...reads,
  ]);
  if (events.length === 0) return NOTHING;
  return applyDelivery(env, { ...delivery, events }, parseDirectory(results.slice(-reads.length)));
}
