import { clock } from "../clock.ts";
import { logError } from "../log.ts";
import { copyLinks, hasUnownedLinks } from "../tables/links.ts";
import type { LinkShardStore } from "./link-shard-store.ts";

const COPY_AFTER_MS = 200;
const LONGEST_PAUSE_MS = 30_000;
/** For how long whoever makes links by the API waits for them to stand in lists. */
const LONGEST_WAIT_MS = 1_000;
const LINKS_PER_COPY = 500;

/** What D1 charged for a shard's copies since it woke. */
export interface CopyCost {
  readonly copies: number;
  readonly copyRowsRead: number;
  readonly copyRowsWritten: number;
}

/** Brings a shard's links to D1, by its alarm, and knows whether D1 has any that no shard owns. */
export class LinkCopies {
  readonly #storage: DurableObjectStorage;
  readonly #links: LinkShardStore;
  readonly #db: D1Database;
  #isAlarmSet = false;
  #failures = 0;
  #copying: Promise<boolean> | undefined;
  readonly cost = { copies: 0, copyRowsRead: 0, copyRowsWritten: 0 };

  constructor(storage: DurableObjectStorage, links: LinkShardStore, db: D1Database) {
    this.#storage = storage;
    this.#links = links;
    this.#db = db;
  }

  /** Until D1 has all that this shard has; false = it could not be told. */
  now(): Promise<boolean> {
    this.#copying ??= this.#copy().finally(() => {
      this.#copying = undefined;
    });
    return this.#copying;
  }

  async promise(isAwaited = false): Promise<void> {
    if (!this.#isAlarmSet && this.#links.hasUncopied()) await this.#setAlarm(COPY_AFTER_MS);
    if (isAwaited) await this.#waitForCopy();
  }

  async onAlarm(): Promise<void> {
    this.#isAlarmSet = false;
    if (!(await this.now())) await this.#setAlarm(Math.min(LONGEST_PAUSE_MS, 1_000 * 2 ** (this.#failures - 1)));
  }

  isAllOwned(): boolean {
    return this.#storage.kv.get<boolean>("isAllOwned") === true;
  }

  /** Before it is needed: an unknown slug must be answered with D1 down as well. */
  async learnIsAllOwned(): Promise<void> {
    if (!this.isAllOwned() && !(await hasUnownedLinks(this.#db))) this.#storage.kv.put("isAllOwned", true);
  }

  /** In machine time: what lists show is no matter of business time. */
  async #setAlarm(afterMs: number): Promise<void> {
    this.#isAlarmSet = true;
    await this.#storage.setAlarm(clock.machineNowMs() + afterMs);
  }

  async #waitForCopy(): Promise<void> {
    let timer: number | null = null;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, LONGEST_WAIT_MS);
    });
    await Promise.race([this.now(), late]);
    clearTimeout(timer);
  }

  async #copy(): Promise<boolean> {
    try {
      for (;;) {
        const links = this.#links.uncopied(LINKS_PER_COPY);
        if (links.length === 0) break;
        const { rowsRead, rowsWritten } = await copyLinks(this.#db, links);
        this.cost.copies += 1;
        this.cost.copyRowsRead += rowsRead;
        this.cost.copyRowsWritten += rowsWritten;
        this.#links.markCopied(links);
      }
      await this.learnIsAllOwned();
      this.#failures = 0;
      return true;
    } catch (cause) {
      this.#failures += 1;
      if (this.#failures === 1) logError("links_uncopied", {}, cause);
      return false;
    }
  }
}
