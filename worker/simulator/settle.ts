import { applyUnapplied } from "../cron/apply-unapplied.ts";
import { auditState } from "../cron/audit.ts";
import { findNextDueMs, listDue } from "../tables/due.ts";
import { wakeAll } from "../wake.ts";
import { benchClock } from "./local-clock.ts";
import type { LocalEnv } from "./local-env.ts";
import { listPlannedPolls, runPlannedPoll } from "./planned-polls.ts";
import { getSimulator } from "./simulator-env.ts";

const MOST_WORK_MS = 60_000;
const PAGE = 500;
/** A customer who is still due after so many looks at one instant cannot be helped now: it has been logged why. */
const MOST_LOOKS = 5;

export interface Moved {
  readonly now: string;
  readonly target: string;
  /** How many customers were woken on the way. */
  readonly ran: number;
  readonly done: boolean;
}

/** Moves the clock to `targetMs` and works off everything that falls due on the way, instant by instant. No sleeping, no polling. */
export async function moveClock(env: LocalEnv, targetMs: number): Promise<Moved> {
  const startedAtMs = Date.now();
  // From here on the clock goes by what is due, not by itself.
  if (benchClock.isRunning()) await benchClock.move({ kind: "standing", atMs: benchClock.nowMs() });
  let ran = 0;
  const isLate = (): boolean => Date.now() - startedAtMs > MOST_WORK_MS;
  const report = (done: boolean): Moved => ({
    now: new Date(benchClock.nowMs()).toISOString(),
    target: new Date(targetMs).toISOString(),
    ran,
    done,
  });
  const polls = await listPlannedPolls(env);
  for (;;) {
    ran += await settle(env, isLate);
    if (isLate()) return report(false);
    const nextMs = await findNextDueMs(env.DB, benchClock.nowMs());
    const poll = polls[0];
    // What a store has to tell at an instant is known before the texts of that instant go (R12).
    if (poll !== undefined && poll.atMs <= Math.min(targetMs, nextMs ?? targetMs)) {
      if (poll.atMs > benchClock.nowMs()) await benchClock.move({ kind: "standing", atMs: poll.atMs });
      await runPlannedPoll(env, poll);
      polls.shift();
      continue;
    }
    if (nextMs === undefined || nextMs > targetMs) break;
    await benchClock.move({ kind: "standing", atMs: nextMs });
  }
  if (benchClock.nowMs() < targetMs) await benchClock.move({ kind: "standing", atMs: targetMs });
  await auditState(env);
  ran += await settle(env, isLate);
  return report(!isLate());
}

/** Until nothing is due at this instant: events at their owners, texts sent, receipts delivered. */
export async function settle(env: LocalEnv, isLate: () => boolean = () => false): Promise<number> {
  const looks = new Map<string, number>();
  let ran = 0;
  for (;;) {
    await applyUnapplied(env);
    const due = (await listDue(env.DB, benchClock.nowMs(), PAGE)).filter(
      (owner) => (looks.get(owner) ?? 0) < MOST_LOOKS,
    );
    for (const owner of due) looks.set(owner, (looks.get(owner) ?? 0) + 1);
    ran += await wakeAll(env, due, { isLate });
    await getSimulator(env).settle();
    if (due.length === 0 || isLate()) return ran;
  }
}
