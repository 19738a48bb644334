import type { Send } from "../domain/cap.ts";
import type { StepRow } from "../domain/run.ts";
import type { StepPlace } from "../domain/step-row.ts";
import type { Draft, OutboxRow, OutboxState } from "./outbox-row.ts";
import { StepRowStore } from "./step-row-store.ts";

/** Texts on their way out: drafts before the gateway is asked, and what became of each that it was given. */
export class OutboxStore extends StepRowStore {
  #outbox: readonly OutboxRow[] | undefined;

  protected override forgetRead(): void {
    super.forgetRead();
    this.#outbox = undefined;
  }

  findDraft(row: StepRow): Draft | undefined {
    return this.bodies<Draft>("SELECT body FROM draft WHERE run_id = ? AND path = ?", row.runId, row.path)[0];
  }

  putDraft(row: StepRow, draft: Draft): void {
    this.sql.exec(
      "INSERT INTO draft (run_id, path, body) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET body = excluded.body",
      row.runId,
      row.path,
      JSON.stringify(draft),
    );
  }

  dropDraft(row: StepPlace): void {
    this.sql.exec("DELETE FROM draft WHERE run_id = ? AND path = ?", row.runId, row.path);
  }

  putOutbox(row: OutboxRow): void {
    this.#outbox = undefined;
    this.sql.exec(
      `INSERT INTO outbox (message_id, customer_id, state, body) VALUES (?, ?, ?, ?)
       ON CONFLICT (message_id) DO UPDATE SET customer_id = excluded.customer_id, state = excluded.state, body = excluded.body`,
      row.messageId,
      row.customerId,
      row.state,
      JSON.stringify(row),
    );
  }

  outbox(): readonly OutboxRow[] {
    this.#outbox ??= this.bodies<OutboxRow>("SELECT body FROM outbox");
    return this.#outbox;
  }

  /** Without those of customers who moved: what became of them is for their new owner to find out. */
  outboxIn(state: OutboxState): readonly OutboxRow[] {
    return this.outbox().filter(
      (row) => row.state === state && (row.class === "system" || this.movedTo(row.customerId) === undefined),
    );
  }

  outboxOf(customerId: string): readonly OutboxRow[] {
    return this.outbox().filter((row) => row.customerId === customerId && row.class !== "system");
  }

  findOutbox(messageId: string): OutboxRow | undefined {
    return this.outbox().find((row) => row.messageId === messageId);
  }

  /** What counts toward this number's caps: all that the gateway took or may have taken, and what was held out (R12, R14). */
  sends(): Send[] {
    const phone = this.phone();
    const sent = this.outbox()
      .filter((row) => row.to === phone)
      .filter((row) => row.state === "accepted" || row.state === "unknown" || row.state === "sending")
      .map((row) => ({ atMs: row.attemptAtMs, class: row.class }));
    const heldOut = this.rows()
      .filter((row) => row.reason === "holdout")
      .map((row) => ({ atMs: row.atMs, class: row.class, isHeldOut: true }));
    return [...sent, ...heldOut];
  }
}
