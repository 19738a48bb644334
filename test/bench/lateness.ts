import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Aftertext } from "../end-to-end/server.ts";
import { startBareWorker } from "./bare-runtime.ts";
import type { Sample } from "./load.ts";
import type { Table } from "./rounds.ts";
import { addCustomers, listTexts, newNumbers, openShop, phoneNumber, type Shop, summarize } from "./shop.ts";
import { sendBare } from "./texts.ts";

const TEN_MINUTES_MS = 600_000;
/** As five thousand within a minute. */
const DUE_PER_SECOND = 5_000 / 60;

/** How late texts go that fall due one after another among many who wait, on a clock that runs: each by its own alarm. */
export async function benchLateness(aftertext: Aftertext, isFull: boolean): Promise<Table> {
  const [waiting, due] = isFull ? [50_000, 5_000] : [2_000, 300];
  const shop = await openShop(aftertext, "following");
  const bare = await startBareWorker("write-and-fetch");
  try {
    const restMiB = memoryMiB(aftertext);
    const intake = await addCustomers(shop, "order.delivered", newNumbers(waiting));
    const diskKiB = diskOf(aftertext) / waiting;
    const theirs = await sendBare(shop, bare, Math.min(due, 500));
    const ours = await sendInTurn(shop, due, (due / intake.perSecond) * 1000);
    const peakMiB = memoryMiB(aftertext);
    return {
      title: "Lateness",
      rows: [
        {
          what: `${due} due in ${Math.round(due / DUE_PER_SECOND)} s, ${waiting.toLocaleString("en")} waiting`,
          unit: "texts/s",
          ours: [ours],
          baseline: "bare/write-and-fetch.js, as fast as it can",
          theirs: [theirs],
        },
      ],
      notes: [
        "p50 and p99 are lateness: from the due instant until the simulated gateway has the text. 83 fall due a second, so that no more can go.",
        `Memory of all processes: ${restMiB} MiB before, ${peakMiB} MiB after. Disk: ${diskKiB.toFixed(1)} KiB for each who waits.`,
      ],
    };
  } finally {
    await bare.stop();
  }
}

async function sendInTurn(shop: Shop, due: number, intakeMs: number): Promise<Sample> {
  const numbers = newNumbers(due);
  // Time enough to take all of them in first.
  const firstMs = Date.now() + 5_000 + 3 * intakeMs;
  const dueMs = (index: number): number => firstMs + Math.floor((index / DUE_PER_SECOND) * 1000);
  await addCustomers(shop, "order.updated", numbers, { occurredAtMs: (index) => dueMs(index) - TEN_MINUTES_MS });
  if (Date.now() > firstMs) throw new Error("some were due before all were taken in");
  const dueOf = new Map(numbers.map((number, index) => [phoneNumber(number), dueMs(index)]));
  for (;;) {
    const texts = (await listTexts(shop)).filter(({ to, body }) => dueOf.has(to) && body.startsWith("Ten minutes"));
    if (texts.length > due) throw new Error(`${due} texts were due, ${texts.length} went`);
    const last = texts.at(-1);
    if (texts.length === due && last !== undefined) {
      const tookMs = texts.map(({ to, atMs }) => atMs - (dueOf.get(to) ?? atMs));
      return summarize(tookMs, last.atMs - firstMs);
    }
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  }
}

/** Resident, of everything that the starter started (proc(5), VmRSS). */
function memoryMiB({ processIds }: Aftertext): number {
  const kib = processIds().map((pid) =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]),
  );
  return Math.round(kib.reduce((sum, one) => sum + one, 0) / 1024);
}

/** Of the state folder, in KiB. Objects that fall asleep take their write-ahead logs away meanwhile: du says so, and goes on. */
function diskOf({ state }: Aftertext): number {
  return Number(spawnSync("du", ["-sk", state], { encoding: "utf8" }).stdout.split("\t")[0]);
}
