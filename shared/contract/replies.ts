import * as z from "zod";
import { RecordInput } from "./records.ts";

/** `cursor` is the `next` of the page before. */
export const RepliesQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(50).default(25),
  cursor: z.string().max(200).optional(),
});

const ReplyView = z.object({
  id: z.string(),
  customer: z.string(),
  name: z.string().optional(),
  phone: z.string().optional(),
  body: z.string(),
  at: z.string(),
  /** Their newest record in a connected store's admin. */
  record: RecordInput.optional(),
});
export type ReplyView = z.infer<typeof ReplyView>;

/** The latest first. */
export const RepliesView = z.object({ items: z.array(ReplyView), next: z.string().optional() });
export type RepliesView = z.infer<typeof RepliesView>;

export const ReplyDoneView = z.object({ id: z.string(), repliesWaiting: z.int() });
export type ReplyDoneView = z.infer<typeof ReplyDoneView>;
