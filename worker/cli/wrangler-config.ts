import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root, StartError } from "./settings.ts";

const file = path.join(root, "wrangler.toml");

/** Values that a deploy fills in. wrangler.toml keeps its comments: one line is read or written, nothing else. */
export type DeployedValue = "database_id" | "BASE_URL";

export function readConfigValue(key: DeployedValue): string {
  const value = lineOf(key).exec(readFileSync(file, "utf8"))?.[2];
  if (value === undefined) throw new StartError(`wrangler.toml has no line ${key} = "…".`);
  return value;
}

export function writeConfigValue(key: DeployedValue, value: string): void {
  const text = readFileSync(file, "utf8");
  writeFileSync(
    file,
    text.replace(lineOf(key), (_line, before: string) => `${before}${JSON.stringify(value)}`),
  );
}

function lineOf(key: DeployedValue): RegExp {
  return new RegExp(`^(\\s*${key}\\s*=\\s*)"([^"]*)"`, "m");
}
