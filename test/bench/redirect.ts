import * as z from "zod";
import type { Aftertext } from "../end-to-end/server.ts";
import { type BareWorker, startBareWorker } from "./bare-runtime.ts";
import { type ClickCost, describeCost } from "./click-cost.ts";
import { drive, once, repeat, type Sample, writeRequest } from "./load.ts";
import { alternate, type Row, type Table } from "./rounds.ts";
import { openShop, type Shop } from "./shop.ts";
import { d1Folder, readState } from "./state-database.ts";

/** Taps a second, each durable before its redirect leaves, beside a redirect that does nothing and one that logs afterwards. */
export async function benchRedirect(aftertext: Aftertext, isFull: boolean): Promise<Table> {
  const run = isFull ? { rounds: 7, runMs: 5_000 } : { rounds: 3, runMs: 2_000 };
  const shop = await openShop(aftertext, "following");
  const links = new FreshLinks(
    await makeLinks(shop, knownLinks + (run.rounds + 1) * (coldTaps + mixedTaps / newInMixed)),
  );
  const bare = await startBareWorker("constant-redirect");
  const least = await startBareWorker("group-commit");
  const logLater = await startBareWorker("log-later", logLaterTables);
  try {
    await logLater.database
      .prepare("INSERT INTO links SELECT value, 'https://juniper.example/' FROM json_each(?1)")
      .bind(JSON.stringify(links.all))
      .run();
    const servers = { ours: aftertext, bare, least, logLater };
    const known = links.take(knownLinks);
    const compare = (taps: (round: number) => Taps) => compareTaps(shop, servers, run.rounds, taps);
    const hot = (connections: number) => compare(() => ({ connections, slugs: known.slice(0, 1), runMs: run.runMs }));
    const sets = new Map<number, readonly string[]>();
    const rows: Row[] = [
      ...rowsOf("hot, one slug, 32 at once", await hot(32)),
      ...rowsOf("hot, one slug, 128 at once", await hot(128)),
      ...rowsOf(
        `cold, ${coldTaps.toLocaleString("en")} slugs a round, each asked for once`,
        await compare((round) => ({ connections: 64, slugs: takeOnce(sets, round, () => links.take(coldTaps)) })),
      ),
      ...rowsOf(
        `mixed, every ${newInMixed}th tap a link nobody asked for before`,
        await compare((round) => ({
          connections: 64,
          slugs: takeOnce(sets, round + 1_000, () => mix(known, links.take(mixedTaps / newInMixed))),
        })),
      ),
    ];
    return {
      title: "Redirect",
      rows,
      notes: [
        "Each tap comes from an address of its own; after each run of ours D1 held exactly one click for each 302, and none was undurable.",
        "Ours: the click lies in a ClickLog (SQLite, a sync of the disk for every group) before the 302 leaves; D1 has it within ten seconds.",
        "bare/group-commit.js: a constant 302 that leaves when its click is on disk, in groups as ours, and nothing besides: what is lost to it, rules cost.",
        "bare/log-later.js: D1 read, 302, insert in waitUntil: what dies with the process is lost.",
        ...describeCost(await readCost(aftertext)),
      ],
    };
  } finally {
    await Promise.all([bare.stop(), least.stop(), logLater.stop()]);
  }
}

const knownLinks = 100;
const coldTaps = 2_500;
const mixedTaps = 5_000;
/** Of taps that are counted and not timed, the slowest baseline gets a fifth: its rate is the same. */
const shareOfLogLater = 0.2;
const newInMixed = 10;
const logLaterTables = [
  "CREATE TABLE links (slug TEXT PRIMARY KEY, target_url TEXT NOT NULL) WITHOUT ROWID",
  "CREATE TABLE clicks (id TEXT PRIMARY KEY, slug TEXT NOT NULL, at_ms INTEGER NOT NULL, user_agent TEXT) WITHOUT ROWID",
];

/** Hands out each link once. */
class FreshLinks {
  readonly all: readonly string[];
  #taken = 0;

  constructor(all: readonly string[]) {
    this.all = all;
  }

