import { createHash } from "node:crypto";
import { globSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { root } from "./settings.ts";

/** A name for the present content of files, whatever their dates: those that match and lie in no excluded folder, and `also`. */
export function hashSources(
  patterns: readonly string[],
  excludedFolders: readonly string[],
  also: readonly string[] = [],
): string {
  const found = globSync([...patterns], { cwd: root, exclude: [...excludedFolders] });
  const files = new Set([...found, ...also].map((file) => path.join(root, file)));
  const hash = createHash("sha256");
  for (const file of [...files].toSorted()) {
    if (!statSync(file).isFile()) continue;
    const content = readFileSync(file);
    hash.update(`${path.relative(root, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex").slice(0, 20);
}
