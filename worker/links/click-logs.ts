import * as z from "zod";
import { logError } from "../log.ts";

type LogEnv = Pick<Env, "CLICK_LOG" | "CLICK_LOGS">;
type Log = ReturnType<Env["CLICK_LOG"]["getByName"]>;

/** https://developers.cloudflare.com/durable-objects/reference/data-location/#provide-a-location-hint */
const Region = z.enum(["wnam", "enam", "sam", "weur", "eeur", "apac", "apac-ne", "apac-se", "oc", "afr", "me"]);
type Region = z.infer<typeof Region>;

interface LogName {
  readonly region: Region;
  readonly number: number;
}

/** Cloudflare's continents (`request.cf.continent`) and the region that is nearest to most of each. */
const regionsOfContinents: Readonly<Record<string, Region>> = {
  AF: "afr",
  AN: "oc",
  AS: "apac",
  EU: "weur",
  NA: "enam",
  OC: "oc",
  SA: "sam",
};

/** An isolate keeps to one log, so that its clicks share writes; which one is left to chance. */
let draw: number | undefined;

/** The log that takes this isolate's clicks, and the one to try where that does not answer. */
export function findClickLogs(
  env: LogEnv,
  continent: string | undefined,
): { readonly first: Log; readonly second: Log } {
  const counts = readCounts(env);
  const region = nearestRegion(counts, continent);
  const count = counts.get(region) ?? 1;
  draw ??= Math.floor(Math.random() * 2 ** 30);
  const number = draw % count;
  return {
    first: openLog(env, { region, number }),
    second: openLog(env, { region, number: count > 1 ? (number + 1) % count : 1 }),
  };
}

/** All logs that may hold clicks. */
export function listClickLogs(env: LogEnv): readonly Log[] {
  const names = [...readCounts(env)].flatMap(([region, count]) =>
    // The only log of a region has a second beside it all the same.
    Array.from({ length: Math.max(2, count) }, (_, number) => ({ region, number })),
  );
  return names.map((name) => openLog(env, name));
}

/** Cloudflare opens at most six connections per invocation at a time. */
const logsAtOnce = 6;
/** Lists and reports wait no longer than this for the last clicks. */
const longestWaitMs = 5_000;

/** Brings to D1 what the logs hold; false = one could not, and goes on trying by itself. */
export async function flushClickLogs(env: LogEnv): Promise<boolean> {
  const waiting = [...listClickLogs(env)];
  let isDone = true;
  const flushNext = async () => {
    for (let log = waiting.shift(); log !== undefined; log = waiting.shift()) {
      const isFlushed = await log.flush().catch((cause: unknown) => {
        logError("click_log_flush", {}, cause);
        return false;
      });
      isDone &&= isFlushed;
    }
  };
  await Promise.all(Array.from({ length: logsAtOnce }, flushNext));
  return isDone;
}

/** Before clicks are read: whoever tapped a moment ago finds the tap there. */
export async function awaitClicks(env: LogEnv): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, longestWaitMs);
  });
  await Promise.race([flushClickLogs(env), late]);
  clearTimeout(timer);
}

function openLog(env: LogEnv, { region, number }: LogName): Log {
  return env.CLICK_LOG.getByName(`${region}:${number}`, { locationHint: region });
}

function nearestRegion(counts: ReadonlyMap<Region, number>, continent: string | undefined): Region {
  const nearest = regionsOfContinents[continent ?? ""];
  if (nearest !== undefined && counts.has(nearest)) return nearest;
  const [first] = counts.keys();
  return first ?? "enam";
}

const RegionCount = z.tuple([Region, z.coerce.number<string>().pipe(z.int().min(1).max(1_000))]);
const Counts = z
  .string()
  .transform((text) => text.split(",").map((part) => part.split(":")))
  .transform((pairs) => new Map(z.array(RegionCount).min(1).parse(pairs)));

let known: { readonly text: string; readonly counts: ReadonlyMap<Region, number> } | undefined;

/** `CLICK_LOGS`: "enam:4,weur:2". A region's count only ever grows: clicks may still lie in a log that is no longer named. */
function readCounts({ CLICK_LOGS: text }: LogEnv): ReadonlyMap<Region, number> {
  if (known?.text !== text) known = { text, counts: Counts.parse(text) };
  return known.counts;
}
