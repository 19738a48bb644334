import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { type Children, runQuietly } from "./children.ts";
import { cacheFolder, root } from "./settings.ts";
import { hashSources } from "./source-hash.ts";

const WorkerPlan = z.object({
  options: z.record(z.string(), z.json()),
  migrations: z.array(z.object({ name: z.string(), statements: z.array(z.string()) })),
});

/** What build-worker.ts learnt from wrangler.toml and the migrations folder. */
export type WorkerPlan = z.infer<typeof WorkerPlan>;

export interface WorkerBundle extends WorkerPlan {
  readonly folder: string;
  /** The main module first. */
  readonly modules: readonly { readonly type: "ESModule" | "Text"; readonly path: string }[];
  readonly wasBuilt: boolean;
}

/**
 * The bundle of one entry file, as wrangler makes it for a deploy.
 *
 * Kept by the hash of its sources. A build is moved to its place in one step, so that two may run at the same time.
 */
export async function bundleWorker(entry: string, children: Children): Promise<WorkerBundle> {
  const folder = path.join(
    cacheFolder,
    `worker-${hashSources(sources, ["worker/cli"], [entry, "worker/cli/build-worker.ts"])}`,
  );
  const wasBuilt = !existsSync(folder);
  if (wasBuilt) {
    const temporary = `${folder}.${process.pid}`;
    mkdirSync(temporary, { recursive: true });
    await runQuietly(
      "the Worker",
      process.execPath,
      [path.join(import.meta.dirname, "build-worker.ts"), entry, temporary],
      root,
      children,
    );
    moveUnlessThere(temporary, folder);
  }
  const now = new Date();
  utimesSync(folder, now, now);
  forgetOldBundles();
  return { ...readPlan(folder), folder, modules: listModules(folder, path.basename(entry, ".ts")), wasBuilt };
}

const sources = ["worker/**/*", "shared/**/*", "wrangler.toml", "package-lock.json"];
const bundlesKept = 10;

function readPlan(folder: string): WorkerPlan {
  return WorkerPlan.parse(JSON.parse(readFileSync(path.join(folder, "plan.json"), "utf8")));
}

/** wrangler writes one script, and the files that it imports as text (`wrangler.toml`'s default rules) beside it. */
function listModules(folder: string, mainName: string): WorkerBundle["modules"] {
  const texts = readdirSync(folder).filter((name) => /\.(?:html|txt|sql)$/.test(name));
  return [
    { type: "ESModule", path: path.join(folder, `${mainName}.js`) },
    ...texts.map((name) => ({ type: "Text" as const, path: path.join(folder, name) })),
  ];
}

function moveUnlessThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!existsSync(to)) throw error;
    rmSync(from, { recursive: true }); // another start has built the same sources meanwhile
  }
}

function forgetOldBundles(): void {
  const folders = readdirSync(cacheFolder)
    .filter((name) => name.startsWith("worker-"))
    .map((name) => path.join(cacheFolder, name))
    .map((folder) => ({ folder, usedAtMs: statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0 }));
  for (const { folder } of folders.toSorted((a, b) => b.usedAtMs - a.usedAtMs).slice(bundlesKept)) {
    rmSync(folder, { recursive: true, force: true });
  }
}
