import { fingerprint } from "../stores/fingerprint.ts";
import { putNotes } from "../tables/notes.ts";
import { putBuyers } from "../tables/product-buyers.ts";
import { replyWrite } from "../tables/replies.ts";
import type { Buyer } from "./buyers.ts";
import type { CustomerStore } from "./customer-store.ts";
import { toDecisionView } from "./customer-views.ts";
import { listNoted } from "./noted.ts";

/** Rows of one statement: a value of D1 has 2 MB at most. */
const MOST_ROWS = 500;
/** Later than any due instant: the object waits for an act of the merchant alone. */
const NEVER_MS = 253_402_300_799_999;

/** What D1 should say of an object. */
interface Standing {
  /** When it has something to do next. */
  readonly nextMs: number | undefined;
  readonly isHeld: boolean;
  readonly buyers: readonly Buyer[];
}

/**
 * Keeps D1 in step with an object: its place in the due index and its copied rows, in one batch.
 *
 * The index may be early, never late: copies run one after another, each with what holds when it starts, and whoever lowered
 * an instant waits for its own copy before answering.
 */
export class CustomerCopy {
  readonly #db: D1Database;
  readonly #store: CustomerStore;
  #last: Promise<void> = Promise.resolve();
  /** What somebody else wants written with the next copy. */
  #alongside: readonly D1PreparedStatement[] = [];
  /** What the index is known to hold: known to this instance alone, so that an object that slept writes it once more. */
  #indexed: string | undefined;
  /** Counts how often the index was in doubt: what was written before the last doubt proves nothing. */
  #doubts = 0;

  constructor(db: D1Database, store: CustomerStore) {
    this.#db = db;
    this.#store = store;
  }

  /** `read` is asked when the copy starts: what holds then is what D1 gets. */
  bringUpToDate(read: () => Standing): Promise<void> {
    return this.#inTurn(() => this.#copy(read()));
  }

  /** Written in one transaction with the next copy: true as soon as that is. */
  writeAlong(statement: D1PreparedStatement): void {
    this.#alongside = [...this.#alongside, statement];
  }

  /** Somebody else has written to the index, or may have: it is written again, whatever it should hold. */
  forgetIndex(): void {
    this.#doubts += 1;
    this.#indexed = undefined;
  }

  /** Of one who is not to be looked at before `untilMs`: their own work has failed, and others wait for their turn. */
  postpone(untilMs: number): Promise<void> {
    const update = "UPDATE due SET due_at_ms = MAX(due_at_ms, ?2) WHERE owner = ?1";
    return this.#change((owner) => this.#db.prepare(update).bind(owner, untilMs));
  }

  /** Of one whose merchant is gone. */
  leaveIndex(): Promise<void> {
    return this.#change((owner) => this.#db.prepare("DELETE FROM due WHERE owner = ?1").bind(owner));
  }

