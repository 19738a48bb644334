import { countSegments } from "../../shared/segments.ts";
import { askOverHttp, type HttpAnswer } from "../gateways/http-request.ts";
import { signTwilioRequest } from "../gateways/twilio-signature.ts";
import type { SimulatedAccount } from "./simulated-account.ts";
import type { SimulatedMessage } from "./simulated-message.ts";

/** Twilio waits 15 seconds for a webhook: https://www.twilio.com/docs/usage/webhooks/webhooks-faq. */
const webhookTimeoutMs = 15_000;

/**
 * Tell the status callback of a text where it is.
 * Source: https://www.twilio.com/docs/messaging/guides/track-outbound-message-status.
 */
export function postReceipt(
  account: SimulatedAccount,
  message: SimulatedMessage,
  receipt: { readonly status: string; readonly errorCode: number | null },
): Promise<HttpAnswer> {
  const form = new URLSearchParams({
    SmsSid: message.sid,
    SmsStatus: receipt.status,
    MessageStatus: receipt.status,
    To: message.to,
    MessageSid: message.sid,
    AccountSid: account.accountSid,
    From: message.from,
    ApiVersion: "2010-04-01",
  });
  if (receipt.errorCode !== null) form.set("ErrorCode", String(receipt.errorCode));
  return post(message.statusCallbackUrl ?? "", form, account);
}

/**
 * Hand a customer's text to the merchant who owns the number, places left empty as Twilio does for most phones.
 * Source: https://www.twilio.com/docs/messaging/guides/webhook-request.
 */
export function postInbound(
  account: SimulatedAccount,
  message: SimulatedMessage,
  baseUrl: string,
): Promise<HttpAnswer> {
  const form = new URLSearchParams({
    ToCountry: "US",
    ToState: "",
    SmsMessageSid: message.sid,
    NumMedia: "0",
    ToCity: "",
    FromZip: "",
    SmsSid: message.sid,
    FromState: "",
    SmsStatus: "received",
    FromCity: "",
    Body: message.body,
    FromCountry: message.from.startsWith("+1") ? "US" : "",
    To: message.to,
    ToZip: "",
    NumSegments: String(countSegments(message.body).segments),
    MessageSid: message.sid,
    AccountSid: account.accountSid,
    From: message.from,
    ApiVersion: "2010-04-01",
  });
  return post(`${baseUrl}/hooks/twilio/${account.merchantId}/inbound`, form, account);
}

async function post(url: string, form: URLSearchParams, account: SimulatedAccount): Promise<HttpAnswer> {
  const signature = await signTwilioRequest(url, form, account.authToken);
  const headers = { "x-twilio-signature": signature, "user-agent": "TwilioProxy/1.1" };
  return askOverHttp(url, { method: "POST", headers, body: form }, webhookTimeoutMs);
}
