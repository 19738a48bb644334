/** `node build-worker.ts <entry> <folder>`: a process of its own, since wrangler takes 250 MB and a second to load. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { unstable_getMiniflareWorkerOptions, unstable_splitSqlQuery } from "wrangler";
import { runQuietly } from "./children.ts";
import { root } from "./settings.ts";
import type { WorkerPlan } from "./worker-bundle.ts";

const [entry, folder] = process.argv.slice(2);
if (entry === undefined || folder === undefined) throw new Error("usage: build-worker.ts <entry> <folder>");

const noChildren = { add: () => {}, drop: () => {} }; // the starter ends this process with all it started
const wrangler = path.join(root, "node_modules/wrangler/bin/wrangler.js");
const bundling = runQuietly(
  "the Worker",
  process.execPath,
  [wrangler, "deploy", entry, "--dry-run", "--outdir", folder],
  root,
  noChildren,
);

const { workerOptions } = unstable_getMiniflareWorkerOptions(path.join(root, "wrangler.toml"));
const migrationsFolder = path.join(root, "worker/migrations");
const migrations = readdirSync(migrationsFolder)
  .filter((name) => name.endsWith(".sql"))
  .toSorted()
  .map((name) => ({
    name,
    statements: unstable_splitSqlQuery(readFileSync(path.join(migrationsFolder, name), "utf8")),
  }));
const plan: WorkerPlan = { options: JSON.parse(JSON.stringify(workerOptions)), migrations };
writeFileSync(path.join(folder, "plan.json"), JSON.stringify(plan));
await bundling;
