import type { MerchantRules } from "../domain/merchant-rules.ts";
import type { DeadLetter } from "../tables/dead-letters.ts";
import { findAdapter } from "./adapters.ts";
import { takeInWithRefunds } from "./ask-refunds.ts";
import { decompress } from "./compress.ts";

export type Replayed =
  | { readonly kind: "applied"; readonly events: number; readonly isDuplicate: boolean }
  | { readonly kind: "unreadable"; readonly problem: string };

/** Reads a dead letter again. What it tells is old news: it changes state and statistics and starts no run (R16). */
export async function replayDeadLetter(
  env: Env,
  merchant: MerchantRules,
  letter: DeadLetter,
  nowMs: number,
): Promise<Replayed> {
  const adapter = findAdapter(letter.source);
  if (adapter === undefined) return { kind: "unreadable", problem: "its store has no adapter any more" };
  if (letter.raw.length === 0) return { kind: "unreadable", problem: "its body was too large to keep" };
  const rawBody = await decompress(letter.raw);
  const headers = new Headers(letter.headers);
  const delivery = adapter.read({
    rawBody: new TextDecoder().decode(rawBody),
    headers,
    receivedAtMs: letter.receivedAtMs,
    shopCountry: merchant.country,
    shopCurrency: merchant.currency,
  });
  if (delivery.kind === "dead_letter") return { kind: "unreadable", problem: delivery.problem };
  const { deliveryId, topic } = delivery;
  const events = delivery.kind === "events" ? delivery.events.map((event) => ({ ...event, live: false })) : [];
  const notice = delivery.kind === "notice" ? { ...delivery.notice, live: false } : undefined;
  const taken = await takeInWithRefunds(
    env,
    merchant,
    { source: letter.source, deliveryId, topic, rawBody, events, notice },
    nowMs,
  );
  await taken.apply();
  return { kind: "applied", events: events.length, isDuplicate: taken.isDuplicate };
}
