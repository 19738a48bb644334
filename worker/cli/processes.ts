import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/**
 * When the process began, as the system writes it: with the pid it names one process for ever, since pids are reused.
 * Undefined once the process is gone.
 */
export function findStartTime(pid: number): string | undefined {
  return process.platform === "linux" ? procStat(pid)?.startTime : askPs(pid, "lstart");
}

export function findCommand(pid: number): string | undefined {
  if (process.platform !== "linux") return askPs(pid, "command");
  return readProc(pid, "cmdline")?.replaceAll("\0", " ").trim();
}

/** End a process at once and wait until the system has let go of it. */
export async function endProcess(pid: number): Promise<void> {
  process.kill(pid, "SIGKILL");
  for (let waitedMs = 0; isAlive(pid) && waitedMs < 5_000; waitedMs += 20) await sleep(20);
}

/** Ended, all its threads too: until then the first may be a zombie while another still holds the port. */
function isZombie(pid: number): boolean {
  const stat = process.platform === "linux" ? procStat(pid) : undefined;
  return stat?.state === "Z" && stat.threads === 1;
}

/** Fields 3, 20 and 22 of /proc/pid/stat; field 2, the name, may itself hold spaces and brackets. Source: proc_pid_stat(5). */
function procStat(pid: number) {
  const stat = readProc(pid, "stat");
  if (stat === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return { state: fields[0], threads: Number(fields[17]), startTime: fields[19] };
}

function readProc(pid: number, name: "stat" | "cmdline"): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return undefined; // gone between two looks
  }
}

function askPs(pid: number, column: "lstart" | "command"): string | undefined {
  try {
    const environment = { ...process.env, LC_ALL: "C" };
    const answer = execFileSync("ps", ["-o", `${column}=`, "-p", String(pid)], { encoding: "utf8", env: environment });
    return answer.trim() || undefined;
  } catch {
    return undefined; // ps exits 1 when there is no such process
  }
}
