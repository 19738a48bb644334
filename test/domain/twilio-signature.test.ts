import { createHash, createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { signTwilioRequest, verifyTwilioSignature } from "../../worker/gateways/twilio-signature.ts";

const token = "6f1d3a5c0b9e4827";
const url = "https://texts.example/hooks/twilio/m1/status?m=run1.0";
const form = "MessageSid=SM1&MessageStatus=sent&To=%2B14155550123&FromCity=";

/** Twilio's rule, written out a second time on another implementation of HMAC. */
function sign(signed: string, key = token): string {
  return createHmac("sha1", key).update(signed, "utf8").digest("base64");
}

function verify(request: { url?: string; rawBody?: string; signature: string | null; token?: string }) {
  const headers = new Headers(request.signature === null ? {} : { "x-twilio-signature": request.signature });
  const webhook = { url: request.url ?? url, headers, rawBody: request.rawBody ?? form };
  return verifyTwilioSignature(webhook, request.token ?? token);
}

const signedForm = "FromCityMessageSidSM1MessageStatussentTo+14155550123";

describe("a webhook that Twilio signed is let in", () => {
  it.each([
    ["with its values decoded and the empty ones counted", { signature: sign(url + signedForm) }],
    [
      "with the default port spelled out",
      { signature: sign(url.replace("texts.example", "texts.example:443") + signedForm) },
    ],
    [
      "with the default port of plain HTTP spelled out",
      { url: "http://texts.example/a", signature: sign(`http://texts.example:80/a${signedForm}`) },
    ],
    [
      "with another port left out",
      { url: "https://texts.example:8443/a", signature: sign(`https://texts.example/a${signedForm}`) },
    ],
    [
      "with another port spelled out",
      { url: "https://texts.example:8443/a", signature: sign(`https://texts.example:8443/a${signedForm}`) },
    ],
    [
      "with a user in the address",
      {
        url: "https://me:secret@texts.example/a",
        signature: sign(`https://me:secret@texts.example:443/a${signedForm}`),
      },
    ],
    ["with an empty body", { rawBody: "", signature: sign(url) }],
    [
      "with a repeated parameter once per value, sorted",
      { rawBody: "b=2&a=z&a=c&a=z", signature: sign(`${url}acazb2`) },
    ],
    [
      "with spaces and letters beyond ASCII",
      { rawBody: "Body=Gr%C3%BC%C3%9Fe+%F0%9F%91%8B", signature: sign(`${url}BodyGrüße 👋`) },
    ],
    ["with capital names before small ones", { rawBody: "a=1&B=2", signature: sign(`${url}B2a1`) }],
  ])("%s", async (_, request) => {
    expect(await verify(request)).toBe(true);
  });

  it("with a JSON body that its address names by hash", async () => {
    const rawBody = '{"a": "ü"}';
    const bound = `${url}&bodySHA256=${createHash("sha256").update(rawBody).digest("hex")}`;
    expect(await verify({ url: bound, rawBody, signature: sign(bound) })).toBe(true);
    expect(await verify({ url: bound, rawBody: '{"a": "u"}', signature: sign(bound) })).toBe(false);
  });
});

describe("a webhook that Twilio did not sign is turned away", () => {
  const good = sign(url + signedForm);
  it.each([
    ["without a signature", { signature: null }],
    ["with an empty signature", { signature: "" }],
    ["with another account's signature", { signature: sign(url + signedForm, "another token") }],
    ["with a parameter changed", { signature: good, rawBody: form.replace("sent", "delivered") }],
    ["with a parameter added", { signature: good, rawBody: `${form}&x=` }],
    ["with a parameter left out", { signature: good, rawBody: form.replace("&FromCity=", "") }],
    ["for another row in the query", { signature: good, url: url.replace("run1", "run2") }],
    ["for another scheme", { signature: good, url: url.replace("https", "http") }],
    ["with a signature that is no base64", { signature: `${good.slice(0, -2)}*=` }],
    ["with a signature that is cut short", { signature: good.slice(0, 24) }],
    ["for an account without a token", { signature: good, token: "" }],
  ])("%s", async (_, request) => {
    expect(await verify(request)).toBe(false);
  });
});

it("the simulated gateway signs as Twilio does", async () => {
  expect(await signTwilioRequest(url, new URLSearchParams(form), token)).toBe(sign(url + signedForm));
});
