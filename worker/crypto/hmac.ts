/** Whether a signature is the HMAC of these bytes. subtle.verify() compares in constant time. */
export async function verifyHmac(
  hash: "SHA-1" | "SHA-256",
  key: Uint8Array<ArrayBuffer>,
  signed: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  if (key.length === 0) return false; // WebCrypto refuses an empty key with an exception
  const hmacKey = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash }, false, ["verify"]);
  return crypto.subtle.verify("HMAC", hmacKey, signature, signed);
}

/** The HMAC of these bytes in base64. */
export async function signHmac(
  hash: "SHA-1" | "SHA-256",
  key: Uint8Array<ArrayBuffer>,
  signed: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const hmacKey = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash }, false, ["sign"]);
  return btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.sign("HMAC", hmacKey, signed))));
}

/** RFC 4648, section 4, padding included; undefined for anything else, since atob() would skip white space. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** A copy, since TextEncoder may answer with shared memory as far as its Workers type knows. */
export function encodeText(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new TextEncoder().encode(text));
}