  take(count: number): readonly string[] {
    this.#taken += count;
    return this.all.slice(this.#taken - count, this.#taken);
  }
}

/** All that run in one round ask for the same. */
function takeOnce(
  sets: Map<number, readonly string[]>,
  round: number,
  take: () => readonly string[],
): readonly string[] {
  const slugs = sets.get(round) ?? take();
  sets.set(round, slugs);
  return slugs;
}

function mix(known: readonly string[], fresh: readonly string[]): readonly string[] {
  return fresh.flatMap((slug, i) => [
    slug,
    ...Array.from({ length: newInMixed - 1 }, (_, j) => known[(i * (newInMixed - 1) + j) % known.length] ?? ""),
  ]);
}

interface Taps {
  readonly connections: number;
  readonly slugs: readonly string[];
  /** Over and over for so long; undefined = each slug once. */
  readonly runMs?: number;
}

type Server = Pick<BareWorker, "baseUrl" | "port">;
type Compared = Awaited<ReturnType<typeof compareTaps>>;

function compareTaps(
  shop: Shop,
  {
    ours,
    bare,
    least,
    logLater,
  }: { readonly ours: Server; readonly bare: BareWorker; readonly least: BareWorker; readonly logLater: BareWorker },
  rounds: number,
  tapsOf: (round: number) => Taps,
) {
  const tap = ({ baseUrl, port }: Server, { connections, slugs, runMs }: Taps): Promise<Sample> => {
    const requests = writeTaps(baseUrl, slugs, runMs === undefined ? slugs.length : 4_000);
    return drive({
      port,
      connections,
      next: runMs === undefined ? once(requests) : repeat(requests, runMs),
      status: 302,
    });
  };
  return alternate(rounds, {
    ours: async (round) => {
      const before = countClicks(shop);
      const sample = await tap(ours, tapsOf(round));
      await shop.aftertext.bench("/clock", { advance: "PT0S" });
      const kept = countClicks(shop) - before;
      if (kept !== sample.n) throw new Error(`${sample.n} redirects left, ${kept} clicks were kept`);
      return sample;
    },
    bare: (round) => tap(bare, tapsOf(round)),
    least: (round) => tap(least, tapsOf(round)),
    logLater: async (round) => {
      const { slugs, ...taps } = tapsOf(round);
      const few = taps.runMs === undefined ? slugs.slice(0, slugs.length * shareOfLogLater) : slugs;
      const sample = await tap(logLater, { ...taps, slugs: few });
      await logLater.database.prepare("SELECT 1").run(); // behind all that it still has to log
      return sample;
    },
  });
}

function rowsOf(what: string, { ours, bare, least, logLater }: Compared): readonly Row[] {
  return [
    { what, unit: "taps/s", ours, baseline: "bare/constant-redirect.js", theirs: bare },
    { what, unit: "taps/s", ours, baseline: "bare/group-commit.js", theirs: least },
    { what, unit: "taps/s", ours, baseline: "bare/log-later.js", theirs: logLater },
  ];
}

function writeTaps(baseUrl: string, slugs: readonly string[], count: number): readonly Buffer[] {
  return Array.from({ length: count }, (_, index) =>
    writeRequest("GET", `${baseUrl}/${slugs[index % slugs.length]}`, {
      "User-Agent": phoneAgent,
      // RFC 2544, C.2.2: addresses for benchmarks. In production Cloudflare sets this header.
      "CF-Connecting-IP": `198.18.${index >> 8}.${index & 255}`,
    }),
  );
}

const phoneAgent =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";

const MadeLinks = z.object({ items: z.array(z.object({ slug: z.string() })) });
const linksPerCall = 5_000;

/** One for each recipient, as texts carry them. */
async function makeLinks({ aftertext, apiKey }: Shop, count: number): Promise<readonly string[]> {
  const slugs: string[] = [];
  while (slugs.length < count) {
    const links = Array.from({ length: Math.min(linksPerCall, count - slugs.length) }, (_, i) => ({
      url: "https://juniper.example/order",
      customer: `c${slugs.length + i}`,
    }));
    const { status, body } = await aftertext.api(apiKey, "POST", "/v1/links/bulk", { links });
    if (status !== 201) throw new Error(`no links were made: ${status} ${JSON.stringify(body).slice(0, 300)}`);
    slugs.push(...MadeLinks.parse(body).items.map(({ slug }) => slug));
  }
  return slugs;
}

const Logs = z.object({
  groups: z.number(),
  givenClicks: z.number(),
  batches: z.number(),
  rowsRead: z.number(),
  rowsWritten: z.number(),
  undurable: z.number(),
});

async function readCost(aftertext: Aftertext): Promise<ClickCost> {
  const { undurable, ...counted } = Logs.parse(await aftertext.bench("/click-log"));
  if (undurable > 0) throw new Error(`${undurable} redirects left before their click was durable`);
  return counted;
}

function countClicks({ aftertext }: Shop): number {
  const [row] = readState(aftertext.state, d1Folder, "SELECT COUNT(*) AS clicks FROM clicks");
  return z.object({ clicks: z.number() }).parse(row).clicks;
}
