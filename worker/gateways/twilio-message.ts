import * as z from "zod";
import type { DeliveryStatus } from "./gateway.ts";

/** Twilio's words for where an outgoing text is (`message_enum_status`), as ours. Incoming ones have no place here. */
const statuses: Readonly<Record<string, DeliveryStatus>> = {
  accepted: "queued",
  scheduled: "queued",
  queued: "queued",
  sending: "sending",
  sent: "sent",
  // Not every part arrived: more than sent, less than we may count as delivered.
  partially_delivered: "sent",
  delivered: "delivered",
  read: "delivered",
  undelivered: "undelivered",
  failed: "failed",
  canceled: "failed",
};

export const twilioStatus = z.string().transform((word, context): DeliveryStatus => {
  const status = Object.hasOwn(statuses, word) ? statuses[word] : undefined;
  if (status !== undefined) return status;
  context.issues.push({ code: "custom", message: "no status of an outgoing message", input: word });
  return z.NEVER;
});

/**
 * What we read of a Message resource; every other field is nullable or ours to ignore.
 * Source: schema `api.v2010.account.message` of twilio_api_v2010.json, github.com/twilio/twilio-oai.
 */
export const TwilioMessage = z.object({ sid: z.string().min(1), status: twilioStatus });

export const TwilioErrorAnswer = z.object({ code: z.int() });

const ListedMessage = z.object({
  sid: z.string().min(1),
  status: z.string(),
  to: z.string().nullable(),
  body: z.string().nullable(),
  // RFC 2822, in GMT, whole seconds.
  date_created: z.string().transform(Date.parse).pipe(z.number()),
});
export type ListedMessage = z.infer<typeof ListedMessage>;

export const TwilioMessageList = z.object({
  messages: z.array(ListedMessage),
  next_page_uri: z.string().nullable(),
});
