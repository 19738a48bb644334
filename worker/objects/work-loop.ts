import { noteFault } from "../brakes/apply-brakes.ts";
import { clock } from "../clock.ts";
import type { DueText } from "../domain/due-text.ts";
import type { Plan } from "../domain/plan.ts";
import { rowKey } from "../domain/step-row.ts";
import { logError } from "../log.ts";
import { BulkTurn } from "./bulk-turns.ts";
import { listBuyers } from "./buyers.ts";
import { earliest, recoverCrashedSends } from "./crash-recovery.ts";
import { type Context, loadContext, planAndStore } from "./customer-context.ts";
import { CustomerCopy } from "./customer-copy.ts";
import type { CustomerStore } from "./customer-store.ts";
import { deliverTells, nextTellMs } from "./deliver-tells.ts";
import { lookUpUnknown } from "./look-up.ts";
import { type Sender, sendText } from "./send-text.ts";

/** One piece of work looks this often for a text that is due before it gives others a turn. */
const MOST_STEPS = 400;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 600_000;
/** What is held without an end, as by hours that never open, is looked at daily: the rules may have changed. */
const DAY_MS = 86_400_000;

/** Works off what is due, one text after another, and arms the one alarm for what comes next. */
export class WorkLoop {
  readonly #env: Env;
  readonly #store: CustomerStore;
  readonly #storage: DurableObjectStorage;
  readonly #copy: CustomerCopy;
  readonly #sender: Sender;
  #working: Promise<void> | undefined;
  #isAskedAgain = false;

  constructor(env: Env, store: CustomerStore, storage: DurableObjectStorage) {
    this.#env = env;
    this.#store = store;
    this.#storage = storage;
    this.#copy = new CustomerCopy(env.DB, store);
    this.#sender = { env, store, inFlight: new Set(), telling: [] };
  }

