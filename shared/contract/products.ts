import * as z from "zod";
import { Attributes, Currency, Duration, HttpUrl } from "./primitives.ts";

const name = z.string().min(1).max(200);
const Money = z.strictObject({ amountMinor: z.int().min(0), currency: Currency });

/** Body of `PUT /v1/products/{sku}`: replaces what was known. */
export const ProductInput = z.strictObject({
  title: name.optional(),
  /** For texts, where the title is too long. */
  shortName: z.string().min(1).max(60).optional(),
  url: HttpUrl.optional(),
  imageUrl: HttpUrl.optional(),
  categories: z.array(z.string().min(1).max(100)).max(50).optional(),
  stock: z.int().optional(),
  /** In the shop's currency, unless it says another. */
  price: z
    .union([z.number().min(0), z.string().regex(/^\d{1,12}(\.\d{1,3})?$/, "a decimal number such as 12.99"), Money])
    .optional(),
  /** Share of the price. */
  margin: z.number().min(-1).max(1).optional(),
  daysPerUnit: z.number().positive().max(3650).optional(),
  /** From delivery to the request for a review. */
  reviewDelay: Duration.optional(),
  reviewUrl: HttpUrl.optional(),
  guideUrl: HttpUrl.optional(),
  careText: z.string().min(1).max(320).optional(),
  complementSku: z.string().min(1).max(128).optional(),
  /** Share of orders that come back. */
  returnRisk: z.number().min(0).max(1).optional(),
  perishable: z.boolean().optional(),
  /** Never named in a text. */
  discreet: z.boolean().optional(),
  attributes: Attributes.optional(),
});
export type ProductInput = z.infer<typeof ProductInput>;
