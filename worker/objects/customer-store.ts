import type { PhoneNumber } from "../../shared/contract/primitives.ts";
import type { Send } from "../domain/cap.ts";
import type { ConsentEntry } from "../domain/person-state.ts";
import type { SingleText } from "../domain/plan.ts";
import type { KnownEvent, StepRow } from "../domain/run.ts";
import type { StoreEvent } from "../domain/store-event.ts";
import type { DeliveryStatus } from "../gateways/gateway.ts";

export type OutboxState = "due" | "sending" | "accepted" | "failed" | "unknown";

/** One text on its way out. Written before the gateway is called, and true ever after (R8). */
export interface OutboxRow {
  /** Our row id: the deterministic (run, step) has exactly one, also over a second attempt. */
  readonly messageId: string;
  readonly runId: string;
  readonly path: string;
  readonly state: OutboxState;
  readonly class: StepRow["class"];
  readonly body: string;
  readonly segments: number;
  readonly orderId: string | undefined;
  /** Business time of the last attempt. */
  readonly attemptAtMs: number;
  readonly attempts: number;
  /** When the gateway's list is asked next; undefined = no more. */
  readonly lookupAtMs: number | undefined;
  readonly gatewayId: string | undefined;
  readonly deliveryStatus: DeliveryStatus | undefined;
  readonly errorCode: string | undefined;
}

export interface InboxRow {
  readonly id: string;
  readonly body: string;
  readonly atMs: number;
}

export interface OptOut {
  readonly scope: "all" | "promotional";
  readonly atMs: number;
  readonly source: string;
}

/** The short link of a text that is about to go, kept so that a second attempt prints the same one. */
export interface Draft {
  readonly messageId: string;
  readonly link: { readonly domain: string; readonly slug: string } | undefined;
}

