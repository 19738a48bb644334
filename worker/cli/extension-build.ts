import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Children, runQuietly } from "./children.ts";
import { waitForLock } from "./file-lock.ts";
import { cacheFolder, root } from "./settings.ts";
import { hashSources } from "./source-hash.ts";

export const extensionFolder = "extension/build/chrome-mv3-prod";

/** Build the extension unless the one that is there was made of the present sources. One build at a time. */
export async function buildExtension(children: Children): Promise<{ readonly wasBuilt: boolean }> {
  mkdirSync(cacheFolder, { recursive: true });
  const lock = await waitForLock(path.join(cacheFolder, "extension.lock"));
  try {
    const hash = hashSources(sources, notSources);
    if (findBuiltHash() === hash && existsSync(path.join(root, extensionFolder, "manifest.json"))) {
      return { wasBuilt: false };
    }
    await runQuietly("the extension", process.execPath, ["--run", "build"], path.join(root, "extension"), children);
    writeFileSync(stamp, hash);
    return { wasBuilt: true };
  } finally {
    lock.release();
  }
}

const sources = ["extension/**/*", "shared/**/*", "package-lock.json"];
const notSources = ["extension/build", "extension/.plasmo", "extension/node_modules"];
const stamp = path.join(cacheFolder, "extension-hash");

function findBuiltHash(): string | undefined {
  return existsSync(stamp) ? readFileSync(stamp, "utf8") : undefined;
}
