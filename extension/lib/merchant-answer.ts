import { price } from "./price-answer.ts";
import { count, flag, instantMs, listOf, object, optional, text } from "./shape.ts";

const notice = object({ id: text, kind: text, subject: text, detail: text, at: instantMs });
export type Notice = ReturnType<typeof notice>;

export type Merchant = ReturnType<typeof merchantAnswer>;

/** `GET /v1/me`: whose key this is, and the stores connected to it. An older Worker leaves out what is optional here. */
export const merchantAnswer = object({
  merchantId: text,
  name: text,
  timeZone: text,
  stores: listOf(object({ platform: text, shop: text })),
  /** A short link of the length that this merchant's links have. */
  sampleShortUrl: optional(text),
  segmentPrice: optional(price),
  repliesWaiting: optional(count),
  /** What goes on that the merchant should know, the newest first. */
  notices: optional(listOf(notice)),
  testPhone: optional(object({ masked: text, verified: flag })),
  footer: optional(object({ optOutLine: flag, firstTextLine: flag })),
});
