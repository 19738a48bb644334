import { exports } from "cloudflare:workers";
import type { DecisionView } from "../../shared/contract/messages.ts";

const BASE = "http://aftertext.test";

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

/** Any call, as a client makes it. */
export async function call<T = unknown>(
  method: string,
  path: string,
  options: { readonly key?: string; readonly body?: unknown; readonly headers?: Record<string, string> } = {},
): Promise<Answer<T>> {
  const headers = new Headers(options.headers);
  if (options.key !== undefined) headers.set("authorization", `Bearer ${options.key}`);
  if (options.body !== undefined) headers.set("content-type", "application/json");
  const body = options.body === undefined ? null : JSON.stringify(options.body);
  const response = await exports.default.fetch(
    new Request(`${BASE}${path}`, { method, headers, body, redirect: "manual" }),
  );
  const text = await response.text();
  // Every address that a test calls this way answers JSON; what it holds is what the test asks for.
  return { status: response.status, body: (text === "" ? undefined : JSON.parse(text)) as T };
}

export interface SentText {
  readonly id: string;
  readonly to: string;
  readonly from: string;
  readonly body: string;
  readonly at: string;
  readonly status: string;
  readonly links: readonly string[];
}

/** A merchant on the bench, and what a test does with it. */
export interface Shop {
  readonly merchantId: string;
  readonly apiKey: string;
  readonly sender: string;
  readonly stores: Record<
    "shopify" | "woocommerce" | "bigcommerce" | "custom",
    { readonly url: string; readonly secret: string; readonly shop: string }
  >;
  api<T = unknown>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<T>>;
  event(
    event: Record<string, unknown>,
  ): Promise<Answer<{ id: string; duplicate: boolean; runs: string[]; notes: string[] }>>;
  decisions(query?: string): Promise<readonly DecisionView[]>;
  texts(query?: string): Promise<readonly SentText[]>;
}

export async function openShop(setup: Record<string, unknown> = {}): Promise<Shop> {
  const made = await call<Pick<Shop, "merchantId" | "apiKey" | "sender" | "stores">>("POST", "/bench/merchants", {
    body: { name: "Acme", timeZone: "America/New_York", flows: "none", ...setup },
  });
  if (made.status !== 201) throw new Error(`no merchant: ${JSON.stringify(made)}`);
  const { merchantId, apiKey } = made.body;
  return {
    ...made.body,
    api: (method, path, body, headers) =>
      call(method, path, {
        key: apiKey,
        ...(body === undefined ? {} : { body }),
        ...(headers === undefined ? {} : { headers }),
      }),
    event: (event) => call("POST", "/v1/events", { key: apiKey, body: event }),
    decisions: async (query = "") => (await call<DecisionView[]>("GET", `/v1/decisions${query}`, { key: apiKey })).body,
    texts: async (query = "") =>
      (await call<SentText[]>("GET", `/bench/messages?merchantId=${merchantId}${query}`)).body,
  };
}

/** Empties everything and lets the clock stand at an instant. */
export async function resetBench(now: string): Promise<void> {
  await call("POST", "/bench/reset", { body: { now } });
}

export async function moveTo(to: string): Promise<void> {
  const moved = await call<{ done: boolean }>("POST", "/bench/clock", { body: { to } });
  if (moved.status !== 200 || !moved.body.done) throw new Error(`the clock did not move: ${JSON.stringify(moved)}`);
}

export async function advance(duration = "PT0S"): Promise<void> {
  const moved = await call<{ done: boolean }>("POST", "/bench/clock", { body: { advance: duration } });
  if (moved.status !== 200 || !moved.body.done) throw new Error(`the clock did not move: ${JSON.stringify(moved)}`);
}
