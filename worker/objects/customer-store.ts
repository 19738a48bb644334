import type { Send } from "../domain/cap.ts";
import type { SingleText, StepPlace } from "../domain/plan.ts";
import type { KnownEvent, Reason, StepRow } from "../domain/run.ts";
import type { FlowFault } from "../tables/flow-faults.ts";
import type { Draft, OutboxRow, OutboxState } from "./outbox-row.ts";
import { RunNotesStore } from "./run-notes-store.ts";

/** A row as it stood when it was copied. */
interface Copied {
  readonly row: StepRow;
  readonly body: string;
  readonly isGone: boolean;
}

type Fault = Omit<FlowFault, "merchantId">;

/**
 * All SQL of a customer object. Synchronous: what happens between two awaits is one transaction. Nobody else writes here, so
 * what a plan reads at every look is parsed once and kept until it changes.
 */
export class CustomerStore extends RunNotesStore {
  #events: readonly KnownEvent[] | undefined;
  #rows: readonly StepRow[] | undefined;
  #singles: readonly SingleText[] | undefined;
  #outbox: readonly OutboxRow[] | undefined;
  #published: readonly Copied[] = [];
  #faults: Fault[] = [];

  /** False where the event was known already. */
  addEvent(event: KnownEvent, customerId: string): boolean {
    this.#events = undefined;
    return this.insert(
      "INSERT INTO event (id, customer_id, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING RETURNING id",
      event.id,
      customerId,
      JSON.stringify({ ...event, customerId }),
    );
  }

  /** Those of customers who moved to another number stay until their new owner has them, and decide nothing here. */
  events(): readonly KnownEvent[] {
    this.#events ??= this.bodies<KnownEvent>(`SELECT body FROM event WHERE ${NOT_MOVED}`);
    return this.#events;
  }

  eventsOf(customerId: string): KnownEvent[] {
    return this.bodies<KnownEvent>("SELECT body FROM event WHERE customer_id = ?", customerId);
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

  addSingle(single: SingleText): boolean {
    this.#singles = undefined;
    return this.insert(
      "INSERT INTO single (id, customer_id, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING RETURNING id",
      single.id,
      single.customerId,
      JSON.stringify(single),
    );
  }

  /** The words of a code that has gone: only its hash is kept of it, elsewhere. */
  forgetCode(messageId: string): void {
    if (!messageId.startsWith(CODE_ID)) return;
    const hide = "SET body = json_set(body, ?2, '•') WHERE ";
    this.sql.exec(`UPDATE single ${hide} id = ?1`, messageId, "$.step.send.body");
    this.#singles = undefined;
    this.sql.exec(`UPDATE outbox ${hide} message_id = ?1`, messageId, "$.body");
  }

  singles(): readonly SingleText[] {
    this.#singles ??= this.bodies<SingleText>(`SELECT body FROM single WHERE ${NOT_MOVED} OR ${IS_SYSTEM}`);
    return this.#singles;
  }

  singlesOf(customerId: string): SingleText[] {
    return this.bodies<SingleText>(`SELECT body FROM single WHERE customer_id = ? AND NOT ${IS_SYSTEM}`, customerId);
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

  /** When somebody with this number last tapped, replied or ordered; undefined = never. */
  lastSignMs(): number | undefined {
    const orders = this.events().filter((event) => event.type === "order.placed" && !event.test);
    const instants = orders.map((event) => event.occurredAtMs);
    instants.push(...this.repliesMs());
    const tapped = this.getMeta("tapped_at_ms");
    if (tapped !== undefined) instants.push(Number(tapped));
    return instants.length === 0 ? undefined : Math.max(...instants);
  }

  /** Something went wrong with a text of a flow: told to whoever watches the flow, with the next copy. */
  addFault(
    kind: Fault["kind"],
    { runId, path, messageId }: StepPlace & { readonly messageId: string },
    atMs: number,
  ): void {
    const flow = this.findRow({ runId, path })?.flow;
    if (flow !== undefined) this.#faults.push({ kind, flow, messageId, atMs });
  }

  /** Whoever opts out answers the last flow that wrote to them. */
  addOptOutFault(atMs: number): void {
    const sent = this.rows().filter(
      (row) => row.outcome === "sent" && row.atMs <= atMs && row.atMs > atMs - WEEK_MS && row.trigger !== undefined,
    );
    const last = sent.reduce<StepRow | undefined>(
      (latest, row) => (latest && latest.atMs >= row.atMs ? latest : row),
      undefined,
    );
    if (last?.messageId === undefined) return;
    this.#faults.push({ kind: "opt_out", flow: last.flow, messageId: last.messageId, atMs });
  }

  takeFaults(): readonly Fault[] {
    const faults = this.#faults;
    this.#faults = [];
    return faults;
  }

  movedTo(customerId: string): string | undefined {
    return this.getMeta(`moved:${customerId}`);
  }

  /** The latest change of owner that this object has taken part in: whatever is older has been overtaken. */
  epochOf(customerId: string): number {
    return Number(this.getMeta(`epoch:${customerId}`) ?? 0);
  }

  setMoved(customerId: string, epoch: number, to: string | undefined): void {
    this.#events = undefined;
    this.#rows = undefined;
    this.#singles = undefined;
    this.setMeta(`epoch:${customerId}`, String(epoch));
    this.setMeta(`moved:${customerId}`, to);
  }

  /** All of a customer's rows: their copies in D1 may bear another owner's name. */
  republish(customerId: string): void {
    this.#writePublished();
    this.sql.exec("UPDATE step_row SET is_unpublished = 1 WHERE customer_id = ?", customerId);
  }

  /** After the new owner has everything: the mark where it went stays, and the outbox, which counts toward this number's caps. */
  forgetCustomer(customerId: string): void {
    this.#events = undefined;
    this.#singles = undefined;
    this.sql.exec("DELETE FROM event WHERE customer_id = ?", customerId);
    this.sql.exec(`DELETE FROM single WHERE customer_id = ? AND NOT ${IS_SYSTEM}`, customerId);
    // A copy in D1 that the new owner has not made its own is nobody's.
    for (const row of this.rowsOf(customerId)) this.dropRow(row);
    this.forgetNotes(customerId);
  }
}

/** How the id of a text begins that brings a code to the merchant's own phone. */
export const CODE_ID = "code_";
const WEEK_MS = 604_800_000;

const NOT_MOVED = "('moved:' || customer_id) NOT IN (SELECT key FROM meta WHERE key LIKE 'moved:%')";
/** Our answer to a STOP or HELP goes to the number that asked, whoever has moved away from it. */
const IS_SYSTEM = "(body ->> 'class' = 'system')";
