import { SimulatedAccount } from "./simulated-account.ts";

const columns = "merchant_id AS merchantId, name, account_sid AS accountSid, auth_token AS authToken, sender";

/** The merchant's account, opened on first asking. */
export function openAccount(sql: SqlStorage, merchantId: string, name: string): SimulatedAccount {
  const known = findAccount(sql, "merchant_id", merchantId);
  if (known !== undefined) return known;
  const { opened } = sql.exec<{ opened: number }>("SELECT COUNT(*) AS opened FROM accounts").one();
  const account = { merchantId, name, accountSid: `AC${randomHex()}`, authToken: randomHex(), sender: sender(opened) };
  sql.exec(
    "INSERT INTO accounts (merchant_id, name, account_sid, auth_token, sender) VALUES (?, ?, ?, ?, ?)",
    ...[merchantId, name, account.accountSid, account.authToken, account.sender],
  );
  return account;
}

export function findAccount(
  sql: SqlStorage,
  column: "merchant_id" | "account_sid" | "sender",
  value: string,
): SimulatedAccount | undefined {
  const row = sql.exec(`SELECT ${columns} FROM accounts WHERE ${column} = ?`, value).toArray()[0];
  return row === undefined ? undefined : SimulatedAccount.parse(row);
}

export function listAccounts(sql: SqlStorage): SimulatedAccount[] {
  return sql
    .exec(`SELECT ${columns} FROM accounts ORDER BY rowid`)
    .toArray()
    .map((row) => SimulatedAccount.parse(row));
}

/** 32 hexadecimal digits, the shape of Twilio's sids and tokens. */
export function randomHex(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A toll-free number of its own for each merchant: +1 844 555 0100, 0101, …, then the next prefix. */
function sender(index: number): string {
  const number = index + 100;
  const prefix = ["844", "833", "855", "866", "877", "888"][Math.floor(number / 10_000)];
  if (prefix === undefined) throw new Error("the simulated gateway has no more numbers");
  return `+1${prefix}555${String(number % 10_000).padStart(4, "0")}`;
}
