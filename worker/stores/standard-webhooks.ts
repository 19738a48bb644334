import { decodeBase64, encodeText, verifyHmac } from "../crypto/hmac.ts";
import type { SignedRequest } from "./store-adapter.ts";

/** Signed with secrets in the standard's own form: `whsec_` and the base64 of the key. */
export function verifyStandardWebhook(request: SignedRequest): Promise<boolean> {
  const keys = request.secrets.flatMap((secret) => decodeBase64(secret.replace(/^whsec_/, "")) ?? []);
  return verifyStandardSignature(request, keys);
}

/**
 * A Standard Webhooks signature: `v1,<base64>` is HMAC-SHA256 of `id.timestamp.body`, several may stand side by side, and the
 * timestamp is at most five minutes from machine time.
 * Source: standard-webhooks/standard-webhooks, spec/standard-webhooks.md, "Signature scheme" and "Verifying webhook authenticity".
 */
export async function verifyStandardSignature(
  { rawBody, headers, nowMs }: SignedRequest,
  keys: readonly Uint8Array<ArrayBuffer>[],
): Promise<boolean> {
  const id = headers.get("webhook-id");
  const timestamp = headers.get("webhook-timestamp");
  if (!id || !timestamp || !isFresh(timestamp, nowMs)) return false;
  const signed = join(encodeText(`${id}.${timestamp}.`), rawBody);
  for (const signature of readSignatures(headers.get("webhook-signature") ?? "")) {
    for (const key of keys) if (await verifyHmac("SHA-256", key, signed, signature)) return true;
  }
  return false;
}

const TOLERANCE_MS = 5 * 60_000;

function isFresh(timestamp: string, nowMs: number): boolean {
  return /^\d{1,12}$/.test(timestamp) && Math.abs(Number(timestamp) * 1000 - nowMs) <= TOLERANCE_MS;
}

/** `v1a` is the asymmetric scheme, which needs no shared secret; other versions are not ours to judge. */
function readSignatures(header: string): Uint8Array<ArrayBuffer>[] {
  return header.split(" ").flatMap((entry) => {
    const signature = entry.startsWith("v1,") ? decodeBase64(entry.slice(3)) : undefined;
    return signature === undefined ? [] : [signature];
  });
}

function join(head: Uint8Array<ArrayBuffer>, tail: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(head.length + tail.length);
  joined.set(head);
  joined.set(tail, head.length);
  return joined;
}
