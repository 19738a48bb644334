import * as z from "zod";
import { Duration, HttpUrl } from "./primitives.ts";

const code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{2,31}$/, "3 to 32 letters, digits, - and _");

/** Body of `PUT /v1/offers/{key}`. The code and the text that prints it expire together. */
export const OfferInput = z
  .strictObject({
    kind: z.enum(["percent", "amount", "freeShipping"]),
    /** Percent of the price, or an amount in the shop's currency. */
    value: z.number().positive().max(1_000_000).optional(),
    /** One for everybody, or one of its own for each recipient. */
    code: z.enum(["shared", "single"]),
    sharedCode: code.optional(),
    /** From the instant at which the text is due. */
    expiresAfter: Duration,
    /** Where it is used; the shop's own address where none is given. */
    url: HttpUrl.optional(),
  })
  .superRefine((offer, context) => {
    const refuse = (path: string, message: string): void => context.addIssue({ code: "custom", path: [path], message });
    if (offer.kind === "freeShipping" && offer.value !== undefined) refuse("value", "free shipping has no value");
    if (offer.kind !== "freeShipping" && offer.value === undefined) refuse("value", "say how much");
    if (offer.kind === "percent" && (offer.value ?? 0) > 100) refuse("value", "is more than everything");
    if (offer.code === "shared" && offer.sharedCode === undefined)
      refuse("sharedCode", "say which code everybody gets");
    if (offer.code === "single" && offer.sharedCode !== undefined)
      refuse("sharedCode", "a single code is made for each recipient");
    if (!/[1-9]/.test(offer.expiresAfter) || offer.expiresAfter.startsWith("-"))
      refuse("expiresAfter", "must be longer than no time at all");
  });
export type OfferInput = z.infer<typeof OfferInput>;
