/**
 * `npm run bench`: how fast it is on this machine, beside baselines of the same run. `--full` takes longer and loads more;
 * names of tables choose among them (`npm run bench -- redirect texts`).
 */
import { createRequire } from "node:module";
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import * as z from "zod";
import { type Aftertext, startAftertext } from "../end-to-end/server.ts";
import { benchBurst } from "./burst.ts";
import { benchDecision } from "./decision.ts";
import { benchDueIndex } from "./due-index.ts";
import { benchIntake } from "./intake.ts";
import { benchKill } from "./kill.ts";
import { benchLateness } from "./lateness.ts";
import { benchLinks } from "./links.ts";
import { renderTable } from "./markdown.ts";
import { benchPopup } from "./popup.ts";
import { benchRedirect } from "./redirect.ts";
import type { Table } from "./rounds.ts";
import { benchSegments } from "./segments.ts";
import { benchStatistics } from "./statistics.ts";
import { benchTexts } from "./texts.ts";
import { benchUserAgents } from "./user-agents.ts";
import { benchWaiting } from "./waiting.ts";

const tables: Readonly<Record<string, (isFull: boolean) => Promise<Table>>> = {
  redirect: withServer(benchRedirect),
  links: withServer(benchLinks),
  intake: withServer(benchIntake),
  texts: withServer(benchTexts),
  lateness: withServer(benchLateness),
  burst: withServer(benchBurst),
  waiting: withServer(benchWaiting),
  "due-index": benchDueIndex,
  decision: benchDecision,
  segments: benchSegments,
  popup: withServer(benchPopup),
  kill: benchKill,
  "user-agents": benchUserAgents,
  statistics: benchStatistics,
};
/** Too long for every day: with --full, or asked for by name. */
const longTables: ReadonlySet<string> = new Set(["kill", "statistics"]);

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130)); // what we started ends with us
try {
  await bench(process.argv.slice(2));
  process.exit(0);
} catch (error) {
  process.stderr.write(`The bench failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

async function bench(words: readonly string[]): Promise<void> {
  const isFull = words.includes("--full");
  const asked = words.filter((word) => word !== "--full");
  const unknown = asked.find((word) => tables[word] === undefined);
  if (unknown !== undefined) throw new Error(`no table "${unknown}": there are ${Object.keys(tables).join(", ")}`);
  process.stdout.write(`${describeMachine()}\n\n`);
  const startedAtMs = performance.now();
  for (const [name, run] of Object.entries(tables)) {
    if (asked.length > 0 ? !asked.includes(name) : longTables.has(name) && !isFull) continue;
    const table = await run(isFull).catch((cause: unknown) => {
      throw new Error(`${name}: ${cause instanceof Error ? cause.stack : String(cause)}`, { cause });
    });
    process.stdout.write(`${renderTable(table)}\n`);
  }
  process.stdout.write(`${Math.round((performance.now() - startedAtMs) / 1000)} s\n`);
}

/** A server of its own for each table, so that none pays for the rows of the one before. */
function withServer(
  run: (aftertext: Aftertext, isFull: boolean) => Promise<Table>,
): (isFull: boolean) => Promise<Table> {
  return async (isFull) => {
    const aftertext = await startAftertext();
    try {
      return await run(aftertext, isFull);
    } finally {
      await aftertext.stop();
    }
  };
}

function describeMachine(): string {
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const load = loadavg()[0]?.toFixed(1);
  return [
    `${availableParallelism()} cores (${cpus()[0]?.model.trim()}), ${memory}, load ${load} at the start; node ${process.versions.node}, workerd ${findWorkerdVersion()}.`,
    "D1 and objects: SQLite with a write-ahead log and synchronous=FULL, a sync of the disk for every commit.",
    "Ours and the baselines (test/bench/bare) run on the same workerd with the same options, each on a socket of its own, by turns;",
    "values are medians of the rounds, a ratio is the median of each round's own. The first round is not counted.",
  ].join("\n");
}

function findWorkerdVersion(): string {
  const fromMiniflare = createRequire(createRequire(import.meta.url).resolve("miniflare"));
  return z.object({ version: z.string() }).parse(fromMiniflare("workerd/package.json")).version;
}
