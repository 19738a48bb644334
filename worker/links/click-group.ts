import { clock } from "../clock.ts";
import { logError } from "../log.ts";
import { type Click, insertClicks } from "../tables/clicks.ts";
import { findClickLogs } from "./click-logs.ts";
import { readClicks, writeClick } from "./click-text.ts";
import { OneAtATime } from "./one-at-a-time.ts";
import { within } from "./within.ts";

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
const messages = new OneAtATime();
let late: LateClicks = { secondWay: 0, undurable: 0 };

/**
 * Group commit: clicks that arrive together share one row in one ClickLog. Resolves with `answer` when that is durable, or after
 * the longest wait.
 *
 * Whoever opens a group writes it, under `waitUntil`, so that a caller who hangs up does not take the others along. Each of the
 * others waits on a promise and a timer of its own: workerd runs what a promise leads to in the request that made the promise
 * (github.com/cloudflare/workerd/pull/2719), and ends a request as hung that has nothing of its own to wait for.
 *
 * A waiting request should hold on to little: whatever it does, each garbage collection meanwhile copies.
 */
export function recordInGroup<Answer>(click: Click, answer: Answer, context: GroupContext): Promise<Answer> {
  const nowMs = clock.machineNowMs();
  let group = gathering;
  if (group === undefined || !group.isJoinable(nowMs)) {
    group = new ClickGroup(nowMs);
    gathering = group;
    const opened = group;
    context.waitUntil(messages.run(() => opened.write(context)));
  }
  return group.join(click, answer, context);
}

class ClickGroup {
  readonly #openedAtMs: number;
  #count = 0;
  /** As `writeClick` has them, with commas between. */
  #clicks = "";
  readonly #leave: (() => void)[] = [];
  #isClosed = false;
  #isDurable = false;
  #secondWay: Promise<void> | undefined;

  constructor(openedAtMs: number) {
    this.#openedAtMs = openedAtMs;
  }

  isJoinable(nowMs: number): boolean {
    return !this.#isClosed && this.#count < mostClicks && nowMs - this.#openedAtMs < slowMs;
  }

  join<Answer>(click: Click, answer: Answer, context: GroupContext): Promise<Answer> {
    const index = this.#count;
    this.#clicks += index === 0 ? writeClick(click) : `,${writeClick(click)}`;
    this.#count += 1;
    return new Promise((resolve) => {
      const leave = () => resolve(answer);
      this.#leave.push(leave);
      // Not cleared: it ends with the request, and clearing it costs more than a tenth of the whole.
      setTimeout(() => this.#hurry(index, leave, context), slowMs);
    });
  }

  /** The first way: one message to the log near by. */
  async write(context: GroupContext): Promise<void> {
    this.#close();
    const told = late;
    late = { secondWay: 0, undurable: 0 };
    try {
      await findClickLogs(context.env, context.continent).first.append(this.#text(), this.#count, told);
      this.#settle();
    } catch (cause) {
      late = { secondWay: late.secondWay + told.secondWay, undurable: late.undurable + told.undurable };
      logError("click_log", { clicks: this.#count }, cause);
      await this.#takeSecondWay(context);
    }
  }

  /** One waiter's own timer. The first that goes off sends the group the second way, also where its leader is gone. */
  #hurry(index: number, leave: () => void, context: GroupContext): void {
    if (this.#isDurable) return;
    context.waitUntil(this.#takeSecondWay(context));
    setTimeout(() => {
      if (this.#isDurable) return;
      late = { ...late, undurable: late.undurable + 1 };
      const click = this.#parse()[index];
      logError("undurable_click", { clickId: click?.id, merchantId: click?.merchantId }, undefined);
      leave();
    }, longestWaitMs - slowMs);
  }

  /** Beside the first, not instead of it: a click that comes both ways is stored once, by its id. */
  #takeSecondWay(context: GroupContext): Promise<void> {
    this.#secondWay ??= this.#writeElsewhere(context);
    return this.#secondWay;
  }

  async #writeElsewhere({ env, continent }: GroupContext): Promise<void> {
    this.#close();
    late = { ...late, secondWay: late.secondWay + this.#count };
    const none: LateClicks = { secondWay: 0, undurable: 0 };
    try {
      await within(secondLogMs, findClickLogs(env, continent).second.append(this.#text(), this.#count, none));
    } catch {
      // Why is known from the first log. D1 is the last that may know.
      try {
        await insertClicks(env.DB, this.#parse());
      } catch (cause) {
        logError("clicks_nowhere", { clicks: this.#count }, cause);
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
    for (const leave of this.#leave) leave();
  }

  #parse(): readonly Click[] {
    return readClicks(this.#text());
  }

  #text(): string {
    return `[${this.#clicks}]`;
  }
}
