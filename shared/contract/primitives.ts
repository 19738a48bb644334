import * as z from "zod";

/** ITU-T E.164: a plus sign, up to 15 digits, the first not 0. */
export const PhoneNumber = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/, "an E.164 number such as +14155550123")
  .brand<"PhoneNumber">();
export type PhoneNumber = z.infer<typeof PhoneNumber>;

/** An id as a store or a merchant wrote it: never a number, since 64-bit ids exceed 2^53. */
export const ExternalId = z.string().min(1).max(128);

/** ISO 8601 with an offset, read as epoch milliseconds by the edge. */
export const Instant = z.iso.datetime({ offset: true, error: "an ISO 8601 instant such as 2026-03-01T10:00:00Z" });

export const TimeZone = z.string().min(1).max(64);

export const HttpUrl = z
  .string()
  .max(2048)
  .regex(/^https?:\/\//, "an http(s) address");

/** Whatever a merchant wants to keep beside the named fields: shown to templates and conditions, never read by rules. */
export const Attributes = z.record(
  z.string().min(1).max(64),
  z.union([z.string().max(500), z.number(), z.boolean(), z.null(), z.array(z.string().max(100)).max(50)]),
);
export type Attributes = z.infer<typeof Attributes>;

/** R1: the class of a message decides which rules hold for it. `system` is ours alone (answers to STOP, START, HELP). */
export const MessageClass = z.enum(["transactional", "relationship", "promotional"]);
export type MessageClass = z.infer<typeof MessageClass>;
export type AnyClass = MessageClass | "system";

export const Key = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, "lower-case letters, digits, hyphens and underscores, at most 64 characters");

/** Liquid source. The final text may be at most 1,600 characters (ten concatenated segments, the gateways' common limit). */
export const TemplateBody = z.string().min(1).max(3200);

export const Duration = z
  .string()
  .regex(
    /^-?P(?=\d|T\d)(\d{1,4}Y)?(\d{1,4}M)?(\d{1,4}W)?(\d{1,5}D)?(T(?=\d)(\d{1,6}H)?(\d{1,7}M)?(\d{1,9}S)?)?$/,
    "an ISO 8601 duration such as P6D or PT30M",
  );

/** ISO 4217. */
export const Currency = z.string().regex(/^[A-Z]{3}$/, "an ISO 4217 currency such as USD");

export const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time of day such as 20:00");
