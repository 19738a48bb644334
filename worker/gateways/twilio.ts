import { clock } from "../clock.ts";
import { findTwilioError } from "./data/twilio-errors.ts";
import type { ErrorClass, Gateway, OutgoingMessage, SendOutcome } from "./gateway.ts";
import { askOverHttp, type HttpAnswer } from "./http-request.ts";
import { parseRetryAfter } from "./retry-after.ts";
import { authorizeTwilio, type TwilioAccount, twilioMessagesUrl, twilioTimeoutMs } from "./twilio-account.ts";
import { findTwilioMessage } from "./twilio-lookup.ts";
import { TwilioErrorAnswer, TwilioMessage } from "./twilio-message.ts";
import { verifyTwilioSignature } from "./twilio-signature.ts";
import { readTwilioInbound, readTwilioReceipt } from "./twilio-webhooks.ts";

/** Twilio's Messages resource. Source: twilio_api_v2010.json, github.com/twilio/twilio-oai. */
export function openTwilio(account: TwilioAccount): Gateway {
  return {
    send: (message) => send(account, message),
    find: (query) => findTwilioMessage(account, query),
    verify: (webhook) => verifyTwilioSignature(webhook, account.authToken),
    readReceipt: readTwilioReceipt,
    readInbound: readTwilioInbound,
  };
}

async function send(account: TwilioAccount, message: OutgoingMessage): Promise<SendOutcome> {
  const answer = await askOverHttp(
    twilioMessagesUrl(account),
    { method: "POST", headers: authorizeTwilio(account), body: writeForm(account, message) },
    twilioTimeoutMs,
  );
  return judge(answer);
}

function writeForm(account: TwilioAccount, message: OutgoingMessage): URLSearchParams {
  return new URLSearchParams({
    To: message.to,
    [/^MG[0-9a-f]{32}$/i.test(account.sender) ? "MessagingServiceSid" : "From"]: account.sender,
    Body: message.body,
    StatusCallback: message.statusCallbackUrl,
    // Whole seconds from 1 to 36,000: https://www.twilio.com/docs/api/errors/90007.
    ValidityPeriod: String(Math.min(36_000, Math.max(1, Math.floor(message.validitySeconds)))),
    // On by default in Messaging Services: it would change the text that we counted and later look up.
    SmartEncoded: "false",
  });
}

function judge(answer: HttpAnswer): SendOutcome {
  if (answer.kind === "none") return { kind: "unknown", why: answer.why };
  const { status } = answer;
  // A 408 may come from any hop between us and Twilio: it says nothing about what happened behind that hop.
  if (status === 408) return { kind: "unknown", why: "timeout" };
  if (status >= 500) return { kind: "unknown", why: "5xx" };
  if (status >= 400) return judgeRefusal(answer.status, answer.headers, readJson(answer.text));
  const message = TwilioMessage.safeParse(readJson(answer.text));
  if (status < 200 || status >= 300 || !message.success) return { kind: "unknown", why: "unreadable" };
  return { kind: "accepted", gatewayId: message.data.sid, status: message.data.status };
}

function judgeRefusal(status: number, headers: Headers, body: unknown): SendOutcome {
  const answer = TwilioErrorAnswer.safeParse(body);
  const code = answer.success ? String(answer.data.code) : `http_${status}`;
  // Twilio never processes what it answers with 429: https://www.twilio.com/docs/api/errors/20429.
  const errorClass = status === 429 ? "transient" : classify(status, answer.success ? answer.data.code : undefined);
  if (errorClass !== "transient") return { kind: "refused", retry: "never", errorClass, code };
  const retryAfterMs = parseRetryAfter(headers.get("retry-after"), clock.machineNowMs());
  return { kind: "refused", retry: "later", retryAfterMs, code };
}

/** By the table, else by the HTTP status: what concerns the account stops the sender, the rest is this text's fault. */
function classify(status: number, code: number | undefined): ErrorClass {
  const known = code === undefined ? undefined : findTwilioError(code);
  if (known !== undefined) return known.errorClass;
  return status >= 401 && status <= 404 ? "sender" : "content";
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
