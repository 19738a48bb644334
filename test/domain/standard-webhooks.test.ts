import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { verifyStandardWebhook } from "../../worker/stores/standard-webhooks.ts";

const secret = `whsec_${Buffer.from("a secret of our own, 32 bytes!!!").toString("base64")}`;
const otherSecret = `whsec_${Buffer.from("the one that was there before it").toString("base64")}`;
const id = "msg_7Kq0aftertext";
const sentAtSeconds = 1_772_445_600;
const body = '{"id":"evt-1","type":"order.placed","customer":"c-1","order":"o-1"}';

function sign(content: string, key = secret): string {
  const bytes = Buffer.from(key.slice("whsec_".length), "base64");
  return `v1,${createHmac("sha256", bytes).update(content).digest("base64")}`;
}

const signature = sign(`${id}.${sentAtSeconds}.${body}`);

interface Changes {
  readonly headers?: Record<string, string>;
  readonly rawBody?: string;
  readonly secrets?: readonly string[];
  readonly nowMs?: number;
}

function verify({ headers = {}, rawBody = body, secrets = [secret], nowMs = sentAtSeconds * 1000 }: Changes) {
  const signed = { "webhook-id": id, "webhook-timestamp": String(sentAtSeconds), "webhook-signature": signature };
  return verifyStandardWebhook({
    rawBody: new TextEncoder().encode(rawBody),
    headers: new Headers({ ...signed, ...headers }),
    secrets,
    nowMs,
  });
}

describe("a custom store's signature", () => {
  it("is the one that this key and this content have always had", () => {
    expect(signature).toBe("v1,/l/KXzvIRFKWBM4r8ob1Cjk8pu7FTAuSg3zA+/BNxkQ=");
  });

  it.each<[name: string, changes: Changes]>([
    ["as it was sent", {}],
    [
      "beside one made with another key",
      { headers: { "webhook-signature": `${sign("x", otherSecret)} ${signature}` } },
    ],
    ["beside an asymmetric one", { headers: { "webhook-signature": `v1a,AAAA ${signature}` } }],
    ["while the secret is being replaced", { secrets: [otherSecret, secret] }],
    ["with a secret written without its prefix", { secrets: [secret.slice("whsec_".length)] }],
    ["300 seconds old", { nowMs: (sentAtSeconds + 300) * 1000 }],
    ["300 seconds ahead", { nowMs: (sentAtSeconds - 300) * 1000 }],
  ])("is accepted %s", async (_name, changes) => {
    expect(await verify(changes)).toBe(true);
  });

  it.each<[name: string, changes: Changes]>([
    ["over another body", { rawBody: body.replace("o-1", "o-2") }],
    ["over another id", { headers: { "webhook-id": "msg_other" } }],
    ["over another timestamp", { headers: { "webhook-timestamp": String(sentAtSeconds + 1) } }],
    ["made with another secret", { secrets: [otherSecret] }],
    ["without a secret to check it with", { secrets: [] }],
    ["with an empty secret", { secrets: ["whsec_"] }],
    ["with a secret that is no base64", { secrets: ["whsec_%%%"] }],
    ["of another version", { headers: { "webhook-signature": signature.replace("v1,", "v2,") } }],
    ["cut short", { headers: { "webhook-signature": signature.slice(0, -8) } }],
    ["that is missing", { headers: { "webhook-signature": "" } }],
    ["301 seconds old", { nowMs: (sentAtSeconds + 301) * 1000 }],
    ["301 seconds ahead", { nowMs: (sentAtSeconds - 301) * 1000 }],
    ["with a timestamp that is no number", { headers: { "webhook-timestamp": `${sentAtSeconds}.0` } }],
    ["without an id", { headers: { "webhook-id": "" } }],
  ])("is refused %s", async (_name, changes) => {
    expect(await verify(changes)).toBe(false);
  });
});
