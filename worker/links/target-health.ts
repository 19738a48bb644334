import { checkTarget } from "../domain/link-target.ts";
import { describeProbe, judgeTarget, type WatchedTarget, watchedTarget } from "../domain/target-health.ts";
import { logError } from "../log.ts";
import { noticeEnd, noticeWrite } from "../tables/notices.ts";
import { addTargets, claimTargets, healthWrite, listTargets, type Target, targetDelete } from "../tables/targets.ts";
import { findTargetRules } from "./link-facts.ts";
import { Memory } from "./memory.ts";
import { probeTarget } from "./probe-target.ts";

type HealthEnv = Pick<Env, "DB" | "BASE_URL">;

const dayMs = 86_400_000;
/** Longer than asking can take, with all its redirects. */
const leaseMs = 60_000;
const unusedMs = 180 * dayMs;
/** Of a call that makes ten thousand links, the first; cron comes to the others. */
const mostAtOnce = 20;
/** An invocation has six connections, and others want some. */
const hostsAtOnce = 4;

const known = new Memory<ReadonlyMap<string, Target>>({ maxSize: 1_000, freshMs: 5_000 });

/** After all state was emptied. */
export function forgetTargets(): void {
  known.clear();
}

/** Where a merchant's new links lead is looked at while they go on; what no link may lead to is none of ours. */
export async function watchTargets(
  env: HealthEnv,
  {
    merchantId,
    urls,
    nowMs,
  }: { readonly merchantId: string; readonly urls: readonly string[]; readonly nowMs: number },
): Promise<void> {
  const rules = await findTargetRules(env, merchantId);
  const targets = new Map<string, WatchedTarget>();
  for (const url of urls) {
    const check = checkTarget(url, rules);
    if (check.kind !== "ok") continue;
    const target = watchedTarget(check.url, "");
    targets.set(target.url, target);
  }
  if (targets.size === 0) return;
  await addTargets(env.DB, merchantId, [...targets.values()], nowMs);
  const only = { merchantId, urls: [...targets.keys()] };
  await checkAll(env, await claimTargets(env.DB, { nowMs, leaseMs, limit: mostAtOnce, only }), nowMs);
}

/** Asks those that are due, some a call, one at a time of each host. */
export async function checkDueTargets(env: HealthEnv, nowMs: number, limit: number): Promise<void> {
  await checkAll(env, await claimTargets(env.DB, { nowMs, leaseMs, limit }), nowMs);
}

/**
 * Whether a text would lead nowhere, and until when that holds. What was never asked for is asked for now, and so is what is
 * dead and due; nobody waits longer than one answer may take. Where nothing is known, or can be known, the text goes.
 */
export async function findDeadTarget(
  env: HealthEnv,
  {
    merchantId,
    targetUrl,
    template,
  }: { readonly merchantId: string; readonly targetUrl: string; readonly template: string },
  nowMs: number,
): Promise<{ readonly recheckAtMs: number } | undefined> {
  if (!URL.canParse(targetUrl)) return undefined; // the rules of targets say so
  try {
    const { url, watch } = watchedTarget(targetUrl, template);
    const read = () => known.get(merchantId, () => readTargets(env.DB, merchantId));
    const before = (await read()).get(url);
    if (before === undefined || before.usedAtMs < nowMs - dayMs) {
      await addTargets(env.DB, merchantId, [{ url, watch }], nowMs);
      known.drop(merchantId);
    }
    if (before === undefined || (before.state === "dead" && before.nextCheckMs <= nowMs)) {
      const only = { merchantId, urls: [url] };
      await checkAll(env, await claimTargets(env.DB, { nowMs, leaseMs, limit: 1, only }), nowMs);
    }
    const now = (await read()).get(url);
    return now?.state === "dead" ? { recheckAtMs: Math.max(now.nextCheckMs, nowMs + leaseMs) } : undefined;
  } catch (cause) {
    logError("target_health", { merchantId }, cause);
    return undefined;
  }
}

async function readTargets(db: D1Database, merchantId: string): Promise<ReadonlyMap<string, Target>> {
  return new Map((await listTargets(db, merchantId)).map((target) => [target.url, target]));
}

async function checkAll(env: HealthEnv, targets: readonly Target[], nowMs: number): Promise<void> {
  const hosts = [...Map.groupBy(targets, ({ url }) => new URL(url).host).values()];
  const checkNext = async () => {
    for (let own = hosts.shift(); own !== undefined; own = hosts.shift()) {
      for (const target of own) await checkOne(env, target, nowMs);
    }
  };
  await Promise.all(Array.from({ length: hostsAtOnce }, checkNext));
}

async function checkOne(env: HealthEnv, target: Target, nowMs: number): Promise<void> {
  const { DB, BASE_URL } = env;
  const { merchantId, url, watch } = target;
  if (target.usedAtMs < nowMs - unusedMs) {
    await targetDelete(DB, target).run();
    return;
  }
  const rules = await findTargetRules(env, merchantId);
  const probe = await probeTarget(url, { rules, contactUrl: BASE_URL });
  const health = judgeTarget(target, probe, watch, nowMs);
  const answer = describeProbe(probe);
  const notice = { merchantId, kind: "dead_link", subject: url, atMs: nowMs } as const;
  const writes = [healthWrite(DB, target, health, answer)];
  if (health.state === "dead")
    writes.push(noticeWrite(DB, { ...notice, detail: `${url} ${answer}: texts that lead there wait` }));
  if (target.state === "dead" && health.state === "alive") writes.push(noticeEnd(DB, notice));
  await DB.batch(writes);
  known.drop(merchantId);
}
