import { clock } from "../clock.ts";

/** While one message is on its way the next one gathers, but nobody waits longer than this for others. */
const longestGatheringMs = 25;
/** A message that takes longer holds nobody up. */
const slowMs = 150;

/**
 * Messages of one isolate to one object, one after another: what requests ask for while one is on its way can share the next.
 *
 * What is kept here belongs to nobody's request. Whoever runs a message does so under `waitUntil`: the others depend on it.
 */
export class OneAtATime {
  #running: { readonly sinceMs: number } | undefined;
  #startNext: (() => void) | undefined;

  async run(send: () => Promise<void>): Promise<void> {
    const nowMs = clock.machineNowMs();
    if (this.#running !== undefined && nowMs - this.#running.sinceMs < slowMs) await this.#turn();
    await scheduler.wait(0); // one turn of the event loop, for all whose requests have come in by now
    const own = { sinceMs: clock.machineNowMs() };
    this.#running = own;
    try {
      await send();
    } finally {
      if (this.#running === own) this.#running = undefined;
      const start = this.#startNext;
      this.#startNext = undefined;
      start?.();
    }
  }

  #turn(): Promise<void> {
    return new Promise((resolve) => {
      this.#startNext = resolve;
      setTimeout(resolve, longestGatheringMs);
    });
  }
}
