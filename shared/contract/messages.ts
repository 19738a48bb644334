import * as z from "zod";
import { ExternalId, HttpUrl, Instant, MessageClass } from "./primitives.ts";

const Draft = z.strictObject({
  body: z.string().min(1).max(1600),
  class: MessageClass,
  link: z.strictObject({ url: HttpUrl }).optional(),
  orderId: ExternalId.optional(),
  /** Whose name and orders the body's fields are, where two customers share the number; else the order's, else the number's. */
  customerId: ExternalId.optional(),
});

/** Body of `POST /v1/messages/test`: goes to the merchant's own verified phone. */
export const TestMessageInput = Draft;
export type TestMessageInput = z.infer<typeof TestMessageInput>;

/** Body of `POST /v1/messages` and of its preview. */
export const MessageInput = Draft.extend({
  to: z.string().min(3).max(32),
  sendAt: Instant.optional(),
  undoSeconds: z.int().min(0).max(30).optional(),
  /** What quiet hours do to it: wait (the default), not go, or, for a transactional text alone, nothing (R6). */
  quiet: z.enum(["defer", "drop", "ignore"]).optional(),
}).refine((message) => message.quiet !== "ignore" || message.class === "transactional", {
  path: ["quiet"],
  message: "only a transactional text may ignore quiet hours",
});
export type MessageInput = z.infer<typeof MessageInput>;

/** One row a text, changed in place. */
export const DecisionView = z.object({
  flow: z.string(),
  version: z.int(),
  run: z.string(),
  step: z.string(),
  template: z.string().optional(),
  class: z.enum(["transactional", "relationship", "promotional", "system"]),
  customer: z.string(),
  order: z.string().optional(),
  at: z.string(),
  outcome: z.enum(["sent", "waiting", "suppressed", "failed", "unknown"]),
  reason: z.string().optional(),
  rule: z.string().optional(),
  untilAt: z.string().optional(),
  messageId: z.string().optional(),
  /** What started the run, and when that happened. */
  trigger: z.object({ event: z.string(), at: z.string() }).optional(),
});
export type DecisionView = z.infer<typeof DecisionView>;

/** What a text costs, in millionths of the currency's unit. */
export const Price = z.object({
  amountMicros: z.int(),
  currency: z.string(),
  /** `list` = the gateway's published price, which an account's own may differ from; `own` = the policy's `segmentPrice`. */
  source: z.enum(["list", "own"]),
});
export type Price = z.infer<typeof Price>;

/** What the sender can do about a text that may not go now. */
export const Advice = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("schedule"), at: z.string() }),
  z.object({ kind: z.literal("ask_consent") }),
  z.object({ kind: z.literal("change_class"), class: MessageClass }),
  z.object({ kind: z.literal("resume_sending") }),
  z.object({ kind: z.literal("wait_for_start") }),
  z.object({ kind: z.literal("check_number") }),
  z.object({ kind: z.literal("fill_fields"), fields: z.array(z.string()).readonly() }),
  z.object({ kind: z.literal("none") }),
]);
export type Advice = z.infer<typeof Advice>;

/** What the gate says of a text at the instant at which it would go. */
export const GateView = z.object({
  decision: z.enum(["send", "hold", "suppress"]),
  reason: z.string().optional(),
  rule: z.string().optional(),
  untilAt: z.string().optional(),
  /** Missing where it may go. */
  advice: Advice.optional(),
});
export type GateView = z.infer<typeof GateView>;

export const PreviewView = z.object({
  body: z.string(),
  encoding: z.enum(["GSM-7", "UCS-2"]),
  segments: z.int(),
  units: z.int(),
  /** Of the whole text; missing where the price of its country is not known. */
  price: Price.optional(),
  gate: GateView,
});
export type PreviewView = z.infer<typeof PreviewView>;

export const Clicks = z.object({ people: z.int(), all: z.int() });

const MessageStatus = z.enum(["waiting", "sending", "sent", "delivered", "failed", "suppressed", "unknown"]);

/** Answer of `POST /v1/messages`: the row of the text, and what was known of it when it was taken. */
export const MessageTaken = DecisionView.extend({
  id: z.string(),
  status: MessageStatus,
  segments: z.int().optional(),
  price: Price.optional(),
  gate: GateView,
});
export type MessageTaken = z.infer<typeof MessageTaken>;

export const MessageView = z.object({
  id: z.string(),
  outcome: DecisionView.shape.outcome,
  status: MessageStatus,
  reason: z.string().optional(),
  rule: z.string().optional(),
  at: z.string(),
  /** While it waits: when it is looked at next. Until then it may be taken back. */
  untilAt: z.string().optional(),
  segments: z.int().optional(),
  clicks: Clicks,
});
export type MessageView = z.infer<typeof MessageView>;

export const TakenBackView = z.object({
  id: z.string(),
  outcome: z.literal("suppressed"),
  reason: z.literal("taken_back"),
});

/** Answer of `POST /v1/messages/test`. */
export const TestMessageTaken = PreviewView.omit({ gate: true }).extend({ id: z.string(), to: z.string() });
export type TestMessageTaken = z.infer<typeof TestMessageTaken>;

export const DecisionsQuery = z.strictObject({
  phone: z.string().optional(),
  customer: z.string().optional(),
  flow: z.string().optional(),
  since: Instant.optional(),
  order: z.string().optional(),
});

export const EventTaken = z.object({
  id: z.string(),
  duplicate: z.boolean(),
  runs: z.array(z.string()),
  notes: z.array(z.string()),
});

export const CustomerTaken = z.object({ id: z.string(), notes: z.array(z.string()) });
