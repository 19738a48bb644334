import * as z from "zod";
import { findAccount } from "./account-table.ts";
import { advanceMessage, findMessage } from "./message-table.ts";
import { postReceipt } from "./twilio-receipts.ts";

const OwedReceipt = z.object({
  seq: z.number(),
  sid: z.string(),
  status: z.string(),
  errorCode: z.number().nullable(),
  atMs: z.number(),
  attempts: z.number(),
});
type OwedReceipt = z.infer<typeof OwedReceipt>;

const maxAttempts = 5;
/** As many texts as connections that a Worker may have open at once. */
const batchSize = 6;

export function oweReceipt(sql: SqlStorage, sid: string, status: string, errorCode: number | null, atMs: number): void {
  sql.exec("INSERT INTO receipts (sid, status, error_code, at_ms) VALUES (?, ?, ?, ?)", sid, status, errorCode, atMs);
}

export function forgetReceipts(sql: SqlStorage, sid: string): void {
  sql.exec("DELETE FROM receipts WHERE sid = ?", sid);
}

/** Posts what is owed until nothing is left: several texts at a time, the receipts of one text in their order. */
export async function deliverReceipts(sql: SqlStorage): Promise<void> {
  for (let next = selectNext(sql); next.length > 0; next = selectNext(sql)) {
    const outcomes = await Promise.all(next.map((receipt) => deliver(sql, receipt)));
    if (outcomes.includes(false)) await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** The oldest receipts, at most one of each text. Two are owed for most texts. */
function selectNext(sql: SqlStorage): OwedReceipt[] {
  const oldest = sql
    .exec(
      `SELECT seq, sid, status, error_code AS errorCode, at_ms AS atMs, attempts FROM receipts ORDER BY seq LIMIT ?`,
      2 * batchSize,
    )
    .toArray()
    .map((row) => OwedReceipt.parse(row));
  const firstOfEach = oldest.filter((receipt) => oldest.find(({ sid }) => sid === receipt.sid) === receipt);
  return firstOfEach.slice(0, batchSize);
}

/** False when it must be tried again. */
async function deliver(sql: SqlStorage, receipt: OwedReceipt): Promise<boolean> {
  const message = findMessage(sql, receipt.sid);
  const account = message === undefined ? undefined : findAccount(sql, "account_sid", message.accountSid);
  if (message === undefined || account === undefined) {
    forgetReceipts(sql, receipt.sid);
    return true;
  }
  advanceMessage(sql, receipt.sid, receipt.status, receipt.errorCode, receipt.atMs);
  const answer = message.statusCallbackUrl === null ? undefined : await postReceipt(account, message, receipt);
  const isTaken = answer === undefined || (answer.kind === "answer" && answer.status < 500);
  if (isTaken || receipt.attempts + 1 >= maxAttempts) {
    if (!isTaken)
      console.error(JSON.stringify({ event: "receipt not taken", sid: receipt.sid, status: receipt.status }));
    sql.exec("DELETE FROM receipts WHERE seq = ?", receipt.seq);
    return true;
  }
  sql.exec("UPDATE receipts SET attempts = attempts + 1 WHERE seq = ?", receipt.seq);
  return false;
}
