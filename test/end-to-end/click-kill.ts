import * as z from "zod";
import { d1Folder, readState } from "../bench/state-database.ts";
import { type Aftertext, startAftertext } from "./server.ts";
import { numberOfReferrer, tapAll } from "./tap-load.ts";

const Merchant = z.object({ merchantId: z.string(), apiKey: z.string() });
const Created = z.object({ slug: z.string() });
const LogState = z.object({
  waitingClicks: z.number(),
  groups: z.number(),
  secondWay: z.number(),
  undurable: z.number(),
  databaseBytes: z.number(),
});

export interface ClickShop {
  readonly apiKey: string;
  readonly slugs: readonly string[];
}

export async function openClickShop(
  aftertext: Aftertext,
  links: readonly Record<string, unknown>[],
): Promise<ClickShop> {
  const setup = { name: "Harbor Goods", timeZone: "America/New_York", flows: "none" };
  const { apiKey } = Merchant.parse(await aftertext.bench("/merchants", setup));
  const slugs: string[] = [];
  for (const link of links) {
    const { body } = await aftertext.api(apiKey, "POST", "/v1/links", { url: "https://harbor.example/o", ...link });
    slugs.push(Created.parse(body).slug);
  }
  return { apiKey, slugs };
}

export async function readLogs(aftertext: Aftertext): Promise<z.output<typeof LogState>> {
  return LogState.parse(await aftertext.bench("/click-log"));
}

/** Every stored click's tap, as often as it is stored, once the logs have brought all they hold. */
export async function readTaps(aftertext: Aftertext): Promise<readonly number[]> {
  await aftertext.bench("/clock", { advance: "PT0S" });
  return readState(aftertext.state, d1Folder, "SELECT referrer FROM clicks").map((row) =>
    numberOfReferrer(z.object({ referrer: z.string() }).parse(row).referrer),
  );
}

/** What the roll-ups have counted of all links. */
export function readCounted({ state }: Aftertext): number {
  const [row] = readState(state, d1Folder, "SELECT COALESCE(SUM(all_hits), 0) AS counted FROM link_days");
  return z.object({ counted: z.number() }).parse(row).counted;
}

export interface KillRounds {
  readonly rounds: number;
  readonly connections: number;
  /** Between Worker and ClickLog. */
  readonly clickLogDelayMs: number;
}

export interface KillReport {
  /** Redirects that reached the client. */
  readonly answered: number;
  /** Clicks in D1 after the last start: those of redirects that died on their way, too. */
  readonly stored: number;
  /** Of the redirects, without a click after the last start. */
  readonly lost: number;
  readonly twice: number;
  readonly undurable: number;
  readonly secondWay: number;
  readonly isCountedRight: boolean;
}

/** Taps at full load, SIGKILL to the whole process group, a new start on the same state; again and again, and then the books. */
export async function killUnderLoad({ rounds, connections, clickLogDelayMs }: KillRounds): Promise<KillReport> {
  let aftertext = await startAftertext();
  const { port, state } = aftertext;
  try {
    await aftertext.bench("/reset", {});
    const shop = await openClickShop(
      aftertext,
      Array.from({ length: 50 }, (_, i) => ({ customer: `c${i}` })),
    );
    const answered = new Set<number>();
    let number = 0;
    for (let round = 0; round < rounds; round += 1) {
      await aftertext.bench("/faults", { clickLogDelayMs });
      const before = answered.size;
      const ended = tapAll({
        port,
        slugs: shop.slugs,
        connections,
        next: () => number++,
        onAnswer: (tap) => answered.add(tap.number),
      });
      // Somewhere in a group's life, another place each time.
      while (answered.size < before + 500) await new Promise((resolve) => setTimeout(resolve, 5));
      await new Promise((resolve) => setTimeout(resolve, (round * 37) % 100));
      await aftertext.killGroup();
      await ended;
      aftertext = await startAftertext({ port, state });
    }
    const stored = await readTaps(aftertext);
    const { undurable, secondWay } = await readLogs(aftertext);
    const different = new Set(stored);
    return {
      answered: answered.size,
      stored: stored.length,
      lost: [...answered].filter((tap) => !different.has(tap)).length,
      twice: stored.length - different.size,
      undurable,
      secondWay,
      isCountedRight: readCounted(aftertext) === stored.length,
    };
  } finally {
    await aftertext.stop();
  }
}
