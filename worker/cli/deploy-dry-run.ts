import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runWrangler } from "./wrangler.ts";
import { readConfigValue } from "./wrangler-config.ts";

/** Build exactly what a deploy would upload, without an account, and say what a deploy would do. */
export async function proveBundle(steps: string): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "aftertext-bundle-"));
  try {
    await runWrangler({ arguments: ["deploy", "--dry-run", "--outdir", folder] });
    const scripts = readdirSync(folder).filter((name) => name.endsWith(".js"));
    const sizeKib = scripts.reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0) / 1024;
    process.stdout.write(`
The bundle builds: ${scripts.join(", ")}, ${sizeKib.toFixed(0)} KiB.
database_id is ${readConfigValue("database_id")}, BASE_URL is ${readConfigValue("BASE_URL")}.

${steps}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
