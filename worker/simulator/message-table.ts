import { isLater } from "../gateways/gateway.ts";
import { twilioStatus } from "../gateways/twilio-message.ts";
import { SimulatedMessage } from "./simulated-message.ts";

export type NewMessage = Omit<SimulatedMessage, "seq" | "errorCode" | "updatedAtMs">;

export interface MessageFilter {
  readonly accountSid?: string | undefined;
  readonly merchantId?: string | undefined;
  readonly direction?: SimulatedMessage["direction"] | undefined;
  readonly to?: string | undefined;
  readonly from?: string | undefined;
  readonly fromMs?: number | undefined;
  readonly untilMs?: number | undefined;
  readonly afterSeq?: number | undefined;
}

const columns = `seq, sid, account_sid AS accountSid, merchant_id AS merchantId, direction, "to", "from", body, status,
  error_code AS errorCode, ref, status_callback_url AS statusCallbackUrl, at_ms AS atMs, updated_at_ms AS updatedAtMs`;

/** The same sid again changes nothing. */
export function insertMessage(sql: SqlStorage, message: NewMessage): SimulatedMessage {
  const person = message.direction === "inbound" ? message.from : message.to;
  sql.exec(
    `INSERT INTO messages (sid, account_sid, merchant_id, direction, "to", "from", person, body, status, ref,
       status_callback_url, at_ms, updated_at_ms)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?12) ON CONFLICT (sid) DO NOTHING`,
    ...[message.sid, message.accountSid, message.merchantId, message.direction, message.to, message.from, person],
    ...[message.body, message.status, message.ref, message.statusCallbackUrl, message.atMs],
  );
  return getMessage(sql, message.sid);
}

export function findMessage(sql: SqlStorage, sid: string): SimulatedMessage | undefined {
  return parseRows(sql.exec(`SELECT ${columns} FROM messages WHERE sid = ?`, sid))[0];
}

function getMessage(sql: SqlStorage, sid: string): SimulatedMessage {
  const message = findMessage(sql, sid);
  if (message === undefined) throw new Error("no such text at the simulated gateway");
  return message;
}

export function selectMessages(
  sql: SqlStorage,
  filter: MessageFilter,
  order: "oldest first" | "newest first",
  limit: number,
  offset: number,
): SimulatedMessage[] {
  const { accountSid, merchantId, direction, to, from, fromMs, untilMs, afterSeq } = filter;
  const rows = sql.exec(
    `SELECT ${columns} FROM messages
     WHERE (?1 IS NULL OR account_sid = ?1) AND (?2 IS NULL OR merchant_id = ?2) AND (?3 IS NULL OR direction = ?3)
       AND (?4 IS NULL OR "to" = ?4) AND (?5 IS NULL OR "from" = ?5)
       AND (?6 IS NULL OR at_ms >= ?6) AND (?7 IS NULL OR at_ms <= ?7) AND (?8 IS NULL OR seq > ?8)
     ORDER BY seq ${order === "oldest first" ? "ASC" : "DESC"} LIMIT ?9 OFFSET ?10`,
    ...[accountSid, merchantId, direction, to, from, fromMs, untilMs, afterSeq, limit, offset].map((v) => v ?? null),
  );
  return parseRows(rows);
}

/** The last texts between a merchant and a phone, oldest first. */
export function selectConversation(
  sql: SqlStorage,
  merchantId: string,
  phone: string,
  limit: number,
): SimulatedMessage[] {
  const rows = sql.exec(
    `SELECT ${columns} FROM messages WHERE merchant_id = ? AND person = ? ORDER BY seq DESC LIMIT ?`,
    ...[merchantId, phone, limit],
  );
  return parseRows(rows).reverse();
}

/** Receipts arrive in any order; the text itself only moves forward. */
export function advanceMessage(
  sql: SqlStorage,
  sid: string,
  status: string,
  errorCode: number | null,
  atMs: number,
): void {
  const [next, known] = [twilioStatus.safeParse(status), twilioStatus.safeParse(getMessage(sql, sid).status)];
  if (!next.success || !known.success || !isLater(next.data, known.data)) return;
  sql.exec(
    "UPDATE messages SET status = ?, error_code = ?, updated_at_ms = ? WHERE sid = ?",
    ...[status, errorCode, atMs, sid],
  );
}

function parseRows(rows: Iterable<unknown>): SimulatedMessage[] {
  return [...rows].map((row) => SimulatedMessage.parse(row));
}
