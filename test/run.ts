/** `npm test`: lint, types, the extension's build and every suite. The last line counts everything. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as z from "zod";
import { buildExtension } from "../worker/cli/extension-build.ts";
import { ensureChromium } from "./end-to-end/chromium.ts";

const root = path.resolve(import.meta.dirname, "..");
const reports = mkdtempSync(path.join(tmpdir(), "aftertext-test-"));
const Report = z.object({ numPassedTests: z.number(), numFailedTests: z.number(), numPendingTests: z.number() });

interface Count {
  readonly passed: number;
  readonly failed: number;
}

const counts: readonly Count[] = [
  await check("chromium", async () => {
    process.env.CHROMIUM = ensureChromium();
    return true;
  }),
  await check("lint", () => run(["--run", "lint"])),
  await check("types", () => run(["--run", "typecheck"])),
  await check("extension", async () => {
    await buildExtension({ add: () => {}, drop: () => {} });
    return true;
  }),
  await suites("domain", "worker", "extension"),
  await suites("end-to-end"), // alone: it measures times, and a browser takes both cores
];
rmSync(reports, { recursive: true, force: true });

const passed = counts.reduce((sum, count) => sum + count.passed, 0);
const failed = counts.reduce((sum, count) => sum + count.failed, 0);
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

async function check(name: string, work: () => Promise<boolean>): Promise<Count> {
  const startedAtMs = performance.now();
  const isFine = await work().catch((error: unknown) => {
    process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return false;
  });
  report(name, isFine ? "passed" : "FAILED", startedAtMs);
  return isFine ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function suites(...names: readonly string[]): Promise<Count> {
  const startedAtMs = performance.now();
  const file = path.join(reports, `${names[0]}.json`);
  const projects = names.flatMap((name) => ["--project", name]);
  const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${file}`];
  const isFine = await run([path.join(root, "node_modules/vitest/vitest.mjs"), "run", ...projects, ...reporters]);
  const { numPassedTests, numFailedTests, numPendingTests } = readReport(file);
  // A suite that could not be loaded, or an error outside of any test, fails the run without a failed test.
  const failed = isFine ? numFailedTests : Math.max(1, numFailedTests);
  const skipped = numPendingTests === 0 ? "" : `, ${numPendingTests} skipped`;
  report(names.join(", "), `${numPassedTests} passed, ${failed} failed${skipped}`, startedAtMs);
  return { passed: numPassedTests, failed };
}

function readReport(file: string): z.infer<typeof Report> {
  try {
    return Report.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 }; // vitest ended before it could write one: it has said why
  }
}

function run(programArguments: readonly string[]): Promise<boolean> {
  const child = spawn(process.execPath, programArguments, { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
  return new Promise((resolve, reject) => child.once("error", reject).once("close", (code) => resolve(code === 0)));
}

function report(name: string, said: string, startedAtMs: number): void {
  process.stdout.write(`— ${name}: ${said} (${((performance.now() - startedAtMs) / 1000).toFixed(0)} s)\n`);
}
