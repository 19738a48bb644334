import { toDecisionView } from "./customer-views.ts";
import type { CustomerStore } from "./customer-store.ts";

/** Later than any due instant: the object waits for an act of the merchant alone. */
const NEVER_MS = 253_402_300_799_999;

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

  constructor(db: D1Database, store: CustomerStore) {
    this.#db = db;
    this.#store = store;
  }

  /** `read` is asked when the copy starts: what holds then is what D1 gets. */
  bringUpToDate(read: () => { readonly nextMs: number | undefined; readonly isHeld: boolean }): Promise<void> {
    const next = this.#last.then(() => this.#copy(read()));
    this.#last = next.catch(() => undefined); // the caller of this one sees its failure; the next copy starts anew
    return next;
  }

  async #copy({ nextMs, isHeld }: { readonly nextMs: number | undefined; readonly isHeld: boolean }): Promise<void> {
    const owner = this.#store.getMeta("owner");
    const merchantId = this.#store.getMeta("merchant_id");
    if (owner === undefined || merchantId === undefined) return;
    const statements: D1PreparedStatement[] = [];
    const dueAtMs = nextMs ?? (isHeld ? NEVER_MS : undefined);
    const indexed = `${dueAtMs}:${isHeld}`;
    if (this.#store.getMeta("indexed") !== indexed) statements.push(this.#index(owner, merchantId, dueAtMs, isHeld));
    const rows = this.#store.unpublishedRows();
    const kept = rows.filter(({ isGone }) => !isGone).map(({ row }) => ({ ...row, owner, view: toDecisionView(row) }));
    const gone = rows.filter(({ isGone }) => isGone).map(({ row }) => ({ runId: row.runId, path: row.path }));
    if (kept.length > 0) statements.push(this.#db.prepare(PUT_ROWS).bind(merchantId, JSON.stringify(kept)));
    if (gone.length > 0) statements.push(this.#db.prepare(DROP_ROWS).bind(merchantId, JSON.stringify(gone)));
    if (statements.length === 0) return;
    await this.#db.batch(statements);
    this.#store.setMeta("indexed", indexed);
    for (const { row, body } of rows) this.#store.markPublished(row, body);
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

const PUT_ROWS = `
  INSERT INTO decisions (merchant_id, run, step, owner, customer_id, order_id, flow, at_ms, row)
  SELECT ?1, value ->> 'runId', value ->> 'path', value ->> 'owner', value ->> 'customerId', value ->> 'orderId',
    value ->> 'flow', value ->> 'atMs', value -> 'view'
  FROM json_each(?2) WHERE true
  ON CONFLICT (merchant_id, run, step) DO UPDATE SET owner = excluded.owner, customer_id = excluded.customer_id,
    order_id = excluded.order_id, at_ms = excluded.at_ms, row = excluded.row`;

const DROP_ROWS = `
  DELETE FROM decisions WHERE merchant_id = ?1
    AND (run, step) IN (SELECT value ->> 'runId', value ->> 'path' FROM json_each(?2))`;
