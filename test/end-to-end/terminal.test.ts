import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findFreePort } from "./free-port.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "aftertext-terminal-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function run(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): string {
  const { stderr, status } = spawnSync(process.execPath, [`worker/cli/${program}.ts`, ...args], {
    cwd: path.resolve(import.meta.dirname, "../.."),
    env: { ...process.env, AFTERTEXT_STATE: path.join(folder, "state"), ...env },
    encoding: "utf8",
    timeout: 30_000,
  });
  return `${status} ${stderr}`;
}

const seeHelp = "npm run merchant -- --help lists commands and options.\n";

describe("npm run merchant", () => {
  it.each([
    [["oder"], `1 There is no command oder. Did you mean order?\n${seeHelp}`],
    [["order", "--bogus"], `1 Unknown option '--bogus'.\n${seeHelp}`],
    [["create", "--name"], `1 Option '--name <value>' argument missing.\n${seeHelp}`],
    [["order"], "1 No demo shop here yet. Start Aftertext first: npm start\n"],
  ])("says in a line what is wrong with %j", (args, said) => {
    expect(run("merchant", args)).toBe(said);
  });
});

describe("npm start", () => {
  it("says that a folder cannot hold its state, and how to choose another", () => {
    const file = path.join(folder, "file");
    writeFileSync(file, "");
    for (const state of [file, path.join(file, "below")]) {
      const said = run("start", [], { AFTERTEXT_STATE: state });
      expect(said).toMatch(/^1 .* cannot hold the state \((EEXIST|ENOTDIR)\)\. .*AFTERTEXT_STATE=… npm start\n$/);
    }
  });

  it("says which file of its state is broken, and touches none", async () => {
    writeFileSync(path.join(folder, "instance.json"), "{");
    const port = String(await findFreePort());
    const said = run("start", [], { AFTERTEXT_STATE: folder, PORT: port });
    expect(said).toMatch(/^1 .*instance\.json does not hold what it should\. Put back a copy of it, or delete /);
  });
});
