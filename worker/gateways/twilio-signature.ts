import type { Webhook } from "./gateway.ts";

/**
 * Whether Twilio itself made this request: the base64 HMAC-SHA1, keyed with the account's token, of the address and of
 * every form parameter sorted by name, name and value written together.
 *
 * Twilio signs now with and now without the port, so either fits. A body that is no form is bound by its SHA-256 in the
 * query instead. Source: https://www.twilio.com/docs/usage/security#validating-requests and twilio-node's
 * src/webhooks/webhooks.ts.
 */
export async function verifyTwilioSignature(webhook: Webhook, authToken: string): Promise<boolean> {
  const signature = decodeSignature(webhook.headers.get("x-twilio-signature"));
  // WebCrypto throws on an empty key.
  if (signature === undefined || authToken === "" || !URL.canParse(webhook.url)) return false;
  const url = new URL(webhook.url);
  const expectedBodyHash = url.searchParams.get("bodySHA256");
  if (expectedBodyHash !== null && (await hashBody(webhook.rawBody)) !== expectedBodyHash.toLowerCase()) return false;
  const form = expectedBodyHash === null ? new URLSearchParams(webhook.rawBody) : new URLSearchParams();
  const key = await importToken(authToken, "verify");
  const verdicts = await Promise.all(
    // `verify` compares in constant time.
    spellings(url).map((spelling) => crypto.subtle.verify("HMAC", key, signature, signedBytes(spelling, form))),
  );
  return verdicts.includes(true);
}

/** The signature that Twilio would send with this form. */
export async function signTwilioRequest(url: string, form: URLSearchParams, authToken: string): Promise<string> {
  const key = await importToken(authToken, "sign");
  const signature = await crypto.subtle.sign("HMAC", key, signedBytes(new URL(url).href, form));
  return btoa(String.fromCharCode(...new Uint8Array(signature)));
}

/** As given, and with its port dropped or the scheme's own one spelled out. `URL` itself never prints a default port. */
function spellings(url: URL): readonly string[] {
  const credentials = url.username === "" ? "" : `${url.username}${url.password === "" ? "" : `:${url.password}`}@`;
  const defaultPort = url.protocol === "https:" ? "443" : "80";
  const spell = (port: string) => `${url.protocol}//${credentials}${url.hostname}${port}${url.pathname}${url.search}`;
  return [spell(""), spell(`:${url.port === "" ? defaultPort : url.port}`)];
}

/** Empty values count; a repeated parameter's values are unique and sorted. */
function signedBytes(url: string, form: URLSearchParams) {
  const names = [...new Set(form.keys())].sort();
  const parameters = names.flatMap((name) => [...new Set(form.getAll(name))].sort().map((value) => name + value));
  return new TextEncoder().encode(url + parameters.join(""));
}

/** Undefined for anything but the base64 of 20 bytes, the length of a SHA-1. */
function decodeSignature(header: string | null): Uint8Array<ArrayBuffer> | undefined {
  if (header === null || !/^[A-Za-z0-9+/]{27}=$/.test(header)) return undefined;
  return Uint8Array.from(atob(header), (character) => character.charCodeAt(0));
}

function importToken(authToken: string, usage: "sign" | "verify"): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", new TextEncoder().encode(authToken), { name: "HMAC", hash: "SHA-1" }, false, [
    usage,
  ]);
}

/** Hexadecimal. No secret: it stands in the address, which is what is signed. */
async function hashBody(rawBody: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(rawBody));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