  /** One piece of work at a time: who asks meanwhile waits for the same one, which then looks once more. */
  run(): Promise<void> {
    this.#isAskedAgain = true;
    this.#working ??= this.#workUntilQuiet().finally(() => {
      this.#working = undefined;
    });
    return this.#working;
  }

  /** The due index said so: whatever it holds by now is not what was last written to it. */
  runForIndex(): Promise<void> {
    this.#copy.forgetIndex();
    return this.run();
  }

  /** Somebody else has taken this object out of the due index. */
  forgetIndex(): void {
    this.#copy.forgetIndex();
  }

  /** Resolves when no text is in flight; nothing begins before the caller's next await. */
  async untilIdle(): Promise<void> {
    while (this.#working !== undefined) await this.#working.catch(() => undefined); // its own caller sees its failure
  }

  /** Plans, arms the alarm and brings D1 up to date; what is given along with it becomes true in the same moment. */
  settle(alongside?: D1PreparedStatement): Promise<void> {
    if (alongside !== undefined) this.#copy.writeAlong(alongside);
    return this.#settle(new Set());
  }

  /** `tried` = what was looked at just now and cannot go yet. */
  async #settle(tried: ReadonlySet<string>): Promise<void> {
    const context = await loadContext(this.#env, this.#store);
    if (context === undefined) return this.#sleepForGood();
    await this.#copy.bringUpToDate(() => {
      const plan = planAndStore(this.#store, context, clock.nowMs());
      const nextMs = this.#nextMs(plan, tried);
      this.#arm(nextMs);
      const isHeld = plan.due.some(isParked) || plan.waiting.some(isOverBudget);
      return { nextMs, isHeld, buyers: listBuyers(this.#store, context.merchant.timeZone) };
    });
    const merchantId = context.merchant.id;
    for (const fault of this.#store.takeFaults()) await noteFault(this.#env, { ...fault, merchantId });
  }

  async #workUntilQuiet(): Promise<void> {
    try {
      while (this.#isAskedAgain) {
        this.#isAskedAgain = false;
        await this.#work();
      }
    } catch (cause) {
      await this.#comeBackLater();
      throw cause;
    }
  }

  async #work(): Promise<void> {
    const turn = new BulkTurn(() => this.#isAskedAgain);
    try {
      await this.#workOff(turn);
    } finally {
      turn.end();
    }
  }

  async #workOff(turn: BulkTurn): Promise<void> {
    recoverCrashedSends(this.#store, this.#sender.inFlight);
    const tried = new Set<string>();
    let hasFailed = false;
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const context = await loadContext(this.#env, this.#store);
      if (context === undefined) return this.#sleepForGood();
      await lookUpUnknown(this.#sender, context.merchant.id);
      const plan = planAndStore(this.#store, context, clock.nowMs());
      const text = plan.due.find((one) => !tried.has(rowKey(one.row)));
      if (text === undefined) break;
      if (willQueue(text, context) && (await turn.take())) continue; // what came meanwhile comes first
      try {
        const outcome = await sendText(this.#sender, text, plan, context);
        if (outcome === "held") tried.add(rowKey(text.row));
      } catch (cause) {
        // One text that cannot be worked off keeps no other waiting.
        tried.add(rowKey(text.row));
        hasFailed = true;
        const { runId: run, path: step } = text.row;
        logError("text not worked off", { owner: this.#store.getMeta("owner"), run, step }, cause);
      }
    }
    this.#store.setMeta("failures", hasFailed ? String(this.#failures() + 1) : undefined);
    await deliverTells(this.#env, this.#store); // after the texts: no slow receiver keeps one waiting
    await Promise.all([this.#settle(tried), ...this.#sender.telling.splice(0)]);
  }

  /** After six throws the platform drops an alarm for good, so nothing is left to it: this object comes back by itself. */
  async #comeBackLater(): Promise<void> {
    this.#store.setMeta("failures", String(this.#failures() + 1));
    const pauseMs = this.#pauseMs();
    await this.#storage.setAlarm(clock.machineNowMs() + pauseMs);
    try {
      await this.#copy.postpone(clock.nowMs() + pauseMs);
    } catch (cause) {
      logError("due index out of reach", { owner: this.#store.getMeta("owner") }, cause); // it still says "now": early, not late
    }
  }

  #failures(): number {
    return Number(this.#store.getMeta("failures") ?? 0);
  }

  /** Longer with every failure in a row. */
  #pauseMs(): number {
    return Math.min(FIRST_PAUSE_MS * 2 ** Math.max(0, this.#failures() - 1), LONGEST_PAUSE_MS);
  }

  async #sleepForGood(): Promise<void> {
    await this.#storage.deleteAlarm();
    await this.#copy.leaveIndex();
  }

  #nextMs(plan: Plan, tried: ReadonlySet<string>): number | undefined {
    const nowMs = clock.nowMs();
    const instants = plan.due.map((text) => {
      if (isParked(text)) return text.expiresAtMs;
      if (!tried.has(rowKey(text.row))) return nowMs;
      // Looked at a moment ago in vain: at once would be a loop without a pause.
      return nowMs + (text.row.reason === undefined ? this.#pauseMs() : DAY_MS);
    });
    return earliest(plan, this.#store, [...instants, nextTellMs(this.#store)]);
  }

  #arm(nextMs: number | undefined): void {
    const atMs = nextMs === undefined ? undefined : clock.alarmAtMs(nextMs);
    // Storage operations are ordered: what follows waits for this one at the output gate.
    if (atMs === undefined) void this.#storage.deleteAlarm();
    else void this.#storage.setAlarm(atMs);
  }
}

/** The sender's pace will give it an instant of its own. */
function willQueue({ step, row }: DueText, { merchant }: Context): boolean {
  return step.class === "promotional" && row.slotAtMs === undefined && merchant.policy.pace !== null;
}

/** A text that waits for an act of the merchant: nothing but that, or its expiry, moves it. */
function isParked({ row }: DueText): boolean {
  return row.outcome === "waiting" && row.untilAtMs === undefined && PARKED.has(row.reason ?? "");
}
const PARKED = new Set(["stopped", "paused", "brake"]);

/** It goes in the next month, or when the merchant spends more. */
function isOverBudget({ row }: DueText): boolean {
  return row.outcome === "waiting" && row.reason === "budget";
}
