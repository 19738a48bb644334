import { spawn } from "node:child_process";
import path from "node:path";
import type { Children } from "./children.ts";

export interface Watchdog extends Children {
  readonly pid: number;
  /** Resolves when the watchdog has ended, asked to or not. */
  readonly ended: Promise<void>;
  /** End all that it watches, as it does by itself when this process dies. */
  endAll(): Promise<void>;
}

export function startWatchdog(workerdPidFile: string): Watchdog {
  const child = spawn("sh", [path.join(import.meta.dirname, "watchdog.sh"), workerdPidFile], {
    stdio: ["pipe", "ignore", "ignore"],
  });
  if (child.pid === undefined) throw new Error("sh could not be started");
  child.stdin.on("error", () => {}); // it was killed: `ended` tells
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return {
    pid: child.pid,
    ended,
    add: (pid) => child.stdin.write(`add ${pid}\n`),
    drop: (pid) => child.stdin.write(`drop ${pid}\n`),
    endAll: () => {
      child.stdin.end("stop\n");
      return ended;
    },
  };
}
