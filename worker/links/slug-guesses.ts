import { logError } from "../log.ts";
import { addSlugMisses } from "../tables/slug-misses.ts";

interface GuessContext {
  readonly env: Pick<Env, "DB">;
  readonly machineNowMs: number;
  waitUntil(promise: Promise<unknown>): void;
}

/** An address that misses more often in a minute is guessing. */
const mostMissesPerMinute = 60;
/** So many misses of an isolate are told to the others at once: a guesser must not get a write to D1 for each. */
const missesPerWord = 20;
const minuteMs = 60_000;
const mostAddresses = 10_000;

/** Misses of this minute by address, as this isolate knows them. */
let minute = 0;
const misses = new Map<string, number>();

/** Counts a request for a link that does not exist. An address that nobody knows is not counted. */
export function isGuessing(addressHash: string | undefined, context: GuessContext): boolean {
  if (addressHash === undefined) return false;
  const now = Math.floor(context.machineNowMs / minuteMs);
  if (now !== minute || misses.size >= mostAddresses) {
    misses.clear();
    minute = now;
  }
  const count = (misses.get(addressHash) ?? 0) + 1;
  misses.set(addressHash, count);
  if (count % missesPerWord === 0) context.waitUntil(tellOthers(addressHash, context));
  return count > mostMissesPerMinute;
}

async function tellOthers(addressHash: string, { env, machineNowMs }: GuessContext): Promise<void> {
  const toldOf = Math.floor(machineNowMs / minuteMs);
  try {
    const everywhere = await addSlugMisses(env.DB, { addressHash, misses: missesPerWord, minute: toldOf });
    if (toldOf === minute) misses.set(addressHash, Math.max(misses.get(addressHash) ?? 0, everywhere));
  } catch (cause) {
    logError("slug_misses", {}, cause); // what this isolate counts goes on
  }
}
