import { parseRetryAfter } from "../gateways/retry-after.ts";
import { parseExactJson } from "./exact-json.ts";

/** What a store's API said to one question. */
export type StoreAnswer =
  | { readonly kind: "json"; readonly body: unknown; readonly text: string; readonly headers: Headers }
  /** 204: BigCommerce's way of answering with an empty list. */
  | { readonly kind: "empty" }
  | { readonly kind: "missing"; readonly body: unknown }
  /** Asking again will not help; `detail` is for the merchant. */
  | { readonly kind: "refused"; readonly detail: string; readonly status?: number }
  | { readonly kind: "unreachable"; readonly retryAfterMs?: number };

export interface StoreQuestion {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** All that is asked about one record together. */
const TIME_LIMIT_MS = 8_000;
const MOST_BYTES = 5 * 1024 * 1024;

/** Runs what asks a store, all of it within the time limit. Cleared after: a timer left behind keeps an object in memory. */
export async function withinTimeLimit<Result>(
  ask: (signal: AbortSignal) => Promise<Result>,
  limitMs = TIME_LIMIT_MS,
): Promise<Result> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), limitMs);
  try {
    return await ask(abort.signal);
  } finally {
    clearTimeout(timer);
  }
}

/** One GET. Credentials never follow a redirect, and no answer is read beyond its limit. */
export async function askStore({ url, headers }: StoreQuestion, signal: AbortSignal): Promise<StoreAnswer> {
  try {
    const response = await fetch(url, {
      headers: { accept: "application/json", "user-agent": "Aftertext", ...headers },
      redirect: "manual",
      signal,
    });
    return await readAnswer(response);
  } catch {
    return { kind: "unreachable" };
  }
}

async function readAnswer(response: Response): Promise<StoreAnswer> {
  const { status } = response;
  if (status === 204) return { kind: "empty" };
  if (status >= 300 && status < 400) {
    return refuse(response, "The store redirects its API. Connect it by the address that it leads to.");
  }
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    await response.body?.cancel();
    const retryAfterMs = parseRetryAfter(response.headers.get("Retry-After"), Date.now());
    return { kind: "unreachable", ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  }
  const text = await readText(response);
  if (text === undefined) return { kind: "refused", detail: "The store's answer is larger than 5 MB." };
  const body = parseExactJson(text);
  if (status === 404) return { kind: "missing", body };
  if (status === 401 || status === 403) {
    return {
      kind: "refused",
      detail: `The store refuses the stored credentials (HTTP ${status}). Connect it again with new ones that may read orders and customers.`,
    };
  }
  if (!response.ok) return { kind: "refused", detail: `The store answered with HTTP ${status}.`, status };
  if (body === undefined) return { kind: "refused", detail: "The store answered with a page instead of data." };
  return { kind: "json", body, text, headers: response.headers };
}

async function refuse(response: Response, detail: string): Promise<StoreAnswer> {
  await response.body?.cancel();
  return { kind: "refused", detail };
}

/** Undefined where it is too long. A declared length may be wrong, so what comes is counted. */
async function readText(response: Response): Promise<string | undefined> {
  if (response.body === null) return "";
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
