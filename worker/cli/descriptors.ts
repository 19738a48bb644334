import { execFileSync } from "node:child_process";

/**
 * How many files workerd may have open: as many as the system lets us raise the limit to, up to what one machine can feed.
 *
 * A Durable Object that is awake holds three descriptors and 250 KB for about ten seconds, so more would cost gigabytes.
 */
export function readDescriptorLimit(): number {
  const answer = execFileSync("sh", [
    "-c",
    `ulimit -n ${mostDescriptors} 2>/dev/null || ulimit -n "$(ulimit -Hn)"; ulimit -n`,
  ]);
  const limit = Number(answer.toString().trim());
  return Number.isNaN(limit) ? mostDescriptors : Math.min(limit, mostDescriptors); // "unlimited" is no number
}

/** Different objects that may be woken in one second without running out of descriptors. Found by measuring. */
export function countObjectsPerSecond(descriptorLimit: number): number {
  return Math.max(1, Math.floor(descriptorLimit / 36));
}

const mostDescriptors = 20_000;
