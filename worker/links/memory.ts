import { clock } from "../clock.ts";
import { keepNewest } from "../domain/keep-newest.ts";

interface Entry<Value> {
  readonly value: Value;
  /** Machine time. */
  readonly askedAtMs: number;
  /** Somebody is asking anew: until then the others go on with what is known. */
  reloadUntilMs: number;
}

/** How long others go on with what was known while one request asks anew. */
const RELOAD_MS = 1_000;
/** A store that is slow must not hold a redirect up where something is known. */
const LONGEST_WAIT_MS = 250;

/**
 * What an isolate knows of slowly changing things. Bounded; answers at once while fresh, and for a second more if it may ask
 * anew meanwhile (`waitUntil`); what is older is asked for, and used further where the answer fails or takes long. A write in
 * the same isolate drops at once.
 */
export class Memory<Value> {
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #maxSize: number;
  readonly #freshMs: number;
  /** Counts drops, so that what was read before a write is not kept after it. */
  #drops = 0;

  constructor({ maxSize, freshMs }: { readonly maxSize: number; readonly freshMs: number }) {
    this.#maxSize = maxSize;
    this.#freshMs = freshMs;
  }

  get(key: string, load: () => Promise<Value>, waitUntil?: (work: Promise<unknown>) => void): Value | Promise<Value> {
    const entry = this.#entries.get(key);
    if (entry === undefined) return this.#load(key, load);
    const nowMs = clock.machineNowMs();
    const ageMs = nowMs - entry.askedAtMs;
    if (ageMs < this.#freshMs || nowMs < entry.reloadUntilMs) return entry.value;
    entry.reloadUntilMs = nowMs + RELOAD_MS;
    const reload = this.#reload(key, load, entry);
    if (waitUntil === undefined || ageMs >= this.#freshMs + RELOAD_MS) return reload;
    waitUntil(reload);
    return entry.value;
  }

  drop(key: string): void {
    this.#drops += 1;
    this.#entries.delete(key);
  }

  clear(): void {
    this.#drops += 1;
    this.#entries.clear();
  }

  async #load(key: string, load: () => Promise<Value>): Promise<Value> {
    const drops = this.#drops;
    const startedAtMs = clock.machineNowMs();
    const value = await load();
    if (drops === this.#drops) this.#keep(key, { value, askedAtMs: startedAtMs, reloadUntilMs: 0 });
    return value;
  }

  async #reload(key: string, load: () => Promise<Value>, stale: Entry<Value>): Promise<Value> {
    let timer: number | null = null;
    const late = new Promise<Value>((resolve) => {
      timer = setTimeout(() => resolve(stale.value), LONGEST_WAIT_MS);
    });
    try {
      // The store being down is no reason to know less than before.
      return await Promise.race([this.#load(key, load).catch(() => stale.value), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  #keep(key: string, entry: Entry<Value>): void {
    keepNewest(this.#entries, key, entry, this.#maxSize);
  }
}
