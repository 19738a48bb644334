/** So many objects of one isolate ask for slots at a time; what else they do, nobody counts. */
const MOST_AT_ONCE = 16;
/** What asking for a slot takes, with all that is written: whoever waits looks again when it may be their turn. */
const TURN_MS = 8;
const LONGEST_PAUSE_MS = 250;

// Objects that share an isolate share its thread. Nothing here belongs to any one of them.
let running = 0;
let waiting = 0;

/**
 * An object's turn with texts that will wait for the sender anyway.
 *
 * A campaign wakes hundreds of objects in one instant, and whoever orders in that instant would wait behind all of them.
 */
export class BulkTurn {
  readonly #isHurried: () => boolean;
  #isTaken = false;

  /** `isHurried`: the object has something else to do by now, and goes on at once. */
  constructor(isHurried: () => boolean) {
    this.#isHurried = isHurried;
  }

  /** Waits for the turn; false = it is taken already. */
  async take(): Promise<boolean> {
    if (this.#isTaken) return false;
    waiting += 1;
    try {
      for (let place = waiting; running >= MOST_AT_ONCE && !this.#isHurried(); place -= MOST_AT_ONCE) {
        await scheduler.wait(Math.min(LONGEST_PAUSE_MS, Math.max(TURN_MS, place * TURN_MS)));
      }
    } finally {
      waiting -= 1;
    }
    this.#isTaken = true;
    running += 1;
    return true;
  }

  end(): void {
    if (this.#isTaken) running -= 1;
    this.#isTaken = false;
  }
}
