import { instantMs, listOf, object, oneOf, optional, text } from "./shape.ts";

/** `GET /v1/records/search`: records that an order's name or a phone number could mean, the newest first. */
export const searchAnswer = object({
  items: listOf(
    object({
      record: object({
        platform: oneOf("shopify", "woocommerce", "bigcommerce"),
        shop: text,
        kind: oneOf("order", "draft_order", "customer", "post"),
        id: text,
      }),
      name: optional(text),
      customerName: optional(text),
      at: optional(instantMs),
    }),
  ),
});
