import { DurableObject } from "cloudflare:workers";
import type { Clock } from "../clock.ts";

/** Where the local clock stands: it follows real time at a distance, or stands still at an instant. */
export type ClockPosition =
  | { readonly kind: "following"; readonly offsetMs: number }
  | { readonly kind: "standing"; readonly atMs: number };

/** What the bench keeps through a restart: the clock's position, each shop's last example order, and its stores' records. */
export class BenchState extends DurableObject<unknown> {
  read(): ClockPosition {
    return this.ctx.storage.kv.get<ClockPosition>("position") ?? { kind: "following", offsetMs: 0 };
  }

  write(position: ClockPosition): void {
    this.ctx.storage.kv.put("position", position);
  }

  find(name: string): unknown {
    return this.ctx.storage.kv.get(name);
  }

  /** What is kept under names that begin so, as JSON. */
  list(prefix: string): { readonly name: string; readonly json: string }[] {
    return [...this.ctx.storage.kv.list({ prefix })].map(([name, value]) => ({ name, json: JSON.stringify(value) }));
  }

  keep(name: string, value: unknown): void {
    this.ctx.storage.kv.put(name, value);
  }

  drop(name: string): void {
    this.ctx.storage.kv.delete(name);
  }

  /** All that was kept; the clock's position is set anew by whoever resets. */
  forget(): void {
    for (const [name] of [...this.ctx.storage.kv.list()]) if (name !== "position") this.ctx.storage.kv.delete(name);
  }
}

/** The bench's business time. Locally one isolate runs everything, so one copy of the position is all there is. */
export class MovableClock implements Clock {
  readonly #findStore: () => DurableObjectStub<BenchState>;
  #position: ClockPosition | undefined;
  #reading: Promise<void> | undefined;

  constructor(findStore: () => DurableObjectStub<BenchState>) {
    this.#findStore = findStore;
  }

  ready(): Promise<void> | undefined {
    if (this.#position !== undefined) return undefined;
    this.#reading ??= this.#read();
    return this.#reading;
  }

  nowMs(): number {
    const position = this.#known();
    return position.kind === "standing" ? position.atMs : Date.now() + position.offsetMs;
  }

  alarmAtMs(dueMs: number): number | undefined {
    const position = this.#known();
    if (dueMs <= this.nowMs()) return Date.now();
    return position.kind === "standing" ? undefined : dueMs - position.offsetMs;
  }

  isRunning(): boolean {
    return this.#known().kind === "following";
  }

  async move(position: ClockPosition): Promise<void> {
    await this.#findStore().write(position);
    this.#position = position;
  }

  async #read(): Promise<void> {
    try {
      this.#position = await this.#findStore().read();
    } finally {
      this.#reading = undefined;
    }
  }

  #known(): ClockPosition {
    if (this.#position === undefined) throw new Error("the bench clock was asked before it was ready");
    return this.#position;
  }
}
