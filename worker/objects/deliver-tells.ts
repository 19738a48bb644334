import { clock } from "../clock.ts";
import { deliverWebhook } from "../destinations/webhook.ts";
import { toIso } from "../domain/iso.ts";
import { openCredentials } from "../merchants/credentials.ts";
import type { CustomerStore } from "./customer-store.ts";
import type { TellRow } from "./run-notes-store.ts";

/**
 * Waits before the second attempt and those after it: three days in all.
 * Source: standard-webhooks/standard-webhooks, spec/standard-webhooks.md, "Deliverability and reliability".
 */
const RETRY_AFTER_MS = [
  5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 50_400_000, 72_000_000, 86_400_000,
];

/** Tells other systems what is due to be told, each one attempt. What was written down is told at least once, under its one id. */
export async function deliverTells(env: Env, store: CustomerStore): Promise<void> {
  const nowMs = clock.nowMs();
  const due = store.openTells().filter(({ nextAtMs }) => nextAtMs !== undefined && nextAtMs <= nowMs);
  const merchantId = store.getMeta("merchant_id");
  if (due.length === 0 || merchantId === undefined) return;
  const destination = await openCredentials(env, merchantId, "destination:webhook");
  for (const row of due) {
    const outcome =
      destination === undefined
        ? { kind: "refused" as const, isFinal: false }
        : await deliverWebhook(destination, { id: row.id, body: bodyOf(row) }, clock.machineNowMs());
    store.putTell(
      outcome.kind === "delivered" ? { ...row, state: "delivered", nextAtMs: undefined } : retry(row, outcome, nowMs),
    );
  }
}

/** When something is to be told next; undefined = nothing is. */
export function nextTellMs(store: CustomerStore): number | undefined {
  const instants = store.openTells().flatMap(({ nextAtMs }) => nextAtMs ?? []);
  return instants.length === 0 ? undefined : Math.min(...instants);
}

function bodyOf({ event, atMs, data }: TellRow): string {
  return JSON.stringify({ type: event, timestamp: toIso(atMs), data });
}

function retry(row: TellRow, { isFinal }: { readonly isFinal: boolean }, nowMs: number): TellRow {
  const attempts = row.attempts + 1;
  const waitMs = isFinal ? undefined : RETRY_AFTER_MS[attempts - 1];
  if (waitMs === undefined) return { ...row, attempts, state: "failed", nextAtMs: undefined };
  return { ...row, attempts, nextAtMs: nowMs + waitMs };
}
