import * as z from "zod";
import { PhoneNumber } from "../../shared/contract/primitives.ts";
import { findTwilioError } from "./data/twilio-errors.ts";
import type { InboundMessage, Receipt, Webhook } from "./gateway.ts";
import { twilioStatus } from "./twilio-message.ts";

const StatusCallback = z.object({
  MessageSid: z.string().min(1),
  MessageStatus: twilioStatus,
  ErrorCode: z.string().optional(),
});

const Inbound = z.object({
  MessageSid: z.string().min(1),
  From: PhoneNumber,
  To: z.string().min(1),
  Body: z.string(),
  // Present only where Advanced Opt-Out answers by itself:
  // https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
  OptOutType: z.enum(["STOP", "START", "HELP"]).optional().catch(undefined),
});

/**
 * Twilio posts a receipt as a form; unknown parameters come and go without notice.
 * Source: https://www.twilio.com/docs/messaging/guides/track-outbound-message-status.
 */
export function readTwilioReceipt(webhook: Webhook): Receipt | undefined {
  const parsed = StatusCallback.safeParse(readForm(webhook));
  if (!parsed.success) return undefined;
  const { MessageSid, MessageStatus, ErrorCode } = parsed.data;
  const error = ErrorCode === undefined ? undefined : findTwilioError(Number(ErrorCode));
  return {
    gatewayId: MessageSid,
    status: MessageStatus,
    errorCode: ErrorCode === "" ? undefined : ErrorCode,
    errorClass: error?.errorClass,
    retry: error?.retry,
  };
}

/** Source: https://www.twilio.com/docs/messaging/guides/webhook-request. */
export function readTwilioInbound(webhook: Webhook): InboundMessage | undefined {
  const parsed = Inbound.safeParse(readForm(webhook));
  if (!parsed.success) return undefined;
  const { MessageSid, From, To, Body, OptOutType } = parsed.data;
  return { gatewayId: MessageSid, from: From, to: To, body: Body, optOutType: OptOutType };
}

function readForm(webhook: Webhook): Readonly<Record<string, string>> {
  return Object.fromEntries(new URLSearchParams(webhook.rawBody));
}
