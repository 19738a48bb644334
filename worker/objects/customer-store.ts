import { signOfOrder } from "../domain/gate-frequency.ts";
import type { KnownEvent, StepRow } from "../domain/run.ts";
import type { SingleText } from "../domain/single-text.ts";
import type { StepPlace } from "../domain/step-row.ts";
import type { FlowFault } from "../tables/flow-faults.ts";
import { IS_SYSTEM, NOT_MOVED } from "./number-store.ts";
import { OutboxStore } from "./outbox-store.ts";

type Fault = Omit<FlowFault, "merchantId">;

/**
 * All SQL of a customer object, with what it inherits. Synchronous: what happens between two awaits is one transaction. Nobody
 * else writes here, so what a plan reads at every look is parsed once and kept until it changes.
 */
export class CustomerStore extends OutboxStore {
  #events: readonly KnownEvent[] | undefined;
  #singles: readonly SingleText[] | undefined;
  #faults: Fault[] = [];

  protected override forgetRead(): void {
    super.forgetRead();
    this.#events = undefined;
    this.#singles = undefined;
    this.#faults = [];
  }

  /** Whom anything here is about, those who moved too. */
  knownCustomers(): readonly string[] {
    return this.sql
      .exec<{ customer_id: string }>(
        `SELECT customer_id FROM event UNION SELECT customer_id FROM outbox WHERE NOT ${IS_SYSTEM}
         UNION SELECT customer_id FROM single WHERE NOT ${IS_SYSTEM}
         UNION SELECT customer_id FROM step_row WHERE is_gone = 0 AND NOT ${IS_SYSTEM}`,
      )
      .toArray()
      .map(({ customer_id }) => customer_id)
      .filter((id) => id !== ERASED);
  }

  /** Somebody else has this number too. What went to it counts toward its caps, and says no more than that. */
  eraseCustomer(customerId: string): void {
    for (const { messageId, ...row } of this.outboxOf(customerId)) {
      this.putOutbox({
        ...row,
        messageId,
        runId: messageId,
        path: "",
        customerId: ERASED,
        orderId: undefined,
        body: "",
      });
    }
    this.forgetCustomer(customerId);
    // Their marks are for the copies in D1, which are gone with everything else of theirs.
    this.sql.exec(`DELETE FROM step_row WHERE customer_id = ? AND NOT ${IS_SYSTEM}`, customerId);
    this.sql.exec(
      "DELETE FROM draft WHERE NOT EXISTS (SELECT 1 FROM step_row r WHERE r.run_id = draft.run_id AND r.path = draft.path)",
    );
    // Our answers to a STOP or HELP are the number's, and bear the name of whoever had it then.
    for (const table of ["step_row", "single", "outbox"]) {
      const rename = `UPDATE ${table} SET customer_id = ?1, body = json_set(body, '$.customerId', ?1)`;
      this.sql.exec(`${rename} WHERE customer_id = ?2`, ERASED, customerId);
    }
    this.sql.exec(
      "DELETE FROM meta WHERE key IN (?, ?) OR key LIKE 'asked\\_again:%' ESCAPE '\\'",
      `epoch:${customerId}`,
      `moved:${customerId}`,
    );
    this.forgetRead();
    if (this.getMeta("customer_id") === customerId) this.setMeta("customer_id", `guest:${this.getMeta("owner") ?? ""}`);
  }

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

  /** When somebody with this number last tapped, replied or ordered; undefined = never. */
  lastSignMs(): number | undefined {
    const orders = this.events().filter((event) => event.type === "order.placed" && !event.test);
    const instants = orders.map(signOfOrder);
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

  override setMoved(customerId: string, epoch: number, to: string | undefined): void {
    this.#events = undefined;
    this.#singles = undefined;
    super.setMoved(customerId, epoch, to);
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
/** Whose a text was that somebody who is forgotten got. */
const ERASED = "erased";
const WEEK_MS = 604_800_000;
