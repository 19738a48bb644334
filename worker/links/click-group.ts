import { clock } from "../clock.ts";
import { logError } from "../log.ts";
import { type Click, insertClicks } from "../tables/clicks.ts";
import { findClickLogs } from "./click-logs.ts";

/** "durable" = on disk before the redirect leaves; "undurable" = not known to be, after the longest wait. */
export type Durability = "durable" | "undurable";

/** What an operator should know of: clicks that went the second way, and redirects that left before their click was durable. */
export interface LateClicks {
  readonly secondWay: number;
  readonly undurable: number;
}

export interface GroupContext {
  readonly env: Pick<Env, "CLICK_LOG" | "CLICK_LOGS" | "DB">;
  readonly continent: string | undefined;
  waitUntil(promise: Promise<unknown>): void;
}

/** While one group is being written the next one gathers, but nobody waits longer than this for others. */
const longestGatheringMs = 25;
/** Whoever opened an older group has been cut off: it is never joined. The second way is tried, too. */
const slowMs = 150;
/** How long the second log may take before D1 itself is asked. */
const secondLogMs = 300;
/** After this the redirect leaves, whatever became of its click. */
const longestWaitMs = 1_000;
/** A message between a Worker and an object holds 32 MiB; a write this long takes some milliseconds. */
const mostClicks = 500;

/** Clicks of this isolate that share one write. What is kept here belongs to nobody's request. */
let gathering: ClickGroup | undefined;
let writing: { readonly sinceMs: number } | undefined;
let startNext: (() => void) | undefined;
let late: LateClicks = { secondWay: 0, undurable: 0 };

/**
 * Group commit: clicks that arrive together share one row in one ClickLog. Resolves when that is durable.
 *
 * Whoever opens a group writes it, under `waitUntil`, so that a caller who hangs up does not take the others along. Each of the
 * others waits on a promise and a timer of its own: workerd runs what a promise leads to in the request that made the promise
 * (github.com/cloudflare/workerd/pull/2719), and ends a request as hung that has nothing of its own to wait for.
 */
export function recordInGroup(click: Click, context: GroupContext): Promise<Durability> {
  const nowMs = clock.machineNowMs();
  let group = gathering;
  if (group === undefined || !group.isJoinable(nowMs)) {
    group = new ClickGroup(nowMs);
    gathering = group;
    context.waitUntil(lead(group, context));
  }
  return group.join(click, context);
}

async function lead(group: ClickGroup, context: GroupContext): Promise<void> {
  const nowMs = clock.machineNowMs();
  if (writing !== undefined && nowMs - writing.sinceMs < slowMs) {
    await new Promise<void>((resolve) => {
      startNext = resolve;
      setTimeout(resolve, longestGatheringMs);
    });
  }
  await scheduler.wait(0); // one turn of the event loop, for all whose requests have come in by now
  const own = { sinceMs: clock.machineNowMs() };
  writing = own;
  try {
    await group.write(context);
  } finally {
    if (writing === own) writing = undefined;
    const start = startNext;
    startNext = undefined;
    start?.();
  }
}

class ClickGroup {
  readonly #openedAtMs: number;
  readonly #clicks: Click[] = [];
  readonly #waiting: ((durability: Durability) => void)[] = [];
  #isClosed = false;
  #isDurable = false;
  #secondWay: Promise<void> | undefined;

  constructor(openedAtMs: number) {
    this.#openedAtMs = openedAtMs;
  }

  isJoinable(nowMs: number): boolean {
    return !this.#isClosed && this.#clicks.length < mostClicks && nowMs - this.#openedAtMs < slowMs;
  }

  join(click: Click, context: GroupContext): Promise<Durability> {
    this.#clicks.push(click);
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      // Not cleared: it ends with the request, and clearing it costs more than a tenth of the whole.
      setTimeout(() => this.#hurry(click, context, resolve), slowMs);
    });
  }

  /** The first way: one message to the log near by. */
  async write(context: GroupContext): Promise<void> {
    this.#close();
    const told = late;
    late = { secondWay: 0, undurable: 0 };
    try {
      await findClickLogs(context.env, context.continent).first.append(this.#text(), this.#clicks.length, told);
      this.#settle();
    } catch (cause) {
      late = { secondWay: late.secondWay + told.secondWay, undurable: late.undurable + told.undurable };
      logError("click_log", { clicks: this.#clicks.length }, cause);
      await this.#takeSecondWay(context);
    }
  }

  /** One waiter's own timer. The first that goes off sends the group the second way, also where its leader is gone. */
  #hurry(click: Click, context: GroupContext, resolve: (durability: Durability) => void): void {
    if (this.#isDurable) return;
    context.waitUntil(this.#takeSecondWay(context));
    setTimeout(() => {
      if (this.#isDurable) return;
      late = { ...late, undurable: late.undurable + 1 };
      logError("undurable_click", { clickId: click.id, merchantId: click.merchantId }, undefined);
      resolve("undurable");
    }, longestWaitMs - slowMs);
  }

  /** Beside the first, not instead of it: a click that comes both ways is stored once, by its id. */
  #takeSecondWay(context: GroupContext): Promise<void> {
    this.#secondWay ??= this.#writeElsewhere(context);
    return this.#secondWay;
  }

  async #writeElsewhere({ env, continent }: GroupContext): Promise<void> {
    this.#close();
    late = { ...late, secondWay: late.secondWay + this.#clicks.length };
    const none: LateClicks = { secondWay: 0, undurable: 0 };
    try {
      await within(secondLogMs, findClickLogs(env, continent).second.append(this.#text(), this.#clicks.length, none));
    } catch {
      // Why is known from the first log. D1 is the last that may know.
      try {
        await insertClicks(env.DB, this.#clicks);
      } catch (cause) {
        logError("clicks_nowhere", { clicks: this.#clicks.length }, cause);
        return;
      }
    }
    this.#settle();
  }

  #close(): void {
    this.#isClosed = true;
    if (gathering === this) gathering = undefined;
  }

  #settle(): void {
    this.#isDurable = true;
    for (const resolve of this.#waiting) resolve("durable");
  }

  #text(): string {
    return JSON.stringify(this.#clicks);
  }
}

async function within(ms: number, promise: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    await Promise.race([promise, expired]);
  } finally {
    clearTimeout(timer);
  }
}
