import { flag, instantMs, listOf, object, optional, text } from "./shape.ts";

/** `GET /v1/devices`: every browser that is paired with this merchant. */
export const devicesAnswer = object({
  items: listOf(object({ id: text, name: text, createdAt: instantMs, lastUsedAt: optional(instantMs), current: flag })),
});
