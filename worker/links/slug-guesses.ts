import { keyedHashNow } from "../crypto/keyed-hash.ts";
import { logError } from "../log.ts";
import { addSlugMisses } from "../tables/slug-misses.ts";
import type { Visitor } from "./visitor.ts";

interface GuessContext {
  readonly env: Pick<Env, "DB" | "HASH_KEY">;
  readonly machineNowMs: number;
  waitUntil(promise: Promise<unknown>): void;
}

/** An address that misses more often in a minute is guessing. */
const mostMissesPerMinute = 60;
/** So many misses of an isolate are told to the others at once: a guesser must not get a write to D1 for each. */
const missesPerWord = 20;
const minuteMs = 60_000;
const mostLines = 10_000;

/** Misses of this minute by line, as this isolate knows them. */
let minute = 0;
const misses = new Map<string, number>();

/** Counts a request for a link that does not exist. An address that nobody knows is not counted. */
export function isGuessing(visitor: Pick<Visitor, "address" | "addressHash">, context: GuessContext): boolean {
  const { address, addressHash } = visitor;
  if (address === undefined) return false;
  const line = lineOf(address);
  const now = Math.floor(context.machineNowMs / minuteMs);
  if (now !== minute || misses.size >= mostLines) {
    misses.clear();
    minute = now;
  }
  const count = (misses.get(line) ?? 0) + 1;
  misses.set(line, count);
  // With Global Privacy Control there is no hash: nothing of the address leaves this memory.
  if (count % missesPerWord === 0 && addressHash !== undefined) context.waitUntil(tellOthers(line, context));
  return count > mostMissesPerMinute;
}

async function tellOthers(line: string, { env, machineNowMs }: GuessContext): Promise<void> {
  const toldOf = Math.floor(machineNowMs / minuteMs);
  try {
    const addressHash = keyedHashNow(env, "guesses", `${toldOf}\n${line}`);
    const everywhere = await addSlugMisses(env.DB, { addressHash, misses: missesPerWord, minute: toldOf });
    if (toldOf === minute) misses.set(line, Math.max(misses.get(line) ?? 0, everywhere));
  } catch (cause) {
    logError("slug_misses", {}, cause); // what this isolate counts goes on
  }
}

/**
 * Of an IPv6 address the 64 bits before what a machine may choose freely (RFC 4291, 2.5.1). Good for misses alone: behind one
 * such line of iCloud Private Relay goes a city (Apple's published egress list), whose people ask for links that exist.
 */
function lineOf(address: string): string {
  if (address.includes(".") || !address.includes(":")) return address;
  const [head = [], tail] = address.split("::").map((part) => (part === "" ? [] : part.split(":")));
  const zeros = tail === undefined ? 0 : 8 - head.length - tail.length;
  return [...head, ...Array<string>(Math.max(0, zeros)).fill("0"), ...(tail ?? [])].slice(0, 4).join(":");
}
