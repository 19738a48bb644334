import * as z from "zod";
import type { Aftertext } from "../end-to-end/server.ts";
import { startBareWorker } from "./bare-runtime.ts";
import { describeLinkCost, type LinkCost, subtractCost } from "./link-cost.ts";
import { drive, once, type Sample, writeRequest } from "./load.ts";
import { alternate, type Table } from "./rounds.ts";
import { addCustomers, countAccepted, newNumbers, openShop, passOneDay, type Shop } from "./shop.ts";

/** A hundred recipients' links asked for in one request, beside one insert of as many rows; and what a million links cost. */
export async function benchLinks(aftertext: Aftertext, isFull: boolean): Promise<Table> {
  const shop = await openShop(aftertext, "standing");
  const bare = await startBareWorker("insert-links", [
    "CREATE TABLE links (slug TEXT PRIMARY KEY, target_url TEXT NOT NULL, customer TEXT NOT NULL) WITHOUT ROWID",
    "CREATE INDEX links_customer ON links (customer)",
  ]);
  const [rounds, texts] = isFull ? [7, 1_000] : [3, 200];
  const made = linksPerRequest * requestsPerRound * (rounds + 1);
  try {
    const fresh = await readCost(aftertext);
    const { ours, theirs } = await alternate(rounds, {
      ours: (round) => ask(shop, `${aftertext.baseUrl}/v1/links/bulk`, aftertext.port, { status: 201, round }),
      theirs: (round) => ask(shop, `${bare.baseUrl}/`, bare.port, { status: 200, round }),
    });
    const inBulk = subtractCost(await readCost(aftertext), fresh);
    const inTexts = await costOfTexts(shop, texts);
    const slowest = Math.max(...ours.map(({ p99Ms }) => p99Ms ?? Number.NaN));
    return {
      title: "Links",
      rows: [
        {
          what: `${linksPerRequest} recipients' links in one request, one request after another`,
          unit: "requests/s",
          ours,
          baseline: "bare/insert-links.js",
          theirs,
        },
      ],
      notes: [
        `The slowest of ${requestsPerRound * rounds} requests took ${slowest.toFixed(0)} ms. Ours checks each target, makes the links in their shard, and waits until D1 lists them: two commits, one after the other.`,
        describeLinkCost("in requests of a hundred", made, inBulk, made / linksPerRequest),
        describeLinkCost("in texts, one each", texts, inTexts, 0),
      ],
    };
  } finally {
    await bare.stop();
  }
}

const linksPerRequest = 100;
const requestsPerRound = 30;

function ask(
  { apiKey }: Shop,
  url: string,
  port: number,
  { status, round }: { readonly status: number; readonly round: number },
): Promise<Sample> {
  const headers = { Authorization: `Bearer ${apiKey}`, "Content-Type": "application/json" };
  const bodies = Array.from({ length: requestsPerRound }, (_, request) => {
    const customer = (i: number) => `c${round}-${request}-${i}`;
    const links = Array.from({ length: linksPerRequest }, (__, i) => ({
      url: `https://juniper.example/order/${i}`,
      customer: customer(i),
      utm: { source: "sms", campaign: "bench" },
    }));
    return JSON.stringify({ links });
  });
  const requests = bodies.map((body) => writeRequest("POST", url, headers, body));
  return drive({ port, connections: 1, next: once(requests), status });
}

async function costOfTexts(shop: Shop, texts: number): Promise<LinkCost> {
  await addCustomers(shop, "order.paid", newNumbers(texts));
  const [costBefore, before] = [await readCost(shop.aftertext), await countAccepted(shop)];
  await passOneDay(shop);
  const sent = (await countAccepted(shop)) - before;
  if (sent !== texts) throw new Error(`${texts} texts were due, ${sent} went`);
  return subtractCost(await readCost(shop.aftertext), costBefore);
}

const Counted = z.object({
  requests: z.number(),
  rowsRead: z.number(),
  rowsWritten: z.number(),
  copies: z.number(),
  copyRowsRead: z.number(),
  copyRowsWritten: z.number(),
});

async function readCost(aftertext: Aftertext): Promise<LinkCost> {
  return Counted.parse(await aftertext.bench("/link-shards"));
}
