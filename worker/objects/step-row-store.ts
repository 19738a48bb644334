import type { Reason, StepRow } from "../domain/run.ts";
import { IS_SYSTEM, NOT_MOVED } from "./number-store.ts";
import { RunNotesStore } from "./run-notes-store.ts";

/** A row as it stood when it was copied. */
interface Copied {
  readonly row: StepRow;
  readonly body: string;
  readonly isGone: boolean;
}

/** What became of each step, and how much of that has been copied to D1. */
export class StepRowStore extends RunNotesStore {
  #rows: readonly StepRow[] | undefined;
  #published: readonly Copied[] = [];

  protected override forgetRead(): void {
    super.forgetRead();
    this.#rows = undefined;
    this.#published = [];
  }

  override setMoved(customerId: string, epoch: number, to: string | undefined): void {
    this.#rows = undefined;
    super.setMoved(customerId, epoch, to);
  }

  rows(): readonly StepRow[] {
    this.#rows ??= this.bodies<StepRow>(
      `SELECT body FROM step_row WHERE is_gone = 0 AND (${NOT_MOVED} OR ${IS_SYSTEM})`,
    );
    return this.#rows;
  }

  rowsOf(customerId: string): StepRow[] {
    const query = `SELECT body FROM step_row WHERE is_gone = 0 AND customer_id = ? AND NOT ${IS_SYSTEM}`;
    return this.bodies<StepRow>(query, customerId);
  }

  findRow(at: { readonly runId: string; readonly path: string }): StepRow | undefined {
    return this.rows().find((row) => row.runId === at.runId && row.path === at.path);
  }

  putRow(row: StepRow): void {
    if (this.#rows?.includes(row)) return;
    this.#rows = undefined;
    this.sql.exec(
      `INSERT INTO step_row (run_id, path, customer_id, body) VALUES (?, ?, ?, ?)
       ON CONFLICT (run_id, path) DO UPDATE SET body = excluded.body, customer_id = excluded.customer_id,
         is_unpublished = 1, is_gone = 0
       WHERE body <> excluded.body OR is_gone = 1`,
      row.runId,
      row.path,
      row.customerId,
      JSON.stringify(row),
    );
  }

  /**
   * For whoever read the row before waiting for somebody: what has ended meanwhile, as by being taken back, stays ended, and
   * what has gone stays gone.
   */
  changeOpenRow(read: StepRow, change: Partial<StepRow>): void {
    const row = this.findRow(read);
    if (row !== undefined && !row.isFinal) this.putRow({ ...row, ...change });
  }

  suppress(read: StepRow, atMs: number, reason: Reason, rule: string | undefined): void {
    this.changeOpenRow(read, { atMs, outcome: "suppressed", reason, rule, untilAtMs: undefined, isFinal: true });
  }

  /** Stays as a mark until the copy in D1 is gone too. */
  dropRow(row: StepRow): void {
    this.#rows = undefined;
    this.sql.exec(
      "UPDATE step_row SET is_gone = 1, is_unpublished = 1 WHERE run_id = ? AND path = ?",
      row.runId,
      row.path,
    );
  }

  /** Lets texts whose hold has an end be looked at again now. */
  releaseHolds(isReleased: (row: StepRow) => boolean): void {
    for (const row of this.rows()) {
      if (row.outcome !== "waiting" || !isReleased(row)) continue;
      this.putRow({ ...row, reason: undefined, untilAtMs: undefined });
    }
  }

  /** Of customers who moved only what is to be deleted: the rest is their new owner's to publish. */
  unpublishedRows(limit: number): readonly Copied[] {
    this.#writePublished();
    return this.sql
      .exec<{ body: string; is_gone: number }>(
        `SELECT body, is_gone FROM step_row
         WHERE is_unpublished = 1 AND (is_gone = 1 OR ${NOT_MOVED} OR ${IS_SYSTEM}) LIMIT ?`,
        limit,
      )
      .toArray()
      .map(({ body, is_gone }) => ({ row: JSON.parse(body) as StepRow, body, isGone: is_gone === 1 })); // written by putRow alone
  }

  /**
   * Written down before the next copy begins, not at once: a commit more for every text, only to spare a lost object the same
   * copy again.
   */
  markPublished(rows: readonly Copied[]): void {
    this.#published = [...this.#published, ...rows];
  }

  /** All of a customer's rows: their copies in D1 may bear another owner's name. */
  republish(customerId: string): void {
    this.#writePublished();
    this.sql.exec("UPDATE step_row SET is_unpublished = 1 WHERE customer_id = ?", customerId);
  }

  /** A row that changed while its copy was under way stays unpublished. */
  #writePublished(): void {
    for (const { row, body, isGone } of this.#published) {
      this.sql.exec(
        "UPDATE step_row SET is_unpublished = 0 WHERE run_id = ? AND path = ? AND body = ? AND is_gone = ?",
        row.runId,
        row.path,
        body,
        isGone ? 1 : 0,
      );
      if (!isGone) continue;
      this.sql.exec(
        "DELETE FROM step_row WHERE run_id = ? AND path = ? AND is_gone = 1 AND is_unpublished = 0",
        row.runId,
        row.path,
      );
    }
    this.#published = [];
  }
}
