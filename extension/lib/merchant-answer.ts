import { listOf, object, text } from "./shape.ts";

/** `GET /v1/me`: whose key this is, and the stores connected to it. */
export const merchantAnswer = object({
  merchantId: text,
  name: text,
  timeZone: text,
  stores: listOf(object({ platform: text, shop: text })),
});
