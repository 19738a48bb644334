import * as z from "zod";
import { Attributes, ExternalId, Instant, Key } from "./primitives.ts";

/** Query of `GET /v1/answers` and `GET /v1/tells`; `cursor` is the `next` of the page before. */
export const NotesQuery = z.strictObject({
  flow: Key.optional(),
  order: ExternalId.optional(),
  customer: ExternalId.optional(),
  since: Instant.optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(600).optional(),
});
export type NotesQuery = z.infer<typeof NotesQuery>;

/** Of the order that it is about, what is left of it first. */
const products = z.array(z.object({ sku: z.string(), name: z.string().optional() }));

const place = {
  flow: z.string(),
  run: z.string(),
  step: z.string(),
  customer: z.string(),
  order: z.string().optional(),
  products,
  at: z.string(),
};

export const AnswerView = z.object({
  ...place,
  version: z.int().optional(),
  /** The question's. */
  template: z.string().optional(),
  value: z.int(),
  /** The largest that the question knows. */
  scale: z.int(),
  /** By which the run went its way; a later answer changes `value` alone. */
  firstValue: z.int(),
  /** False where it was read from words ("love it"): it is in no average. */
  isStated: z.boolean(),
  /** Granted for it, once. */
  points: z.int(),
  askedAt: z.string().optional(),
});
export type AnswerView = z.infer<typeof AnswerView>;

/** The newest first. */
export const AnswersView = z.object({ items: z.array(AnswerView), next: z.string().optional() });
export type AnswersView = z.infer<typeof AnswersView>;

export const TellView = z.object({
  ...place,
  /** The `webhook-id` under which it is told. */
  id: z.string(),
  event: z.string(),
  data: Attributes,
  state: z.enum(["due", "delivered", "failed"]),
  attempts: z.int(),
  /** Of the next attempt. */
  nextAt: z.string().optional(),
});
export type TellView = z.infer<typeof TellView>;

/** The newest first. */
export const TellsView = z.object({ items: z.array(TellView), next: z.string().optional() });
export type TellsView = z.infer<typeof TellsView>;

/** Query of `GET /v1/answers/stats`; the last 30 days where nothing is said. */
export const AnswerStatsQuery = z.strictObject({
  from: Instant.optional(),
  to: Instant.optional(),
  flow: Key.optional(),
});
export type AnswerStatsQuery = z.infer<typeof AnswerStatsQuery>;

export const AnswerStatsView = z.object({
  /** Start and end of what is counted: whole UTC days, the end not among them. */
  from: z.string(),
  to: z.string(),
  /** By question of each flow. */
  steps: z.array(
    z.object({
      flow: z.string(),
      step: z.string(),
      template: z.string().optional(),
      /** Questions that went, and answers to whenever they were asked. */
      asked: z.int(),
      answers: z.int(),
      /** Of the answers, those with a number: all that follows is theirs. */
      stated: z.int(),
      average: z.number().optional(),
      /** By number. */
      values: z.record(z.string(), z.int()),
      /** Of a question from 1 or 0 to 10: promoters (9, 10) less detractors (up to 6), in points of 100, with its standard error. */
      nps: z.object({ score: z.number(), standardError: z.number() }).optional(),
      points: z.int(),
    }),
  ),
  /** By step that tells other systems something. */
  tells: z.array(
    z.object({
      flow: z.string(),
      step: z.string(),
      event: z.string(),
      due: z.int(),
      delivered: z.int(),
      failed: z.int(),
    }),
  ),
});
export type AnswerStatsView = z.infer<typeof AnswerStatsView>;
