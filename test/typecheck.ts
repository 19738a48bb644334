/** `npm run typecheck`: every tsconfig.json of the repository, two at a time, and the Worker's bindings against wrangler.toml. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { unstable_getMiniflareWorkerOptions } from "wrangler";
import * as z from "zod";

const root = path.resolve(import.meta.dirname, "..");
const projects = [
  ".",
  "worker",
  "worker/cli",
  "test",
  "test/worker",
  "extension",
  "extension/scripts",
  "test/extension",
];

const Bound = z.record(z.string(), z.unknown());

const waiting = projects.filter((project) => existsSync(path.join(root, project, "tsconfig.json")));
const failures: string[] = [];
await Promise.all([checkNext(), checkNext()]);
failures.push(...findUndeclaredBindings());
for (const failure of failures) process.stdout.write(`${failure}\n`);
process.exitCode = failures.length === 0 ? 0 : 1;

async function checkNext(): Promise<void> {
  for (let project = waiting.shift(); project !== undefined; project = waiting.shift()) {
    const tsc = spawn(path.join(root, "node_modules/.bin/tsc"), ["-p", project, "--pretty", "false"], { cwd: root });
    let output = "";
    const keep = (chunk: Buffer) => {
      output += chunk.toString();
    };
    tsc.stdout.on("data", keep);
    tsc.stderr.on("data", keep);
    const code = await new Promise((resolve, reject) => tsc.once("error", reject).once("close", resolve));
    if (code !== 0) failures.push(`${project}/tsconfig.json:\n${output.trim()}`);
  }
}

/** worker/env.d.ts is written by hand, since wrangler can't know the secrets; it must name every binding of wrangler.toml. */
function findUndeclaredBindings(): readonly string[] {
  const { workerOptions } = unstable_getMiniflareWorkerOptions(path.join(root, "wrangler.toml"));
  const { bindings, d1Databases, durableObjects } = z
    .object({ bindings: Bound, d1Databases: Bound, durableObjects: Bound })
    .parse(workerOptions);
  const declared = readFileSync(path.join(root, "worker/env.d.ts"), "utf8");
  return [bindings, d1Databases, durableObjects]
    .flatMap((bound) => Object.keys(bound))
    .filter((name) => !new RegExp(`\\b${name}\\??:`).test(declared))
    .map((name) => `worker/env.d.ts does not declare ${name}, which wrangler.toml binds`);
}
