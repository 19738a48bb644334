import * as z from "zod";
import type { Aftertext } from "../end-to-end/server.ts";
import { type BareWorker, startBareWorker } from "./bare-runtime.ts";
import { drive, type Load, once, repeat, type Sample, writeRequest } from "./load.ts";
import { alternate, type Table } from "./rounds.ts";
import { newNumbers, openShop, type Shop } from "./shop.ts";
import { d1Folder, readState } from "./state-database.ts";

/** Taps a second, each durable before its redirect leaves, beside a redirect that does nothing and one that logs afterwards. */
export async function benchRedirect(aftertext: Aftertext, isFull: boolean): Promise<Table> {
  const shop = await openShop(aftertext, "following");
  const slugs = await makeLinks(shop, isFull ? 10_000 : 2_000);
  const bare = await startBareWorker("constant-redirect");
  const logLater = await startBareWorker("log-later", logLaterTables);
  try {
    await logLater.database
      .prepare("INSERT INTO links SELECT value, 'https://juniper.example/' FROM json_each(?1)")
      .bind(JSON.stringify(slugs))
      .run();
    const run = isFull ? { rounds: 7, runMs: 5_000 } : { rounds: 3, runMs: 2_000 };
    const hot = await compare(shop, bare, logLater, slugs.slice(0, 1), run);
    const cold = await compare(shop, bare, logLater, slugs, run);
    const row = (what: string, ours: readonly Sample[], baseline: string, theirs: readonly Sample[]) => {
      return { what, unit: "taps/s", ours, baseline, theirs };
    };
    const many = `cold, ${slugs.length.toLocaleString("en")} slugs`;
    return {
      title: "Redirect",
      rows: [
        row("hot, one slug", hot.ours, "bare/constant-redirect.js", hot.bare),
        row("hot, one slug", hot.ours, "bare/log-later.js", hot.logLater),
        row(many, cold.ours, "bare/constant-redirect.js", cold.bare),
        row(many, cold.ours, "bare/log-later.js", cold.logLater),
      ],
      notes: [
        `${connections} connections, each tap from an address of its own; after each run of ours D1 held exactly one click for each 302.`,
      ],
    };
  } finally {
    await Promise.all([bare.stop(), logLater.stop()]);
  }
}

const connections = 32;
const logLaterTables = [
  "CREATE TABLE links (slug TEXT PRIMARY KEY, target_url TEXT NOT NULL) WITHOUT ROWID",
  "CREATE TABLE clicks (id TEXT PRIMARY KEY, slug TEXT NOT NULL, at_ms INTEGER NOT NULL, user_agent TEXT) WITHOUT ROWID",
];

function compare(
  shop: Shop,
  bare: BareWorker,
  logLater: BareWorker,
  slugs: readonly string[],
  { rounds, runMs }: { readonly rounds: number; readonly runMs: number },
) {
  const { baseUrl, port } = shop.aftertext;
  const tap = (target: Pick<BareWorker, "baseUrl" | "port">): Promise<Sample> => {
    const next: Load["next"] = repeat(writeTaps(target.baseUrl, slugs), runMs);
    return drive({ port: target.port, connections, next, status: 302 });
  };
  return alternate(rounds, {
    ours: async () => {
      const before = countClicks(shop);
      const sample = await tap({ baseUrl, port });
      await shop.aftertext.bench("/clock", { advance: "PT0S" });
      const kept = countClicks(shop) - before;
      if (kept !== sample.n) throw new Error(`${sample.n} redirects left, ${kept} clicks were kept`);
      return sample;
    },
    bare: () => tap(bare),
    logLater: async () => {
      const sample = await tap(logLater);
      await logLater.database.prepare("SELECT 1").run(); // behind all that it still has to log
      return sample;
    },
  });
}

function writeTaps(baseUrl: string, slugs: readonly string[]): readonly Buffer[] {
  return Array.from({ length: Math.max(4_000, slugs.length) }, (_, index) =>
    writeRequest("GET", `${baseUrl}/${slugs[index % slugs.length]}`, {
      "User-Agent": phoneAgent,
      // RFC 2544, C.2.2: addresses for benchmarks. In production Cloudflare sets this header.
      "CF-Connecting-IP": `198.18.${index >> 8}.${index & 255}`,
    }),
  );
}

const phoneAgent =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";

/** One for each recipient, as texts carry them. */
async function makeLinks(shop: Shop, count: number): Promise<readonly string[]> {
  const headers = { Authorization: `Bearer ${shop.apiKey}`, "Content-Type": "application/json" };
  const requests = newNumbers(count).map((number) => {
    const link = { url: "https://juniper.example/order", customer: `c${number}` };
    return writeRequest("POST", `${shop.aftertext.baseUrl}/v1/links`, headers, JSON.stringify(link));
  });
  await drive({ port: shop.aftertext.port, connections: 16, next: once(requests), status: 201 });
  const rows = readState(
    shop.aftertext.state,
    d1Folder,
    "SELECT slug FROM links WHERE merchant_id = ?",
    shop.merchantId,
  );
  return rows.map((row) => z.object({ slug: z.string() }).parse(row).slug);
}

function countClicks({ aftertext }: Shop): number {
  const [row] = readState(aftertext.state, d1Folder, "SELECT COUNT(*) AS clicks FROM clicks");
  return z.object({ clicks: z.number() }).parse(row).clicks;
}
