import { findShape, object, text } from "./shape.ts";

/** What pairs this browser with one merchant: the server's origin, the API key, and the name to show. */
export interface Connection {
  readonly base: string;
  readonly key: string;
  readonly merchantName: string;
}

export type ConnectionLine =
  | { readonly kind: "complete"; readonly base: string; readonly key: string }
  | { readonly kind: "empty" | "noAddress" | "insecure" | "noKey" };

/** Reads `http://127.0.0.1:8787#<api key>`, also out of the middle of a pasted line. */
export function parseConnectionLine(line: string): ConnectionLine {
  if (line.trim() === "") return { kind: "empty" };
  const [address] = /https?:\/\/\S+/i.exec(line) ?? [];
  if (address === undefined || !URL.canParse(address)) return { kind: "noAddress" };
  const url = new URL(address);
  if (url.username !== "" || url.password !== "" || url.pathname !== "/" || url.search !== "")
    return { kind: "noAddress" };
  // The key opens the merchant's customers to whoever reads it on the way.
  if (url.protocol === "http:" && !isLoopback(url.origin)) return { kind: "insecure" };
  const key = url.hash.slice(1);
  return BEARER_TOKEN.test(key) ? { kind: "complete", base: url.origin, key } : { kind: "noKey" };
}

/** Whether the server runs on this very machine. */
export function isLoopback(base: string): boolean {
  const { hostname } = new URL(base);
  return hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d+){3}$/.test(hostname);
}

export async function findConnection(): Promise<Connection | undefined> {
  const stored = await chrome.storage.local.get(STORED_AS);
  return findShape(connectionShape, stored[STORED_AS]);
}

export async function storeConnection(connection: Connection): Promise<void> {
  await chrome.storage.local.set({ [STORED_AS]: connection });
}

export async function forgetConnection(): Promise<void> {
  await chrome.storage.local.remove(STORED_AS);
}

const STORED_AS = "connection";
const connectionShape = object({ base: text, key: text, merchantName: text });
const BEARER_TOKEN = /^[A-Za-z0-9._~+/-]+=*$/; // RFC 6750, 2.1: b64token
