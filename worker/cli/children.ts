import { type ChildProcess, spawn } from "node:child_process";
import { StartError } from "./settings.ts";

/** Told of every process that must not outlive the starter. */
export interface Children {
  add(pid: number): void;
  drop(pid: number): void;
}

/** Run a program to its end without showing its output, unless it fails. */
export async function runQuietly(
  what: string,
  program: string,
  programArguments: readonly string[],
  folder: string,
  children: Children,
): Promise<string> {
  const child = spawn(program, programArguments, {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, WRANGLER_SEND_METRICS: "false", WRANGLER_HIDE_BANNER: "true", FORCE_COLOR: "0" },
  });
  if (child.pid !== undefined) children.add(child.pid);
  const { code, output } = await collectOutput(child);
  if (child.pid !== undefined) children.drop(child.pid);
  if (code !== 0) throw new StartError(`Could not build ${what}:\n${output.trim()}`);
  return output;
}

function collectOutput(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    let output = "";
    const keep = (chunk: string) => {
      output += chunk;
    };
    child.stdout?.setEncoding("utf8").on("data", keep);
    child.stderr?.setEncoding("utf8").on("data", keep);
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}
