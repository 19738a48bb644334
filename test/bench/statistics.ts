import { startAftertext } from "../end-to-end/server.ts";
import { drive, repeat, type Sample, writeRequest } from "./load.ts";
import { loadClicks } from "./load-clicks.ts";
import { alternate, type Table } from "./rounds.ts";
import { openShop, type Shop } from "./shop.ts";

/** The same reports over few clicks and over very many: what is counted does not have to be counted again. */
export async function benchStatistics(isFull: boolean): Promise<Table> {
  const [rounds, runMs] = isFull ? [7, 3_000] : [3, 1_000];
  const [few, many] = [10_000, 10_000_000];
  const fewClicks = await openWith(few);
  const manyClicks = await openWith(many);
  try {
    const rows = [];
    for (const [what, path] of reports(Date.now())) {
      const { ours, theirs } = await alternate(rounds, {
        theirs: () => ask(fewClicks.shop, path, runMs),
        ours: () => ask(manyClicks.shop, path, runMs),
      });
      rows.push({ what, unit: "reports/s", ours, baseline: "the same, 10,000 clicks", theirs });
    }
    return {
      title: "Statistics",
      rows,
      notes: [
        `${many.toLocaleString("en")} clicks of 90 days lie in D1, half of them on one link, the others on ${(many / 4).toLocaleString("en")} recipients' links; written in ${manyClicks.loadedInSeconds} s.`,
        "1.00: a report costs the same. One connection, one report after another.",
      ],
    };
  } finally {
    await Promise.all([fewClicks.stop(), manyClicks.stop()]);
  }
}

const dayMs = 86_400_000;
const slug = "offer";

function reports(nowMs: number): readonly (readonly [what: string, path: string])[] {
  const since = (days: number) => `from=${new Date(nowMs - days * dayMs).toISOString()}`;
  return [
    ["a link, 90 days by day", `/v1/links/${slug}/stats?${since(89)}`],
    ["a link, 30 days by hour", `/v1/links/${slug}/stats?by=hour&${since(29)}`],
    ["a link's counts and first 200 clicks", `/v1/links/${slug}/clicks`],
    ["all links by step, 90 days", `/v1/clicks?${since(89)}`],
  ];
}

/** The clicks go to D1's file past the Worker, while it is not running. */
async function openWith(clicks: number) {
  const first = await startAftertext();
  const shop = await openShop(first, "following");
  const made = await first.api(shop.apiKey, "POST", "/v1/links", { url: "https://juniper.example/", slug });
  if (made.status !== 201) throw new Error(`no link: ${JSON.stringify(made.body)}`);
  await first.bench("/clock", { advance: "PT0S" });
  const { state } = first;
  await first.stop();
  const startedAtMs = performance.now();
  loadClicks(state, { merchantId: shop.merchantId, slug, clicks, nowMs: Date.now() });
  const loadedInSeconds = Math.round((performance.now() - startedAtMs) / 1000);
  const aftertext = await startAftertext({ state });
  const opened: Shop = { ...shop, aftertext };
  return { shop: opened, loadedInSeconds, stop: () => aftertext.stop() };
}

function ask({ aftertext, apiKey }: Shop, path: string, runMs: number): Promise<Sample> {
  const request = writeRequest("GET", `${aftertext.baseUrl}${path}`, { Authorization: `Bearer ${apiKey}` });
  return drive({ port: aftertext.port, connections: 1, next: repeat([request], runMs), status: 200 });
}
