import * as z from "zod";
import { TemplateBody } from "./primitives.ts";

const version = z.int().min(1);

/** Body of `POST /v1/flows/{key}/migrate`. */
export const MigrateInput = z.strictObject({
  from: version,
  to: version,
  /** Only say what would change, for how many. */
  dryRun: z.boolean().optional(),
  /** `next` of the answer before, where one call did not get through. */
  after: z.string().max(200).optional(),
});
export type MigrateInput = z.infer<typeof MigrateInput>;

const Position = z.object({
  next: z.enum(["text", "event", "answer", "ended"]),
  step: z.string().optional(),
  template: z.string().optional(),
  event: z.string().optional(),
  at: z.string().optional(),
});

const MoveExample = z.object({
  run: z.string(),
  customer: z.string(),
  order: z.string().optional(),
  now: Position,
  /** Left out where the run stays. */
  then: Position.optional(),
});

const counts = z.object({
  same: z.int(),
  otherText: z.int(),
  otherInstant: z.int(),
  ends: z.int(),
  notPlaced: z.int(),
});

export const MigrateView = z.object({
  key: z.string(),
  from: z.int(),
  to: z.int(),
  dryRun: z.boolean(),
  /** Waiting runs of the old version that this call looked at; a run whose text and instant change counts in both. */
  runs: z.int(),
  moved: z.int(),
  changes: counts,
  examples: z.object({
    same: z.array(MoveExample),
    otherText: z.array(MoveExample),
    otherInstant: z.array(MoveExample),
    ends: z.array(MoveExample),
    notPlaced: z.array(MoveExample),
  }),
  done: z.boolean(),
  next: z.string().optional(),
});

/** Body of `POST /v1/flows/{key}/rollback`. */
export const RollbackInput = z.strictObject({ to: version, dryRun: z.boolean().optional() });
export type RollbackInput = z.infer<typeof RollbackInput>;

export const RollbackView = z.object({
  key: z.string(),
  version: z.int(),
  from: z.int(),
  dryRun: z.boolean(),
  /** Runs that go on in other versions, and stay there unless they are migrated. */
  staying: z.array(z.object({ version: z.int(), runs: z.int() })),
  /** False where there was no time to look at everybody: there are at least so many. */
  isComplete: z.boolean(),
});

/** Body of `PUT /v1/flows/{key}/versions/{version}/wording`: by the step's path, as decisions show it. */
export const WordingInput = z.strictObject({
  steps: z
    .record(
      z.string().min(1).max(200),
      z.strictObject({
        body: TemplateBody.optional(),
        promotionalBody: TemplateBody.optional(),
        translations: z
          .record(
            z.string().regex(/^[a-z]{2,3}$/, "a language such as es"),
            z.strictObject({ body: TemplateBody, promotionalBody: TemplateBody.optional() }),
          )
          .optional(),
      }),
    )
    .refine((steps) => Object.keys(steps).length > 0, "names no step"),
});
export type WordingInput = z.infer<typeof WordingInput>;

export const WordingView = z.object({
  key: z.string(),
  version: z.int(),
  revision: z.int(),
  warnings: z.array(z.object({ path: z.string(), message: z.string() })),
});

export const VersionRunsView = z.object({
  items: z.array(
    z.object({
      run: z.string(),
      customer: z.string(),
      order: z.string().optional(),
      /** The version that it is in now: another one where it was moved, and got texts of both. */
      version: z.int(),
      /** `awaits_number`: it goes on once a number of the customer is known. */
      state: z.enum(["waiting", "awaits_number", "awaits_event", "awaits_answer", "ended", "refused"]),
      next: Position,
      /** Its texts that went under this version. */
      sent: z.int(),
    }),
  ),
  next: z.string().optional(),
});
