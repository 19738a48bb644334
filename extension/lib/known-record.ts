import type { AdminRecord } from "../../shared/admin-page.ts";
import { ask } from "./api.ts";
import { findConnection } from "./connection.ts";
import { renewAccess } from "./renewal.ts";
import { object } from "./shape.ts";

/** Whether the server knows this record as an order or a customer. For the background worker. */
export async function isKnownRecord(record: AdminRecord): Promise<boolean> {
  const connection = await findConnection();
  if (connection === undefined) return false;
  const query = new URLSearchParams({ ...record });
  const answer = await ask(connection, `/v1/records?${query}`, object({}), AbortSignal.timeout(TIMEOUT_MS), {
    renew: renewAccess,
  });
  return answer.kind === "answered";
}

const TIMEOUT_MS = 5_000;
