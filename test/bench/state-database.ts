import { readdirSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";

/** What one statement reads from the only database of this class in a state folder, while workerd has it open. */
export function readState(
  state: string,
  folder: string,
  sql: string,
  ...values: readonly string[]
): readonly unknown[] {
  const database = new DatabaseSync(findDatabase(state, folder), { readOnly: true });
  try {
    return database.prepare(sql).all(...values);
  } finally {
    database.close();
  }
}

/** The file of the only database of this class in a state folder. */
export function findDatabase(state: string, folder: string): string {
  const files = readdirSync(path.join(state, folder)).filter((name) => /^[0-9a-f]{64}\.sqlite$/.test(name));
  if (files.length !== 1) throw new Error(`${folder} holds ${files.length} databases`);
  return path.join(state, folder, files[0] ?? "");
}

export const d1Folder = "d1/miniflare-D1DatabaseObject";
export const simulatorFolder = "do/aftertext-GatewaySimulator";
