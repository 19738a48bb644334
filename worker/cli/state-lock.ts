import { readFileSync } from "node:fs";
import path from "node:path";
import { type FileLock, tryLock } from "./file-lock.ts";
import { endProcess, findCommand, findStartTime, isAlive } from "./processes.ts";
import { StartError } from "./settings.ts";
import { findState, Instance, makeStateFolder, removeState } from "./state-files.ts";

export const instanceFile = "instance.json";
export const workerdPidFile = "workerd.pid";

/** Take the state folder for this process, and end a workerd that a killed start has left on it. */
export async function lockState(folder: string): Promise<FileLock> {
  makeStateFolder(folder);
  const lock = tryLock(path.join(folder, "lock"));
  const before = findState(folder, instanceFile, Instance);
  if (lock === undefined) {
    const holder = before === undefined ? "another start" : `${before.baseUrl} (process ${before.pid})`;
    throw new StartError(
      `${folder} is in use by ${holder}. Stop that one, or give this one a folder and a port: AFTERTEXT_STATE=… PORT=… npm start`,
    );
  }
  const leftover = findLeftover(folder, before);
  if (leftover !== undefined) await endProcess(leftover);
  removeState(folder, workerdPidFile);
  removeState(folder, instanceFile);
  return lock;
}

/** The recorded workerd, if it still runs and is not another process that was given its id since. */
function findLeftover(folder: string, before: Instance | undefined): number | undefined {
  const pid = findWorkerdPid(folder);
  if (pid === undefined || !isAlive(pid)) return undefined;
  if (before?.workerd.pid === pid) return findStartTime(pid) === before.workerd.startTime ? pid : undefined;
  return findCommand(pid)?.includes("workerd serve") ? pid : undefined; // killed before it could note more
}

/** The process id that workerd.sh wrote. */
export function findWorkerdPid(folder: string): number | undefined {
  try {
    return Number(readFileSync(path.join(folder, workerdPidFile), "utf8")) || undefined;
  } catch {
    return undefined; // none was started, or it ended as it should
  }
}
