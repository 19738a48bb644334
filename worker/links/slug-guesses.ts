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
export function isGuessing(visitor: Pick<Visitor, "line" | "addressHash">, context: GuessContext): boolean {
  const { line, addressHash } = visitor;
  if (line === undefined) return false;
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
