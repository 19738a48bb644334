import { DurableObject } from "cloudflare:workers";
import { clock } from "../clock.ts";
import type { LateClicks } from "../links/click-group.ts";
import { logError } from "../log.ts";
import { type StoredRows, storeClicks } from "../tables/clicks.ts";
import { ClickLogStore, type LogState } from "./click-log-store.ts";

export interface GivenClicks extends StoredRows {
  readonly givenClicks: number;
  readonly batches: number;
}

/**
 * Lists and reports ask for what they show (`flush`); for the rest, clicks that go to D1 together share the rows of roll-ups.
 * Machine time, as all here.
 */
const FLUSH_AFTER_MS = 10_000;
/** Large enough to share a transaction, small enough that redirects on the same machine hardly notice. */
const CLICKS_PER_BATCH = 500;
/** A log that takes more than this a second waits for a quieter moment, but no longer than a minute: one machine may run all. */
const BUSY_CLICKS_PER_SECOND = 1_000;
const BUSY_CHECK_MS = 2_000;
const LONGEST_DELAY_MS = 60_000;
/** An alarm may take 15 minutes; a log that holds more than it can give away in this goes on with the next one. */
const LONGEST_FLUSH_MS = 30_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Clicks between the redirect and D1. A group is one row; once `append` has answered it is on disk (the object's output gate),
 * and it stays until D1 has it, however long that takes. D1 knows by the mark of each log what it had, so that a batch whose
 * answer was lost is stored once.
 */
export class ClickLog extends DurableObject<Env> {
  readonly #groups = new ClickLogStore(this.ctx.storage.sql);
  #isAlarmSet = false;
  #failures = 0;
  /** Since when some click may have waited for D1. */
  #waitingSinceMs = 0;
  /** What came since `#isBusy` was last asked. */
  #lately = { sinceMs: 0, clicks: 0 };
  #flushing: Promise<boolean> | undefined;
  /** Since this object woke: what it gave to D1, and what D1 charges for. */
  readonly #given: { -readonly [Name in keyof GivenClicks]: number } = {
    givenClicks: 0,
    batches: 0,
    rowsRead: 0,
    rowsWritten: 0,
  };

  /** `clicks`: a JSON array of `count` clicks (click-text.ts). `late`: what the writer has to tell since it last did. */
  append(clicks: string, count: number, late: LateClicks): void | Promise<void> {
    this.#groups.append(clicks, count);
    this.#lately.clicks += count;
    if (late.secondWay > 0 || late.undurable > 0) this.#groups.countLate(late);
    if (this.#isAlarmSet) return;
    this.#waitingSinceMs = clock.machineNowMs();
    this.#lately.sinceMs = this.#waitingSinceMs;
    return this.#setAlarm(FLUSH_AFTER_MS);
  }

  /** Until D1 has all that was here when it was asked; false = it could not be told. */
  async flush(): Promise<boolean> {
    await this.#flushing; // which may have begun before the last clicks came
    this.#flushing ??= this.#flush(this.#groups.lastId()).finally(() => {
      this.#flushing = undefined;
    });
    return this.#flushing;
  }

  state(): LogState & GivenClicks {
    return { ...this.#groups.state(), ...this.#given };
  }

  override async alarm(): Promise<void> {
    const waitedMs = clock.machineNowMs() - this.#waitingSinceMs;
    if (this.#isBusy() && waitedMs < LONGEST_DELAY_MS) return this.#setAlarm(BUSY_CHECK_MS);
    const isDone = await this.flush();
    if (this.#groups.isEmpty()) return;
    const pauseMs = isDone ? FLUSH_AFTER_MS : Math.min(LONGEST_PAUSE_MS, 1_000 * 2 ** Math.max(0, this.#failures - 1));
    await this.#setAlarm(pauseMs);
  }

  #isBusy(): boolean {
    const nowMs = clock.machineNowMs();
    const { sinceMs, clicks } = this.#lately;
    this.#lately = { sinceMs: nowMs, clicks: 0 };
    return clicks > (BUSY_CLICKS_PER_SECOND * Math.max(1_000, nowMs - sinceMs)) / 1_000;
  }

  async #flush(upToId: number): Promise<boolean> {
    const startedAtMs = clock.machineNowMs();
    this.#waitingSinceMs = startedAtMs;
    try {
      let batchTookMs = 0;
      for (;;) {
        const batch = this.#groups.next(CLICKS_PER_BATCH, upToId);
        if (batch === undefined) break;
        await scheduler.wait(batchTookMs); // where one machine runs all, redirects get as much of it as this
        const begunAtMs = clock.machineNowMs();
        const { clicks, upToId: upTo } = batch;
        const stored = await storeClicks(this.env.DB, { shard: this.ctx.id.toString(), upTo, clicks });
        this.#groups.forget(upTo);
        this.#count(clicks.length, stored);
        batchTookMs = clock.machineNowMs() - begunAtMs;
        if (begunAtMs - startedAtMs > LONGEST_FLUSH_MS) return false;
      }
      this.#failures = 0;
      this.#isAlarmSet &&= !this.#groups.isEmpty(); // the next click sets one, also where the last was lost
      return true;
    } catch (cause) {
      this.#failures += 1;
      if (this.#failures === 1) logError("clicks_unflushed", { log: this.ctx.id.toString() }, cause);
      return false;
    }
  }

  #count(clicks: number, { rowsRead, rowsWritten }: StoredRows): void {
    this.#given.givenClicks += clicks;
    this.#given.batches += 1;
    this.#given.rowsRead += rowsRead;
    this.#given.rowsWritten += rowsWritten;
  }

  async #setAlarm(afterMs: number): Promise<void> {
    this.#isAlarmSet = true;
    await this.ctx.storage.setAlarm(clock.machineNowMs() + afterMs);
  }
}
