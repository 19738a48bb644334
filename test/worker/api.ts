import { env, exports } from "cloudflare:workers";
import type { Flow } from "../../shared/contract/flows.ts";
import { createMerchant } from "../../worker/merchants/create-merchant.ts";

export const base = "https://t.example";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // Tests read it as the contract shows it.
  // biome-ignore lint/suspicious/noExplicitAny: an assertion on the value is the check
  readonly body: any;
}

export type Call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;

export async function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const sent = body === undefined ? null : typeof body === "string" ? body : JSON.stringify(body);
  const response = await exports.default.fetch(`${base}${path}`, { method, headers, body: sent, redirect: "manual" });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: parse(text) };
}

/** A merchant of the bench, and a call that bears its key. */
export async function makeMerchant(
  setup: {
    readonly isBench?: boolean;
    readonly flows?: readonly { readonly flow: Flow; readonly isOn: boolean }[];
  } = {},
): Promise<{ readonly merchantId: string; readonly apiKey: string; readonly call: Call }> {
  const { merchantId, apiKey } = await createMerchant(
    env,
    { name: "Acme", timeZone: "America/New_York", policy: "shipped", isBench: true, flows: [], ...setup },
    Date.UTC(2026, 2, 1),
  );
  const own: Call = (method, path, body, headers) =>
    call(method, path, body, { authorization: `Bearer ${apiKey}`, ...headers });
  return { merchantId, apiKey, call: own };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