  #change(prepare: (owner: string) => D1PreparedStatement): Promise<void> {
    return this.#inTurn(async () => {
      const owner = this.#store.getMeta("owner");
      if (owner === undefined) return;
      this.forgetIndex();
      await this.#send([prepare(owner)]);
    });
  }

  #inTurn(act: () => Promise<void>): Promise<void> {
    const next = this.#last.then(act);
    this.#last = next.catch(() => undefined); // the caller of this one sees its failure; the next starts anew
    return next;
  }

  async #copy({ nextMs, isHeld, buyers }: Standing): Promise<void> {
    const owner = this.#store.getMeta("owner");
    const merchantId = this.#store.getMeta("merchant_id");
    if (owner === undefined || merchantId === undefined) return;
    const dueAtMs = nextMs ?? (isHeld ? NEVER_MS : undefined);
    const indexed = `${dueAtMs}:${isHeld}`;
    const isIndexed = this.#indexed === indexed;
    const index = isIndexed ? [] : [this.#index(owner, merchantId, dueAtMs, isHeld)];
    // An answer may be lost on its way back: until it is here, nobody knows what the index holds.
    if (!isIndexed) this.forgetIndex();
    const doubts = this.#doubts;
    const reply = this.#store.waitingReply();
    const isReplyCopied = this.#store.getMeta("reply_copied") === reply?.id;
    const replies = isReplyCopied ? [] : [replyWrite(this.#db, { owner, merchantId }, reply)];
    const boughtBefore = this.#store.getMeta("buyers_copied") ?? "[]";
    const known = worthTelling(buyers, boughtBefore);
    const bought = JSON.stringify(known);
    const isBoughtCopied = bought === boughtBefore;
    const put = isBoughtCopied ? [] : putBuyers(this.#db, merchantId, known);
    const noted = listNoted(this.#store);
    const isAny = noted.answers.length + noted.tells.length > 0;
    const print = isAny ? fingerprint(JSON.stringify(noted)) : undefined;
    const isNotedCopied = this.#store.getMeta("noted_copied") === print;
    const notes = isNotedCopied ? [] : putNotes(this.#db, { merchantId, owner }, noted);
    let isMore = await this.#write(merchantId, owner, [...index, ...replies, ...put, ...notes]);
    if (!isNotedCopied) this.#store.setMeta("noted_copied", print);
    if (!isBoughtCopied) this.#store.setMeta("buyers_copied", bought);
    if (!isReplyCopied) this.#store.setMeta("reply_copied", reply?.id);
    if (doubts === this.#doubts) this.#indexed = indexed;
    while (isMore) isMore = await this.#write(merchantId, owner, []);
  }

  /** True where there may be more. */
  async #write(merchantId: string, owner: string, more: readonly D1PreparedStatement[]): Promise<boolean> {
    const statements = [...more];
    const rows = this.#store.unpublishedRows(MOST_ROWS);
    // A test is in no list and no figure.
    const kept = rows
      .filter(({ row, isGone }) => !isGone && row.flow !== "test")
      .map(({ row }) => ({ ...row, owner, view: toDecisionView(row) }));
    const gone = rows.filter(({ isGone }) => isGone).map(({ row }) => ({ runId: row.runId, path: row.path }));
    if (kept.length > 0) statements.push(this.#db.prepare(PUT_ROWS).bind(merchantId, JSON.stringify(kept)));
    if (gone.length > 0) statements.push(this.#db.prepare(DROP_ROWS).bind(merchantId, JSON.stringify(gone), owner));
    await this.#send(statements);
    this.#store.markPublished(rows);
    return rows.length === MOST_ROWS;
  }

  async #send(statements: readonly D1PreparedStatement[]): Promise<void> {
    const alongside = this.#alongside;
    if (statements.length + alongside.length === 0) return;
    await this.#db.batch([...statements, ...alongside]);
    this.#alongside = this.#alongside.filter((one) => !alongside.includes(one));
  }

  #index(owner: string, merchantId: string, dueAtMs: number | undefined, isHeld: boolean): D1PreparedStatement {
    if (dueAtMs === undefined) return this.#db.prepare("DELETE FROM due WHERE owner = ?1").bind(owner);
    return this.#db
      .prepare(
        `INSERT INTO due (owner, merchant_id, due_at_ms, is_held) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (owner) DO UPDATE SET due_at_ms = excluded.due_at_ms, is_held = excluded.is_held`,
      )
      .bind(owner, merchantId, dueAtMs, isHeld ? 1 : 0);
  }
}

/** Most orders' objects have nothing to say of products, and should not say so. */
function worthTelling(buyers: readonly Buyer[], before: string): readonly Buyer[] {
  return buyers.filter(({ customerId, paces }) => paces.length > 0 || before.includes(JSON.stringify(customerId)));
}

const PUT_ROWS = `
  INSERT INTO decisions (merchant_id, run, step, owner, customer_id, order_id, flow, at_ms, row)
  SELECT ?1, value ->> 'runId', value ->> 'path', value ->> 'owner', value ->> 'customerId', value ->> 'orderId',
    value ->> 'flow', value ->> 'atMs', value -> 'view'
  FROM json_each(?2) WHERE true
  ON CONFLICT (merchant_id, run, step) DO UPDATE SET owner = excluded.owner, customer_id = excluded.customer_id,
    order_id = excluded.order_id, at_ms = excluded.at_ms, row = excluded.row`;

const DROP_ROWS = `
  DELETE FROM decisions WHERE merchant_id = ?1 AND owner = ?3
    AND (run, step) IN (SELECT value ->> 'runId', value ->> 'path' FROM json_each(?2))`;
