/**
 * Two times. Business time (due instants, hours, caps, expiry, every `at`) can be moved locally; in production it is the
 * machine's. Machine time (timeouts, caches, ages of signed timestamps) is always real.
 */
export interface Clock {
  /** Resolves once the clock's position is known; undefined = it is, as always in production. */
  ready(): Promise<void> | undefined;
  nowMs(): number;
  /** Real time at which an alarm for this due instant should fire; undefined = none, somebody else wakes the object. */
  alarmAtMs(dueMs: number): number | undefined;
  /** False while a local clock stands still: then nothing can be concluded from how little time passed. */
  isRunning(): boolean;
}

const systemClock: Clock = {
  ready: () => undefined,
  nowMs: () => Date.now(),
  alarmAtMs: (dueMs) => dueMs,
  isRunning: () => true,
};

let installed: Clock = systemClock;

/** Replaces business time for this whole isolate. Called once, at start, by the local entry. */
export function installClock(clock: Clock): void {
  installed = clock;
}

export const clock: Clock & { machineNowMs(): number } = {
  ready: () => installed.ready(),
  nowMs: () => installed.nowMs(),
  alarmAtMs: (dueMs) => installed.alarmAtMs(dueMs),
  isRunning: () => installed.isRunning(),
  machineNowMs: () => Date.now(),
};
