import * as z from "zod";
import { RecordInput } from "./records.ts";

/** Query of `GET /v1/records/search`: an order's name as its store writes it, with or without its #, or a phone number. */
export const SearchQuery = z.strictObject({ q: z.string().trim().min(1).max(100) });

export const SearchView = z.object({
  items: z.array(
    z.object({
      record: RecordInput,
      /** The order's name; missing for a customer. */
      name: z.string().optional(),
      customerName: z.string().optional(),
      at: z.string().optional(),
    }),
  ),
});
export type SearchView = z.infer<typeof SearchView>;
