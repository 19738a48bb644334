import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, globSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";

/**
 * The Chromium that the end-to-end suite drives: `$CHROMIUM`, the system's, or Playwright's.
 *
 * Branded Chrome comes last: from version 137 on it no longer takes `--load-extension`.
 */
function findChromium(): string | undefined {
  const candidates = [
    process.env.CHROMIUM,
    ...fromPath(free),
    ...fromPlaywright(),
    ...applications,
    ...fromPath(branded),
  ];
  return candidates.find((candidate) => candidate !== undefined && isProgram(candidate));
}

/** Find it, or get it; throws with the one thing to install when nothing helps. */
export function ensureChromium(): string {
  const found = findChromium() ?? downloadWithPlaywright() ?? installOnDebian();
  if (found !== undefined) return found;
  throw new Error(
    "Chromium is missing. Install it (Debian: apt-get install chromium; macOS: brew install chromium) or set CHROMIUM.",
  );
}

const free = ["chromium", "chromium-browser", "google-chrome-for-testing"];
const branded = ["google-chrome"];
const applications = ["/Applications/Chromium.app/Contents/MacOS/Chromium"];
const root = path.resolve(import.meta.dirname, "../..");

function fromPath(names: readonly string[]): readonly string[] {
  const folders = (process.env.PATH ?? "").split(path.delimiter).concat("/usr/bin", "/usr/local/bin");
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
}

/** Where Playwright keeps its browsers. Source: https://playwright.dev/docs/browsers#managing-browser-binaries */
function fromPlaywright(): readonly string[] {
  const cache =
    process.env.PLAYWRIGHT_BROWSERS_PATH ??
    path.join(homedir(), process.platform === "darwin" ? "Library/Caches" : ".cache", "ms-playwright");
  const programs = ["chrome-linux*/chrome", "chrome-mac*/*.app/Contents/MacOS/*"];
  return existsSync(cache)
    ? globSync(
        programs.map((program) => `chromium-*/${program}`),
        { cwd: cache },
      ).map((found) => path.join(cache, found))
    : [];
}

function downloadWithPlaywright(): string | undefined {
  process.stdout.write("chromium: missing, asking Playwright for it\n");
  run(process.execPath, [path.join(root, "node_modules/playwright-core/cli.js"), "install", "chromium"]);
  return findChromium();
}

function installOnDebian(): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return undefined;
  process.stdout.write("chromium: installing Debian's package\n");
  run("apt-get", ["update", "-qq"]);
  run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"]);
  return findChromium();
}

function run(program: string, programArguments: readonly string[]): void {
  spawnSync(program, programArguments, { stdio: ["ignore", "ignore", "inherit"], timeout: 180_000 });
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
