import { type Aftertext, startAftertext } from "../end-to-end/server.ts";
import type { Sample } from "./load.ts";
import { alternate, type Row, type Table, time } from "./rounds.ts";
import { addCustomers, newNumbers, openShop, passOneDay, type Shop } from "./shop.ts";

/** The same number due, once among few who wait and then among more: the work must not grow. */
export async function benchWaiting(aftertext: Aftertext, isFull: boolean): Promise<Table> {
  const [rounds, due, few, crowds] = isFull ? [5, 500, 1_000, [10_000, 50_000]] : [3, 200, 500, [5_000]];
  const amongFew = await openWith(aftertext, few);
  const rows: Row[] = [];
  for (const many of crowds) rows.push(await compareWith(amongFew, { rounds, due, few, many }));
  return {
    title: "Waking",
    rows,
    notes: ["1.00: what waits costs nothing. Until the barrier, as in Texts; two servers, one after the other."],
  };
}

async function compareWith(
  amongFew: Shop,
  {
    rounds,
    due,
    few,
    many,
  }: { readonly rounds: number; readonly due: number; readonly few: number; readonly many: number },
): Promise<Row> {
  const crowded = await startAftertext();
  try {
    const amongMany = await openWith(crowded, many);
    const { ours, theirs } = await alternate(rounds, {
      theirs: () => sendDue(amongFew, due),
      ours: () => sendDue(amongMany, due),
    });
    const [fewer, more] = [few, many].map((count) => count.toLocaleString("en"));
    return {
      what: `${due} due, ${more} waiting`,
      unit: "texts/s",
      ours,
      baseline: `the same, ${fewer} waiting`,
      theirs,
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
