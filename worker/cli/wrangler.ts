import { spawn } from "node:child_process";
import path from "node:path";
import { root, StartError } from "./settings.ts";

export interface WranglerCall {
  readonly arguments: readonly string[];
  /** Goes to its stdin: the way for secrets, since arguments are visible to every process. */
  readonly input?: string;
  /** Show its output while it runs. */
  readonly isShown?: boolean;
}

/** Run wrangler to its end; answers what it printed, or undefined when it failed. */
export async function tryWrangler(call: WranglerCall): Promise<string | undefined> {
  const program = path.join(root, "node_modules/wrangler/bin/wrangler.js");
  const child = spawn(process.execPath, [program, ...call.arguments], {
    cwd: root,
    stdio: ["pipe", "pipe", call.isShown === true ? "inherit" : "pipe"],
    env: { ...process.env, WRANGLER_SEND_METRICS: "false", WRANGLER_HIDE_BANNER: "true" },
  });
  let output = "";
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    output += chunk;
    if (call.isShown === true) process.stdout.write(chunk);
  });
  child.stderr?.resume();
  child.stdin?.end(call.input ?? "");
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  return code === 0 ? output : undefined;
}

export async function runWrangler(call: WranglerCall): Promise<string> {
  const output = await tryWrangler({ ...call, isShown: true });
  if (output === undefined)
    throw new StartError(`wrangler ${call.arguments.join(" ")} failed; what it said stands above.`);
  return output;
}
