/** `npm run build`: the extension for every browser, or for the ones that are named (`npm run build -- firefox`). */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { finishBuild, type Target } from "./finish-build.ts";

// Brave, Opera and Vivaldi take Chrome's.
const targets = ["chrome", "edge", "firefox"] as const satisfies readonly Target[];

const asked = process.argv.slice(2);
const unknown = asked.find((word) => targets.every((target) => target !== word));
if (unknown !== undefined) fail(`There is no target "${unknown}": there are ${targets.join(", ")}.`);
for (const target of targets) if (asked.length === 0 || asked.includes(target)) build(target);

function build(target: Target): void {
  const root = path.resolve(import.meta.dirname, "..");
  // Scope hoisting takes 5 KB gzipped off every page; Plasmo leaves it out unless asked.
  const { status } = spawnSync("plasmo", ["build", `--target=${target}-mv3`, "--hoist"], {
    cwd: root,
    stdio: "inherit",
  });
  if (status !== 0) fail(`Plasmo could not build for ${target}.`);
  finishBuild(path.join(root, `build/${target}-mv3-prod`), target);
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
