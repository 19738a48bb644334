import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";

export interface FileLock {
  release(): void;
}

/**
 * Take an exclusive lock that ends with this process, however it ends; undefined when another process has it.
 *
 * Node offers no file locks, but SQLite takes one for an exclusive transaction, and the system drops it with its holder.
 * So there is no stale lock to judge, and two processes can't both take over from a dead one.
 */
export function tryLock(file: string): FileLock | undefined {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY) return undefined;
    throw error;
  }
  held.add(database);
  return {
    release: () => {
      database.close();
      held.delete(database);
    },
  };
}

export async function waitForLock(file: string): Promise<FileLock> {
  for (;;) {
    const lock = tryLock(file);
    if (lock !== undefined) return lock;
    await sleep(100);
  }
}

// A lock whose caller forgets it must not end when the garbage collector closes its database.
const held = new Set<DatabaseSync>();

const SQLITE_BUSY = 5; // https://www.sqlite.org/rescode.html#busy
