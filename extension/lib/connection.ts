import { findShape, flag, object, optional, text } from "./shape.ts";

/** The server and the merchant that this browser is paired with. What proves it lies elsewhere: secret-store.ts. */
export interface Connection {
  readonly base: string;
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

/** Undefined when this browser is paired with nobody, or no longer. */
export async function findConnection(): Promise<Connection | undefined> {
  const stored = await readStored();
  return stored === undefined || stored.isEnded === true ? undefined : toConnection(stored);
}

/** The last connection, if the server ended it: the device was revoked, or the key it came from is gone. */
export async function findEndedConnection(): Promise<Connection | undefined> {
  const stored = await readStored();
  return stored?.isEnded === true ? toConnection(stored) : undefined;
}

export async function storeConnection({ base, merchantName }: Connection): Promise<void> {
  await chrome.storage.local.set({ [STORED_AS]: { base, merchantName } });
}

/** Keeps the name, so that the way back can be offered; everything else of the merchant's, drafts above all, stays where it is. */
export async function markConnectionEnded(): Promise<void> {
  const stored = await readStored();
  if (stored !== undefined) await chrome.storage.local.set({ [STORED_AS]: { ...toConnection(stored), isEnded: true } });
}

export async function forgetConnection(): Promise<void> {
  await chrome.storage.local.remove(STORED_AS);
}

/** The API key that version 0.1.0 kept beside the connection. */
export async function findLegacyKey(): Promise<(Connection & { readonly key: string }) | undefined> {
  const stored = await readStored();
  return stored?.key === undefined ? undefined : { ...toConnection(stored), key: stored.key };
}

/** Calls back whenever this browser is paired, ended or disconnected, in whatever window that happens. */
export function watchConnection(changed: () => void): () => void {
  const listen = (changes: Record<string, unknown>, area: string) => {
    if (area === "local" && STORED_AS in changes) changed();
  };
  chrome.storage.onChanged.addListener(listen);
  return () => chrome.storage.onChanged.removeListener(listen);
}

async function readStored() {
  const stored = await chrome.storage.local.get(STORED_AS);
  return findShape(connectionShape, stored[STORED_AS]);
}

function toConnection({ base, merchantName }: Connection): Connection {
  return { base, merchantName };
}

const STORED_AS = "connection";
const connectionShape = object({ base: text, merchantName: text, isEnded: optional(flag), key: optional(text) });
const BEARER_TOKEN = /^[A-Za-z0-9._~+/-]+=*$/; // RFC 6750, 2.1: b64token
