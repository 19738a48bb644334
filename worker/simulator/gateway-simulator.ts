import { DurableObject } from "cloudflare:workers";
import { clock } from "../clock.ts";
import { findAccount, listAccounts, openAccount, randomHex } from "./account-table.ts";
import { type FaultStep, scriptedReceipts, scriptedRefusal } from "./fault-step.ts";
import { takeStep, writeScript } from "./fault-table.ts";
import {
  advanceMessage,
  findMessage,
  insertMessage,
  type MessageFilter,
  selectConversation,
  selectMessages,
} from "./message-table.ts";
import { deliverReceipts, forgetReceipts, oweReceipt } from "./receipt-queue.ts";
import type { SimulatedAccount } from "./simulated-account.ts";
import type { SimulatedMessage } from "./simulated-message.ts";
import { createTables, emptyTables } from "./simulator-tables.ts";
import { findFault, type Refusal, type SendForm } from "./twilio-faults.ts";

/** What the caller of a send gets to see. */
type SendAnswer =
  | { readonly kind: "created"; readonly message: SimulatedMessage }
  | { readonly kind: "refused"; readonly refusal: Refusal }
  | { readonly kind: "broken" }
  | { readonly kind: "silent" };

interface Tally {
  readonly calls: number;
  readonly accepted: number;
  readonly distinctRefs: number;
  readonly duplicates: number;
}

/**
 * A gateway on this machine: what it accepted, the faults it was told to show, and the receipts it owes. All of it is in
 * rows, so a crash loses no text and no receipt. `nowMs` is business time throughout.
 */
export class GatewaySimulator extends DurableObject<unknown> {
  readonly #sql: SqlStorage;
  #delivering: Promise<void> | undefined;

  constructor(ctx: DurableObjectState, env: unknown) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    createTables(this.#sql);
  }

  /** The merchant's account here, opened on first asking. */
  register(merchantId: string, name: string): SimulatedAccount {
    return openAccount(this.#sql, merchantId, name);
  }

  accounts(): SimulatedAccount[] {
    return listAccounts(this.#sql);
  }

  findAccount(column: "account_sid" | "sender", value: string): SimulatedAccount | undefined {
    return findAccount(this.#sql, column, value);
  }

  /** One send. Whoever calls has proved to own the account. */
  async send(account: SimulatedAccount, form: SendForm, nowMs: number): Promise<SendAnswer> {
    this.#sql.exec("UPDATE counters SET calls = calls + 1");
    const step = takeStep(this.#sql);
    if (step.kind === "drop-before") return { kind: "broken" };
    if (step.kind === "hang") return { kind: "silent" };
    const ownerOfFrom = findAccount(this.#sql, "sender", form.from);
    const refusal = scriptedRefusal(step) ?? findFault(form, account, ownerOfFrom);
    if (refusal !== undefined) return { kind: "refused", refusal };
    const message = this.#accept(account, form, step, nowMs);
    await this.ctx.storage.setAlarm(clock.machineNowMs());
    return step.kind === "drop-after" ? { kind: "broken" } : { kind: "created", message };
  }

  /** A customer's text to the account's number. The same id again is the same text, delivered once more. */
  receive(
    account: SimulatedAccount,
    id: string | undefined,
    from: string,
    body: string,
    nowMs: number,
  ): SimulatedMessage {
    return insertMessage(this.#sql, {
      sid: id ?? `SM${randomHex()}`,
      accountSid: account.accountSid,
      merchantId: account.merchantId,
      direction: "inbound",
      to: account.sender,
      from,
      body,
      status: "received",
      ref: null,
      statusCallbackUrl: null,
      atMs: nowMs,
    });
  }

  /** A receipt that somebody posts by hand takes the place of those still owed for that text. */
  replaceReceipts(sid: string, status: string, errorCode: number | null, nowMs: number): void {
    forgetReceipts(this.#sql, sid);
    advanceMessage(this.#sql, sid, status, errorCode, nowMs);
  }

  findMessage(sid: string): SimulatedMessage | undefined {
    return findMessage(this.#sql, sid);
  }

  messages(
    filter: MessageFilter,
    order: "oldest first" | "newest first",
    limit: number,
    offset: number,
  ): SimulatedMessage[] {
    return selectMessages(this.#sql, filter, order, limit, offset);
  }

  /** The numbers that a merchant wrote to or heard from, the most recent first. */
  phones(merchantId: string, limit: number): string[] {
    const rows = this.#sql.exec<{ phone: string }>(
      "SELECT person AS phone FROM messages WHERE merchant_id = ? GROUP BY person ORDER BY MAX(seq) DESC LIMIT ?",
      ...[merchantId, limit],
    );
    return rows.toArray().map(({ phone }) => phone);
  }

  conversation(merchantId: string, phone: string, limit: number): SimulatedMessage[] {
    return selectConversation(this.#sql, merchantId, phone, limit);
  }

  script(steps: readonly FaultStep[]): void {
    writeScript(this.#sql, steps);
  }

  /** Since the last reset. A text without a row id of its sender's counts as its own. */
  tally(): Tally {
    const { calls } = this.#sql.exec<{ calls: number }>("SELECT calls FROM counters").one();
    const { accepted, distinctRefs } = this.#sql
      .exec<{ accepted: number; distinctRefs: number }>(
        `SELECT COUNT(*) AS accepted, COUNT(DISTINCT COALESCE(ref, sid)) AS distinctRefs
         FROM messages WHERE direction = 'outbound-api'`,
      )
      .one();
    return { calls, accepted, distinctRefs, duplicates: accepted - distinctRefs };
  }

  /** Resolves once every receipt that is owed has been posted. */
  settle(): Promise<void> {
    this.#delivering ??= deliverReceipts(this.#sql).finally(() => {
      this.#delivering = undefined;
    });
    return this.#delivering;
  }

  override async alarm(): Promise<void> {
    await this.settle();
  }

  async reset(): Promise<void> {
    emptyTables(this.#sql);
    await this.ctx.storage.deleteAlarm();
  }

  #accept(account: SimulatedAccount, form: SendForm, step: FaultStep, nowMs: number): SimulatedMessage {
    const message = insertMessage(this.#sql, {
      sid: `SM${randomHex()}`,
      accountSid: account.accountSid,
      merchantId: account.merchantId,
      direction: "outbound-api",
      to: form.to,
      from: account.sender,
      body: form.body,
      status: "queued",
      ref: form.statusCallback === "" ? null : new URL(form.statusCallback).searchParams.get("m"),
      statusCallbackUrl: form.statusCallback === "" ? null : form.statusCallback,
      atMs: nowMs,
    });
    for (const receipt of scriptedReceipts(step)) {
      oweReceipt(this.#sql, message.sid, receipt.status, receipt.errorCode, nowMs);
    }
    return message;
  }
}
