import { decodeBase64, encodeText, signHmac } from "../crypto/hmac.ts";
import { askOverHttp } from "../gateways/http-request.ts";

export type Delivery =
  | { readonly kind: "delivered" }
  /** `isFinal`: the receiver is gone for good (410). */
  | { readonly kind: "refused"; readonly isFinal: boolean };

/**
 * One attempt to tell another system, signed as Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`, at least once under one
 * id. Anything but 2xx is tried again by whoever asks; 410 never. Redirects are not followed: the address was checked, where it
 * leads was not. Source: standard-webhooks/standard-webhooks, spec/standard-webhooks.md, "Signature scheme", "Deliverability".
 */
export async function deliverWebhook(
  { url, secret }: { readonly url: string; readonly secret: string },
  message: { readonly id: string; readonly body: string },
  machineNowMs: number,
): Promise<Delivery> {
  const key = decodeBase64(secret.replace(/^whsec_/, ""));
  if (key === undefined) throw new Error("the webhook secret is not base64");
  const timestamp = String(Math.floor(machineNowMs / 1000));
  const signature = await signHmac("SHA-256", key, encodeText(`${message.id}.${timestamp}.${message.body}`));
  const answer = await askOverHttp(
    url,
    {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "User-Agent": "Aftertext-Webhook/1",
        "webhook-id": message.id,
        "webhook-timestamp": timestamp,
        "webhook-signature": `v1,${signature}`,
      },
      body: message.body,
    },
    TIMEOUT_MS,
  );
  if (answer.kind === "answer" && answer.status >= 200 && answer.status < 300) return { kind: "delivered" };
  return { kind: "refused", isFinal: answer.kind === "answer" && answer.status === 410 };
}

/** The specification asks senders to wait 15 to 30 seconds; an object that waits holds its customer's texts. */
const TIMEOUT_MS = 10_000;
