import * as z from "zod";
import { ClockTime, MessageClass } from "./primitives.ts";

const Weekday = z.enum(["SU", "MO", "TU", "WE", "TH", "FR", "SA"]);
export type Weekday = z.infer<typeof Weekday>;

const ClosedHours = z.strictObject({ from: ClockTime, to: ClockTime });

/** Closed hours on the recipient's wall clock: `from` inclusive, `to` exclusive; may cross midnight (R5). */
export const QuietHours = ClosedHours.extend({
  byDay: z.partialRecord(Weekday, ClosedHours).optional(),
  days: z.array(Weekday).optional(),
  dates: z.array(z.iso.date("a date such as 2026-12-25")).optional(),
});
export type QuietHours = z.infer<typeof QuietHours>;

/** At most `max` texts of these classes in any rolling window of `windowSeconds` (R12). */
export const Cap = z.strictObject({
  classes: z.array(MessageClass).min(1),
  max: z.int().min(1).max(1000),
  windowSeconds: z.int().min(1).max(63_072_000),
  onCap: z.enum(["defer", "skip"]),
});
export type Cap = z.infer<typeof Cap>;

const Pace = z.strictObject({
  segmentsPerSecond: z.number().positive().max(1000).optional(),
  segmentsPerDay: z.int().positive().optional(),
});
export type Pace = z.infer<typeof Pace>;

const Budget = z.strictObject({
  perMonth: z.strictObject({
    amountMinor: z.int().positive(),
    currency: z.string().regex(/^[A-Z]{3}$/, "a currency such as USD"), // ISO 4217
  }),
});
export type Budget = z.infer<typeof Budget>;

const Footer = z.strictObject({
  /** The last line "Reply STOP to opt out" on relationship and promotional texts. */
  optOutLine: z.boolean(),
  /** The CTIA line on the first of those texts to a number. */
  firstTextLine: z.boolean(),
});

/** What one segment to a number of the shop's own country costs, in millionths of the currency's unit. */
const SegmentPrice = z.strictObject({
  amountMicros: z.int().min(0).max(10_000_000),
  currency: z.string().regex(/^[A-Z]{3}$/, "an ISO 4217 currency such as USD"),
});

/** Body of `PUT /v1/policy`: replaces the whole policy. A footer left out keeps what the merchant started with. */
export const PolicyInput = z.strictObject({
  quietHours: QuietHours.nullable(),
  caps: z.array(Cap).max(20),
  stateLaw: z.boolean(),
  pace: Pace.nullish(),
  footer: Footer.optional(),
  /** Demand a recorded opt-in for texts about an order too (R15). */
  requireTransactionalConsent: z.boolean().optional(),
  /** Where it is not the gateway's list price. */
  segmentPrice: SegmentPrice.nullish(),
  /** After three texts without tap, reply or order a person's cap windows double until one comes (R12). */
  capDoubling: z.boolean().optional(),
  /** A flow whose texts go wrong is held until somebody releases it (R17). Left out, it stays as it is. */
  brakes: z.boolean().optional(),
  /** Promotional texts wait while an order of the person has an open exception or ticket. */
  backToService: z.boolean().optional(),
  /** What a calendar month of texts may cost, at the gateway's list prices or the merchant's own (R17). */
  budget: Budget.nullish(),
});
export type PolicyInput = z.infer<typeof PolicyInput>;

/** A policy as it is kept, with all that a merchant may leave out. */
export const StoredPolicy = PolicyInput.required().extend({
  segmentPrice: SegmentPrice.optional(),
  // One that was stored before a switch existed says nothing of it.
  capDoubling: z.boolean().default(false),
  brakes: z.boolean().default(true),
  backToService: z.boolean().default(false),
  budget: Budget.nullable().default(null),
});

export interface Policy {
  readonly quietHours: QuietHours | null;
  readonly caps: readonly Cap[];
  readonly stateLaw: boolean;
  readonly pace: Pace | null;
  readonly footer: { readonly optOutLine: boolean; readonly firstTextLine: boolean };
  readonly requireTransactionalConsent: boolean;
  readonly segmentPrice?: z.infer<typeof SegmentPrice> | undefined;
  readonly capDoubling: boolean;
  readonly brakes: boolean;
  readonly backToService: boolean;
  readonly budget: Budget | null;
}
