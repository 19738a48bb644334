import { isAlive } from "./processes.ts";
import type { Watchdog } from "./watchdog.ts";

export interface Supervised {
  readonly watchdog: Watchdog;
  /** Undefined until workerd has started. */
  readonly findWorkerdPid: () => number | undefined;
  readonly stop: (exitCode: number, why?: string) => void;
}

/** Stop everything when a signal asks for it, when the process that started us is gone, or when one of ours has died. */
export function supervise({ watchdog, findWorkerdPid, stop }: Supervised): void {
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => stop(0));
  void watchdog.ended.then(() => stop(1, "The watchdog was killed."));

  const parentPid = process.ppid;
  let workerdPid: number | undefined;
  setInterval(() => {
    workerdPid ??= findWorkerdPid();
    if (process.ppid !== parentPid) stop(1, "The process that started Aftertext is gone.");
    else if (workerdPid !== undefined && !isAlive(workerdPid)) stop(1, "workerd ended unexpectedly.");
  }, lookEveryMs);
}

const lookEveryMs = 500;
