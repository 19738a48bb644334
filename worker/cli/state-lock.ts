import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type FileLock, tryLock } from "./file-lock.ts";
import { endProcess, findCommand, findStartTime, isAlive } from "./processes.ts";
import { StartError } from "./settings.ts";
import { findState, Instance, makeStateFolder, removeState } from "./state-files.ts";

export const instanceFile = "instance.json";

/** Take the state folder for this process, and end a workerd that a killed start has left on it. */
export async function lockState(folder: string): Promise<FileLock> {
  makeStateFolder(folder);
  const lock = await tryForAWhile(path.join(folder, "lock"));
  const before = findState(folder, instanceFile, Instance);
  if (lock === undefined) {
    const holder = before === undefined ? "another start" : `${before.baseUrl} (process ${before.pid})`;
    throw new StartError(
      `${folder} is in use by ${holder}. Stop that one, or give this one a folder and a port: AFTERTEXT_STATE=… PORT=… npm start`,
    );
  }
  for (const name of readdirSync(folder).filter((file) => pidFilePattern.test(file))) {
    const leftover = findLeftover(path.join(folder, name), before);
    if (leftover !== undefined) await endProcess(leftover);
    removeState(folder, name);
  }
  removeState(folder, instanceFile);
  return lock;
}

/** A start whose parent or workerd was killed needs up to a second to notice and to let go. */
async function tryForAWhile(file: string): Promise<FileLock | undefined> {
  for (let waitedMs = 0; waitedMs < 2_000; waitedMs += 100) {
    const lock = tryLock(file);
    if (lock !== undefined) return lock;
    await sleep(100);
  }
  return undefined;
}

/** One name for each starter: the watchdog of one that was killed may look once more after the next has begun. */
export function nameWorkerdPidFile(folder: string): string {
  return path.join(folder, `workerd-${process.pid}.pid`);
}

/** The process id that workerd.sh wrote. */
export function findWorkerdPid(pidFile: string): number | undefined {
  try {
    return Number(readFileSync(pidFile, "utf8")) || undefined;
  } catch {
    return undefined; // none was started, or it ended as it should
  }
}

const pidFilePattern = /^workerd-\d+\.pid$/;

/** The recorded workerd, if it still runs and is not another process that was given its id since. */
function findLeftover(pidFile: string, before: Instance | undefined): number | undefined {
  const pid = findWorkerdPid(pidFile);
  if (pid === undefined || !isAlive(pid)) return undefined;
  if (before?.workerd.pid === pid) return findStartTime(pid) === before.workerd.startTime ? pid : undefined;
  return findCommand(pid)?.includes("workerd serve") ? pid : undefined; // killed before it could note more
}
