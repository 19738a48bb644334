import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Target } from "../../extension/scripts/finish-build.ts";
import { type Children, runQuietly } from "./children.ts";
import { waitForLock } from "./file-lock.ts";
import { cacheFolder, root } from "./settings.ts";
import { hashSources } from "./source-hash.ts";

/** What `npm start` tells to load: Chrome's. */
export const extensionFolder = getExtensionFolder("chrome");

export function getExtensionFolder(target: Target): string {
  return `extension/build/${target}-mv3-prod`;
}

/** Build the extension for one browser unless the one that is there was made of the present sources. One build at a time. */
export async function buildExtension(
  children: Children,
  target: Target = "chrome",
): Promise<{ readonly wasBuilt: boolean }> {
  mkdirSync(cacheFolder, { recursive: true });
  const lock = await waitForLock(path.join(cacheFolder, "extension.lock"));
  try {
    const hash = hashSources(sources, notSources);
    const stamp = path.join(cacheFolder, `extension-hash-${target}`);
    const isBuilt = existsSync(path.join(root, getExtensionFolder(target), "manifest.json"));
    if (isBuilt && existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return { wasBuilt: false };
    const build = ["--run", "build", "--", target];
    await runQuietly("the extension", process.execPath, build, path.join(root, "extension"), children);
    writeFileSync(stamp, hash);
    return { wasBuilt: true };
  } finally {
    lock.release();
  }
}

const sources = ["extension/**/*", "shared/**/*", "package-lock.json"];
const notSources = ["extension/build", "extension/.plasmo", "extension/node_modules"];
