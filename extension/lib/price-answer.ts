import { count, currencyCode, object, optional, text } from "./shape.ts";

export type Price = ReturnType<typeof price>;

/** Millionths of the currency's unit. `list` is the gateway's list price, which is about what a merchant pays. */
export const price = object({ amountMicros: count, currency: currencyCode, source: optional(text) });
