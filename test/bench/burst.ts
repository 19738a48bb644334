import type { Aftertext } from "../end-to-end/server.ts";
import type { Sample } from "./load.ts";
import type { Table } from "./rounds.ts";
import { addCustomers, listTexts, newNumbers, openShop, phoneNumber, type Shop, summarize } from "./shop.ts";

const SEGMENTS_PER_SECOND = 20;
/** Promotions that fall due at once on a usual day: one second of the sender. */
const USUAL = SEGMENTS_PER_SECOND;

/** Orders are confirmed while ten times the usual number of promotions waits for a paced sender. */
export async function benchBurst(aftertext: Aftertext, isFull: boolean): Promise<Table> {
  const confirmations = isFull ? 200 : 100;
  const quiet = await confirmDuring(await openPaced(aftertext), 0, confirmations);
  const burst = await confirmDuring(await openPaced(aftertext), 10 * USUAL, confirmations);
  return {
    title: "Burst",
    rows: [
      {
        what: `confirmations while ${10 * USUAL} promotions queue`,
        unit: "confirmations/s",
        ours: [burst],
        baseline: "the same, with nothing queued",
        theirs: [quiet],
      },
    ],
    notes: [
      `A sender of ${SEGMENTS_PER_SECOND} segments a second. p50 and p99: from the event's POST until the simulated gateway has the confirmation, on a clock that runs.`,
    ],
  };
}

async function openPaced(aftertext: Aftertext): Promise<Shop> {
  const shop = await openShop(aftertext, "following");
  const put = async (path: string, body: unknown): Promise<void> => {
    const { status } = await aftertext.api(shop.apiKey, "PUT", path, body);
    if (status >= 300) throw new Error(`${path} was refused: ${status}`);
  };
  await put("/v1/policy", {
    quietHours: null,
    caps: [],
    stateLaw: false,
    pace: { segmentsPerSecond: SEGMENTS_PER_SECOND },
  });
  const step = { send: { body: "An offer for {{ order.name }}" }, class: "promotional", after: "PT10M" };
  await put("/v1/flows/ten-minutes", { name: "Offer", trigger: { event: "order.updated" }, steps: [step] });
  const now = { send: { body: "Thanks for order {{ order.name }}" }, class: "transactional", quiet: "ignore" };
  await put("/v1/flows/thanks", { name: "Thanks", trigger: { event: "order.placed" }, steps: [now] });
  return shop;
}

/** Four a second, from a second after the promotions fall due. */
async function confirmDuring(shop: Shop, promotions: number, confirmations: number): Promise<Sample> {
  const dueMs = Date.now() + 3_000 + promotions * 40;
  const occurredAtMs = () => dueMs - 600_000;
  await addCustomers(shop, "order.updated", newNumbers(promotions), { occurredAtMs, consent: true });
  await pause(dueMs + 1_000 - Date.now());
  const askedMs = new Map<string, number>();
  const startedAtMs = Date.now();
  const asked: Promise<unknown>[] = [];
  for (const [index, number] of newNumbers(confirmations).entries()) {
    await pause(startedAtMs + index * 250 - Date.now());
    askedMs.set(phoneNumber(number), Date.now());
    asked.push(addCustomers(shop, "order.placed", [number]));
  }
  await Promise.all(asked);
  for (;;) {
    const texts = (await listTexts(shop)).filter(({ to }) => askedMs.has(to));
    if (texts.length === confirmations) {
      return summarize(
        texts.map(({ to, atMs }) => atMs - (askedMs.get(to) ?? atMs)),
        (texts.at(-1)?.atMs ?? startedAtMs) - startedAtMs,
      );
    }
    await pause(1_000);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
