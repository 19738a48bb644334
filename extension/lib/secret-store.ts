import { findShape, object, oneOf, type Shape, text } from "./shape.ts";

/**
 * What proves who this browser is, and outlives it: a device's refresh token; or, for a Worker that knows no devices yet, the API key.
 *
 * It lies in the IndexedDB of the extension's own origin. `storage.local` can be read by content scripts, which share a process with
 * the page, and Firefox has no way to close it.
 */
export interface Secret {
  readonly kind: "refreshToken" | "apiKey";
  readonly base: string;
  readonly value: string;
}

export async function findSecret(): Promise<Secret | undefined> {
  return findShape(secretShape, await inStore("readonly", (store) => store.get(KEY)));
}

export async function keepSecret(secret: Secret): Promise<void> {
  await inStore("readwrite", (store) => store.put(secret, KEY));
}

export async function dropSecret(): Promise<void> {
  await inStore("readwrite", (store) => store.delete(KEY));
}

const DATABASE = "aftertext";
const STORE = "secrets";
const KEY = "session";
const secretShape: Shape<Secret> = object({ kind: oneOf("refreshToken", "apiKey"), base: text, value: text });

async function inStore(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
  const database = await open();
  try {
    // Strict: a refresh token that a power cut takes away ends the device, since its predecessor has been used up.
    const transaction = database.transaction(STORE, mode, { durability: "strict" });
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error("IndexedDB gave a transaction up"));
    });
    const request = act(transaction.objectStore(STORE));
    await done;
    return request.result;
  } finally {
    database.close();
  }
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("IndexedDB does not open"));
  });
}
