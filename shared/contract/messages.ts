import * as z from "zod";
import { ExternalId, HttpUrl, Instant, MessageClass } from "./primitives.ts";

/** Body of `POST /v1/messages` and of its preview. */
export const MessageInput = z
  .strictObject({
    to: z.string().min(3).max(32),
    body: z.string().min(1).max(1600),
    class: MessageClass,
    link: z.strictObject({ url: HttpUrl }).optional(),
    orderId: ExternalId.optional(),
    sendAt: Instant.optional(),
    undoSeconds: z.int().min(0).max(30).optional(),
    /** What quiet hours do to it: wait (the default), not go, or, for a transactional text alone, nothing (R6). */
    quiet: z.enum(["defer", "drop", "ignore"]).optional(),
  })
  .refine((message) => message.quiet !== "ignore" || message.class === "transactional", {
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

export const PreviewView = z.object({
  body: z.string(),
  encoding: z.enum(["GSM-7", "UCS-2"]),
  segments: z.int(),
  units: z.int(),
  gate: z.object({
    decision: z.enum(["send", "hold", "suppress"]),
    reason: z.string().optional(),
    rule: z.string().optional(),
    untilAt: z.string().optional(),
  }),
});

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

export const RecordQuery = z.strictObject({
  platform: z.enum(["shopify", "woocommerce", "bigcommerce"]),
  shop: z.string().min(1).max(255),
  kind: z.enum(["order", "draft_order", "customer", "post"]),
  id: z.string().regex(/^[1-9]\d{0,19}$/),
});
