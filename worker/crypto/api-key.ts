import { customAlphabet } from "nanoid";

/** 32 characters of 62: 190 bits, so that a plain hash of it can't be searched through. Shown once, then only its hash is kept. */
export function makeApiKey(): string {
  // Made on first use: nanoid draws from the isolate's random numbers, which exist only inside a request.
  draw ??= customAlphabet(base62, 32);
  return `at_${draw()}`;
}

export async function hashApiKey(apiKey: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(apiKey));
  return new Uint8Array(digest).toHex();
}

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
let draw: (() => string) | undefined;
