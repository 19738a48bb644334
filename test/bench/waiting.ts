import { type Aftertext, startAftertext } from "../end-to-end/server.ts";
import type { Sample } from "./load.ts";
import { alternate, type Table, time } from "./rounds.ts";
import { addCustomers, newNumbers, openShop, passOneDay, type Shop } from "./shop.ts";

/** The same number due, once among few who wait and once among many: the work must not grow. */
export async function benchWaiting(aftertext: Aftertext, isFull: boolean): Promise<Table> {
  const [rounds, due, few, many] = isFull ? [5, 500, 1_000, 50_000] : [3, 200, 500, 5_000];
  const crowded = await startAftertext();
  try {
    const amongFew = await openWith(aftertext, few);
    const amongMany = await openWith(crowded, many);
    const { ours, theirs } = await alternate(rounds, {
      theirs: () => sendDue(amongFew, due),
      ours: () => sendDue(amongMany, due),
    });
    const [fewer, more] = [few, many].map((count) => count.toLocaleString("en"));
    return {
      title: "Waking",
      rows: [
        {
          what: `${due} due, ${more} waiting`,
          unit: "texts/s",
          ours,
          baseline: `the same, ${fewer} waiting`,
          theirs,
        },
      ],
      notes: ["1.00: what waits costs nothing. Until the barrier, as in Texts; two servers, one after the other."],
    };
  } finally {
    await crowded.stop();
  }
}

async function openWith(aftertext: Aftertext, waiting: number): Promise<Shop> {
  const shop = await openShop(aftertext, "standing");
  await addCustomers(shop, "order.delivered", newNumbers(waiting));
  return shop;
}

async function sendDue(shop: Shop, due: number): Promise<Sample> {
  await addCustomers(shop, "order.placed", newNumbers(due));
  return time(due, () => passOneDay(shop));
}
