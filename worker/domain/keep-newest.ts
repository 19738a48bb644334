/**
 * Sets an entry of a memory that holds so many at most: where it is full, an eighth goes, of those that were set longest ago.
 *
 * One at a time would cost ten times as much: a Map keeps a hole for what was deleted, and each look for the oldest passes them all.
 */
export function keepNewest<Key, Value>(memory: Map<Key, Value>, key: Key, value: Value, most: number): void {
  memory.delete(key);
  if (memory.size >= most) dropOldest(memory, Math.ceil(most / 8));
  memory.set(key, value);
}

function dropOldest(memory: Map<unknown, unknown>, count: number): void {
  let left = count;
  for (const key of memory.keys()) {
    if (left === 0) return;
    memory.delete(key);
    left -= 1;
  }
}
