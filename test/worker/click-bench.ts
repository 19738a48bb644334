import { env } from "cloudflare:workers";
import { type Click, recipientKey } from "../../worker/tables/clicks.ts";

export const noonMs = Date.UTC(2026, 10, 20, 12);

const tables = ["clicks", "link_days", "step_days", "day_visitors", "click_shards", "watermarks"];

export async function emptyClicks(): Promise<void> {
  await env.DB.batch(tables.map((table) => env.DB.prepare(`DELETE FROM ${table}`)));
}

let minted = 0;

/** A person's tap on a recipient's link, unless told otherwise. Ids are in order of time, then of making. */
export function click(changes: Partial<Click> = {}): Click {
  const atMs = changes.atMs ?? noonMs;
  minted += 1;
  return {
    id: Math.floor(atMs).toString(36).padStart(9, "0") + String(minted).padStart(8, "0"),
    domain: "go.acme.test",
    slug: "abcd2345",
    merchantId: "acme",
    messageId: undefined,
    run: "welcome:o1",
    step: "0",
    machineAtMs: atMs,
    class: "person",
    reason: undefined,
    uniqueKey: recipientKey,
    device: "mobile",
    os: "iOS",
    browser: "Safari",
    country: "US",
    region: "NY",
    referrer: undefined,
    language: "en-US",
    addressHash: undefined,
    ...changes,
    atMs: Math.floor(atMs),
  };
}
