import type { PhoneNumber } from "../../shared/contract/primitives.ts";
import type { ConsentFacts, StoreEvent } from "../domain/store-event.ts";
import { createTables } from "./customer-tables.ts";

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

/** What belongs to the number and stays with it, whoever has it (R3): consent, opt-out, what came in. */
export class NumberStore {
  protected readonly sql: SqlStorage;
  #meta: Map<string, string> | undefined;
  #repliesMs: readonly number[] | undefined;

  constructor(sql: SqlStorage) {
    this.sql = sql;
    createTables(sql);
  }

  /** Everything is gone but what `keep` names of `meta`. One transaction. */
  empty(keep: readonly string[]): void {
    const tables = this.sql
      .exec<{ name: string }>(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
      )
      .toArray();
    for (const { name } of tables) if (name !== "meta") this.sql.exec(`DELETE FROM "${name}"`);
    this.sql.exec("DELETE FROM meta WHERE key NOT IN (SELECT value FROM json_each(?))", JSON.stringify(keep));
    this.forgetRead();
  }

  /** After `deleteAll()`. */
  reopen(): void {
    createTables(this.sql);
    this.forgetRead();
  }

  protected forgetRead(): void {
    this.#meta = undefined;
    this.#repliesMs = undefined;
  }

  getMeta(key: string): string | undefined {
    return this.#readMeta().get(key);
  }

  setMeta(key: string, value: string | undefined): void {
    const meta = this.#readMeta();
    if (meta.get(key) === value) return;
    if (value === undefined) {
      this.sql.exec("DELETE FROM meta WHERE key = ?", key);
      meta.delete(key);
    } else {
      this.sql.exec(
        "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        key,
        value,
      );
      meta.set(key, value);
    }
  }

  phone(): PhoneNumber | undefined {
    return this.getMeta("phone") as PhoneNumber | undefined; // written by setPhone from a parsed number alone
  }

  setPhone(phone: PhoneNumber): void {
    this.setMeta("phone", phone);
  }

  /** False where the text was known already. */
  addInbox(row: InboxRow): boolean {
    this.#repliesMs = undefined;
    return this.insert(
      "INSERT INTO inbox (id, body, at_ms) VALUES (?, ?, ?) ON CONFLICT DO NOTHING RETURNING id",
      row.id,
      row.body,
      row.atMs,
    );
  }

  inbox(): InboxRow[] {
    return this.sql
      .exec<{ id: string; body: string; at_ms: number }>("SELECT id, body, at_ms FROM inbox ORDER BY at_ms, id")
      .toArray()
      .map(({ id, body, at_ms }) => ({ id, body, atMs: at_ms }));
  }

  /** When texts came in. */
  repliesMs(): readonly number[] {
    this.#repliesMs ??= this.sql
      .exec<{ at_ms: number }>("SELECT at_ms FROM inbox")
      .toArray()
      .map(({ at_ms }) => at_ms);
    return this.#repliesMs;
  }

  /** What they wrote last, while nobody has answered. */
  waitingReply(): InboxRow | undefined {
    const id = this.getMeta("reply");
    return id === undefined ? undefined : this.inbox().find((row) => row.id === id);
  }

  awaitAnswer(id: string): void {
    this.setMeta("reply", id);
  }

  /** All that they had written by then has its answer, or needs none. */
  answerReply(atMs: number): void {
    const reply = this.waitingReply();
    if (reply !== undefined && reply.atMs <= atMs) this.setMeta("reply", undefined);
  }

  /** Appended, never changed: docs/rules.md, section 3, "Consent record". */
  addConsent(event: StoreEvent): void {
    const consent = event.customer?.consent;
    if (consent === undefined) return;
    const entry = consent ?? { transactional: null, promotional: null, source: event.source, atMs: event.occurredAtMs };
    this.sql.exec(
      "INSERT INTO consent (event_id, at_ms, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
      event.id,
      entry.atMs,
      JSON.stringify(entry),
    );
  }

  consent(): ConsentFacts[] {
    return this.bodies<ConsentFacts>("SELECT body FROM consent ORDER BY seq");
  }

  optOut(): OptOut | undefined {
    const value = this.getMeta("opt_out");
    return value === undefined ? undefined : (JSON.parse(value) as OptOut); // written by setOptOut alone
  }

  setOptOut(optOut: OptOut | undefined, atMs: number, source: string): void {
    this.setMeta("opt_out", optOut === undefined ? undefined : JSON.stringify(optOut));
    this.sql.exec(
      "INSERT INTO opt_out_log (at_ms, body) VALUES (?, ?)",
      atMs,
      JSON.stringify({ action: optOut === undefined ? "in" : "out", source }),
    );
  }

  optOutLog(): readonly { readonly atMs: number; readonly action: string; readonly source: string }[] {
    return this.sql
      .exec<{ at_ms: number; body: string }>("SELECT at_ms, body FROM opt_out_log ORDER BY seq")
      .toArray()
      .map(({ at_ms, body }) => ({ atMs: at_ms, ...(JSON.parse(body) as { action: string; source: string }) })); // written by setOptOut alone
  }

  /** Where a customer who had this number has gone. */
  movedTo(customerId: string): string | undefined {
    return this.getMeta(`moved:${customerId}`);
  }

  /** The latest change of owner that this object has taken part in: whatever is older has been overtaken. */
  epochOf(customerId: string): number {
    return Number(this.getMeta(`epoch:${customerId}`) ?? 0);
  }

  setMoved(customerId: string, epoch: number, to: string | undefined): void {
    this.setMeta(`epoch:${customerId}`, String(epoch));
    this.setMeta(`moved:${customerId}`, to);
  }

  /** Asked dozens of times for one text, and written nowhere else: read once. */
  #readMeta(): Map<string, string> {
    this.#meta ??= new Map(
      this.sql
        .exec<{ key: string; value: string }>("SELECT key, value FROM meta")
        .toArray()
        .map(({ key, value }) => [key, value]),
    );
    return this.#meta;
  }

  /** True where the statement, which has to return something per row, inserted one. */
  protected insert(query: string, ...bindings: SqlStorageValue[]): boolean {
    return this.sql.exec(query, ...bindings).toArray().length === 1;
  }

  protected bodies<T>(query: string, ...bindings: SqlStorageValue[]): T[] {
    return this.sql
      .exec<{ body: string }>(query, ...bindings)
      .toArray()
      .map(({ body }) => JSON.parse(body) as T); // every body was written by this class or its heir from a T
  }
}

export const NOT_MOVED = "('moved:' || customer_id) NOT IN (SELECT key FROM meta WHERE key LIKE 'moved:%')";
/** Our answer to a STOP or HELP goes to the number that asked, whoever has moved away from it. */
export const IS_SYSTEM = "(body ->> 'class' = 'system')";
