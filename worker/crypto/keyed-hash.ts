import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { decodeBase64 } from "./hmac.ts";

type HashKey = Pick<Env, "HASH_KEY">;

/**
 * HMAC-SHA256 with the installation's key, as base64url: the same text gives the same name, and the name gives away nothing.
 * `domainTag` keeps uses apart (RFC 8937 calls it a context tag): equal texts of different uses have unrelated hashes.
 */
export async function keyedHash(env: HashKey, domainTag: string, text: string): Promise<string> {
  const key = await findKey(env.HASH_KEY);
  const signature = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(`${domainTag}\n${text}`));
  return new Uint8Array(signature).toBase64({ alphabet: "base64url", omitPadding: true });
}

/** The same hash without a promise: for a redirect, every turn of the event loop is a good part of what it takes. */
export function keyedHashNow(env: HashKey, domainTag: string, text: string): string {
  const digest = findHash(env.HASH_KEY)
    .clone()
    .update(new TextEncoder().encode(`${domainTag}\n${text}`))
    .digest();
  return digest.toBase64({ alphabet: "base64url", omitPadding: true });
}

/** The object of one number of one merchant: the number itself stands in no name (R3). */
export async function personName(env: HashKey, merchantId: string, phone: string): Promise<string> {
  return `p_${await keyedHash(env, "person", `${merchantId}\n${phone}`)}`;
}

/** The waiting room of a customer, and of an order, whose number is not known yet. */
export async function customerRoomName(env: HashKey, merchantId: string, customerId: string): Promise<string> {
  return `c_${await keyedHash(env, "customer-room", `${merchantId}\n${customerId}`)}`;
}

export async function orderRoomName(env: HashKey, merchantId: string, orderId: string): Promise<string> {
  return `o_${await keyedHash(env, "order-room", `${merchantId}\n${orderId}`)}`;
}

// A key belongs to the isolate, not to a request; its text is compared because a test may change it.
let imported: { readonly text: string; readonly key: CryptoKey } | undefined;

async function findKey(text: string): Promise<CryptoKey> {
  if (imported?.text === text) return imported.key;
  const key = await crypto.subtle.importKey("raw", readKey(text), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  imported = { text, key };
  return key;
}

let begun: { readonly text: string; readonly hash: ReturnType<typeof hmac.create> } | undefined;

/** An HMAC that has taken in its key, to be cloned. */
function findHash(text: string): ReturnType<typeof hmac.create> {
  if (begun?.text !== text) begun = { text, hash: hmac.create(sha256, readKey(text)) };
  return begun.hash;
}

function readKey(text: string): Uint8Array<ArrayBuffer> {
  const bytes = decodeBase64(text);
  if (bytes?.length !== 32) throw new Error("HASH_KEY is not the base64 of 32 bytes");
  return bytes;
}
