import { encodeText } from "./hmac.ts";

/**
 * Whether two secrets are equal, in a time that tells nothing of either: subtle.verify() compares in constant time, and a key
 * that lives for one comparison makes equal lengths of both.
 */
export async function isSameSecret(given: string, expected: string): Promise<boolean> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const key = await crypto.subtle.importKey("raw", bytes, algorithm, false, ["sign", "verify"]);
  const mark = await crypto.subtle.sign("HMAC", key, encodeText(expected));
  return crypto.subtle.verify("HMAC", key, mark, encodeText(given));
}