/** All SQL of a customer object. Synchronous: what happens between two awaits is one transaction. */
export class CustomerStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`
      CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS event (id TEXT PRIMARY KEY, customer_id TEXT, body TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS step_row (
        run_id TEXT, path TEXT, customer_id TEXT, body TEXT NOT NULL, is_unpublished INTEGER NOT NULL DEFAULT 1,
        is_gone INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (run_id, path)
      ) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS step_row_unpublished ON step_row (is_unpublished) WHERE is_unpublished = 1;
      CREATE TABLE IF NOT EXISTS single (id TEXT PRIMARY KEY, customer_id TEXT, body TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS draft (run_id TEXT, path TEXT, body TEXT NOT NULL, PRIMARY KEY (run_id, path)) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS outbox (
        message_id TEXT PRIMARY KEY, run_id TEXT NOT NULL, path TEXT NOT NULL, state TEXT NOT NULL, body TEXT NOT NULL
      ) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS inbox (id TEXT PRIMARY KEY, body TEXT NOT NULL, at_ms INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS consent (
        seq INTEGER PRIMARY KEY, event_id TEXT NOT NULL UNIQUE, at_ms INTEGER NOT NULL, body TEXT NOT NULL
      );
      CREATE TABLE IF NOT EXISTS opt_out_log (seq INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, body TEXT NOT NULL);
    `);
  }

  getMeta(key: string): string | undefined {
    return this.#one<{ value: string }>("SELECT value FROM meta WHERE key = ?", key)?.value;
  }

  setMeta(key: string, value: string | undefined): void {
    if (value === undefined) this.#sql.exec("DELETE FROM meta WHERE key = ?", key);
    else {
      this.#sql.exec(
        "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        key,
        value,
      );
    }
  }

  phone(): PhoneNumber | undefined {
    return this.getMeta("phone") as PhoneNumber | undefined; // written by setPhone from a parsed number alone
  }

  setPhone(phone: PhoneNumber): void {
    this.setMeta("phone", phone);
  }

  /** False where the event was known already. */
  addEvent(event: KnownEvent, customerId: string): boolean {
    return (
      this.#sql
        .exec(
          "INSERT INTO event (id, customer_id, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING RETURNING id",
          event.id,
          customerId,
          JSON.stringify({ ...event, customerId }),
        )
        .toArray().length === 1
    );
  }

  /** Those of customers who moved to another number stay until their new owner has them, and decide nothing here. */
  events(): KnownEvent[] {
    return this.#bodies<KnownEvent>(`SELECT body FROM event WHERE ${NOT_MOVED}`);
  }

  eventsOf(customerId: string): KnownEvent[] {
    return this.#bodies<KnownEvent>("SELECT body FROM event WHERE customer_id = ?", customerId);
  }

  rows(): StepRow[] {
    return this.#bodies<StepRow>(`SELECT body FROM step_row WHERE is_gone = 0 AND ${NOT_MOVED}`);
  }

  rowsOf(customerId: string): StepRow[] {
    return this.#bodies<StepRow>("SELECT body FROM step_row WHERE is_gone = 0 AND customer_id = ?", customerId);
  }

  putRow(row: StepRow): void {
    const body = JSON.stringify(row);
    this.#sql.exec(
      `INSERT INTO step_row (run_id, path, customer_id, body) VALUES (?, ?, ?, ?)
       ON CONFLICT (run_id, path) DO UPDATE SET body = excluded.body, customer_id = excluded.customer_id,
         is_unpublished = 1, is_gone = 0
       WHERE body <> excluded.body OR is_gone = 1`,
      row.runId,
      row.path,
      row.customerId,
      body,
    );
  }

  /** Stays as a mark until the copy in D1 is gone too. */
  dropRow(row: StepRow): void {
    this.#sql.exec(
      "UPDATE step_row SET is_gone = 1, is_unpublished = 1 WHERE run_id = ? AND path = ?",
      row.runId,
      row.path,
    );
  }

  unpublishedRows(): { readonly row: StepRow; readonly body: string; readonly isGone: boolean }[] {
    return this.#sql
      .exec<{ body: string; is_gone: number }>("SELECT body, is_gone FROM step_row WHERE is_unpublished = 1 LIMIT 500")
      .toArray()
      .map(({ body, is_gone }) => ({ row: JSON.parse(body) as StepRow, body, isGone: is_gone === 1 })); // written by putRow alone
  }

  /** A row that changed while its copy was under way stays unpublished. */
  markPublished(row: StepRow, body: string): void {
    this.#sql.exec(
      "UPDATE step_row SET is_unpublished = 0 WHERE run_id = ? AND path = ? AND body = ?",
      row.runId,
      row.path,
      body,
    );
    this.#sql.exec(
      "DELETE FROM step_row WHERE run_id = ? AND path = ? AND is_gone = 1 AND is_unpublished = 0",
      row.runId,
      row.path,
    );
  }

  addSingle(single: SingleText): boolean {
    return (
      this.#sql
        .exec(
          "INSERT INTO single (id, customer_id, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING RETURNING id",
          single.id,
          single.customerId,
          JSON.stringify(single),
        )
        .toArray().length === 1
    );
  }

  singles(): SingleText[] {
    return this.#bodies<SingleText>(`SELECT body FROM single WHERE ${NOT_MOVED}`);
  }

  singlesOf(customerId: string): SingleText[] {
    return this.#bodies<SingleText>("SELECT body FROM single WHERE customer_id = ?", customerId);
  }

  findDraft(row: StepRow): Draft | undefined {
    return this.#bodies<Draft>("SELECT body FROM draft WHERE run_id = ? AND path = ?", row.runId, row.path)[0];
  }

  putDraft(row: StepRow, draft: Draft): void {
    this.#sql.exec(
      "INSERT INTO draft (run_id, path, body) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET body = excluded.body",
      row.runId,
      row.path,
      JSON.stringify(draft),
    );
  }

  putOutbox(row: OutboxRow): void {
    this.#sql.exec(
      `INSERT INTO outbox (message_id, run_id, path, state, body) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (message_id) DO UPDATE SET state = excluded.state, body = excluded.body`,
      row.messageId,
      row.runId,
      row.path,
      row.state,
      JSON.stringify(row),
    );
  }

  outbox(state?: OutboxState): OutboxRow[] {
    return state === undefined
      ? this.#bodies<OutboxRow>("SELECT body FROM outbox")
      : this.#bodies<OutboxRow>("SELECT body FROM outbox WHERE state = ?", state);
  }

  findOutbox(messageId: string): OutboxRow | undefined {
    return this.#bodies<OutboxRow>("SELECT body FROM outbox WHERE message_id = ?", messageId)[0];
  }

  /** What counts toward caps: everything that the gateway took or may have taken, and what was held out (R12, R14). */
  sends(): Send[] {
    const sent = this.outbox()
      .filter((row) => row.state === "accepted" || row.state === "unknown" || row.state === "sending")
      .map((row) => ({ atMs: row.attemptAtMs, class: row.class }));
    const heldOut = this.rows()
      .filter((row) => row.reason === "holdout")
      .map((row) => ({ atMs: row.atMs, class: row.class }));
    return [...sent, ...heldOut];
  }

  addInbox(row: InboxRow): boolean {
    return (
      this.#sql
        .exec(
          "INSERT INTO inbox (id, body, at_ms) VALUES (?, ?, ?) ON CONFLICT DO NOTHING RETURNING id",
          row.id,
          row.body,
          row.atMs,
        )
        .toArray().length === 1
    );
  }

  inbox(): InboxRow[] {
    return this.#sql
      .exec<{ id: string; body: string; at_ms: number }>("SELECT id, body, at_ms FROM inbox ORDER BY at_ms, id")
      .toArray()
      .map(({ id, body, at_ms }) => ({ id, body, atMs: at_ms }));
  }

  /** Appended, never changed: rules, section 3, "Consent record". */
  addConsent(event: StoreEvent): void {
    const consent = event.customer?.consent;
    if (consent === undefined) return;
    const entry = consent ?? { transactional: null, promotional: null, source: event.source, atMs: event.occurredAtMs };
    this.#sql.exec(
      "INSERT INTO consent (event_id, at_ms, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
      event.id,
      entry.atMs,
      JSON.stringify(entry),
    );
  }

  consent(): ConsentEntry[] {
    return this.#bodies<ConsentEntry>("SELECT body FROM consent ORDER BY seq");
  }

  optOut(): OptOut | undefined {
    const value = this.getMeta("opt_out");
    return value === undefined ? undefined : (JSON.parse(value) as OptOut); // written by setOptOut alone
  }

  setOptOut(optOut: OptOut | undefined, atMs: number, source: string): void {
    this.setMeta("opt_out", optOut === undefined ? undefined : JSON.stringify(optOut));
    this.#sql.exec(
      "INSERT INTO opt_out_log (at_ms, body) VALUES (?, ?)",
      atMs,
      JSON.stringify({ action: optOut === undefined ? "in" : "out", source }),
    );
  }

  movedTo(customerId: string): string | undefined {
    return this.getMeta(`moved:${customerId}`);
  }

  setMoved(customerId: string, to: string | undefined): void {
    this.setMeta(`moved:${customerId}`, to);
  }

  /** After the new owner has everything: only the mark where it went stays. */
  forgetCustomer(customerId: string): void {
    for (const table of ["event", "single"]) this.#sql.exec(`DELETE FROM ${table} WHERE customer_id = ?`, customerId);
    this.#sql.exec("DELETE FROM step_row WHERE customer_id = ?", customerId);
  }

  #one<Row extends Record<string, SqlStorageValue>>(query: string, ...bindings: SqlStorageValue[]): Row | undefined {
    return this.#sql.exec<Row>(query, ...bindings).toArray()[0];
  }

  #bodies<T>(query: string, ...bindings: SqlStorageValue[]): T[] {
    return this.#sql
      .exec<{ body: string }>(query, ...bindings)
      .toArray()
      .map(({ body }) => JSON.parse(body) as T); // every body was written by this class from a T
  }
}

const NOT_MOVED = "('moved:' || customer_id) NOT IN (SELECT key FROM meta WHERE key LIKE 'moved:%')";
