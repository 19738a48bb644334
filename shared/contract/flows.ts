import * as z from "zod";
import { EventType } from "./events.ts";
import { Attributes, ClockTime, Duration, Key, MessageClass, TemplateBody } from "./primitives.ts";

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** Tests on one field, joined by and. */
const Operators = z
  .strictObject({
    eq: scalar,
    ne: scalar,
    gt: z.union([z.number(), z.string()]),
    gte: z.union([z.number(), z.string()]),
    lt: z.union([z.number(), z.string()]),
    lte: z.union([z.number(), z.string()]),
    in: z.array(scalar),
    nin: z.array(scalar),
    contains: scalar,
    exists: z.boolean(),
  })
  .partial();
export type Operators = z.infer<typeof Operators>;

export interface Condition {
  readonly any?: readonly Condition[] | undefined;
  readonly all?: readonly Condition[] | undefined;
  readonly not?: Condition | undefined;
  readonly [field: string]: Operators | readonly Condition[] | Condition | undefined;
}

/** Field tests joined by and; `any`, `all`, `not` nest. */
export const Condition: z.ZodType<Condition> = z.lazy(() =>
  z
    .object({ any: z.array(Condition).min(1), all: z.array(Condition).min(1), not: Condition })
    .partial()
    .catchall(Operators),
) as unknown as z.ZodType<Condition>; // zod cannot name a recursive type with a catch-all; the shape above is the interface

export const SendStep = z.strictObject({
  send: z.strictObject({ template: Key.optional(), body: TemplateBody, promotionalBody: TemplateBody.optional() }),
  link: z.strictObject({ url: z.string().min(1).max(2048) }).optional(),
  class: MessageClass,
  after: Duration.optional(),
  from: z.union([z.literal("trigger"), z.literal("previous"), z.strictObject({ field: z.string().min(1) })]).optional(),
  at: z.strictObject({ localTime: ClockTime }).optional(),
  quiet: z.enum(["defer", "drop", "ignore"]).optional(),
  expires: Duration.optional(),
  if: Condition.optional(),
  unless: z.array(EventType).min(1).optional(),
});
export type SendStep = z.infer<typeof SendStep>;

export interface WaitStep {
  readonly waitFor: { readonly event: EventType; readonly timeout?: string | undefined };
  readonly then?: readonly Step[] | undefined;
  readonly onTimeout?: readonly Step[] | undefined;
}
export interface BranchStep {
  readonly branch: readonly { readonly if: Condition; readonly steps: readonly Step[] }[];
  readonly else?: readonly Step[] | undefined;
}
export interface SplitStep {
  readonly split: string;
  readonly arms: readonly { readonly name: string; readonly weight: number; readonly steps: readonly Step[] }[];
}
export interface ExitStep {
  readonly exit: true;
}
export type Step = SendStep | WaitStep | BranchStep | SplitStep | ExitStep;

/** `then.0` of step 2 is addressed as `2.then.0`: a step's path is its place in the flow. */
export const Step: z.ZodType<Step> = z.lazy(() =>
  z.union([
    SendStep,
    z.strictObject({
      waitFor: z.strictObject({ event: EventType, timeout: Duration.optional() }),
      then: z.array(Step).optional(),
      onTimeout: z.array(Step).optional(),
    }),
    z.strictObject({
      branch: z.array(z.strictObject({ if: Condition, steps: z.array(Step) })).min(1),
      else: z.array(Step).optional(),
    }),
    z.strictObject({
      split: Key,
      arms: z.array(z.strictObject({ name: Key, weight: z.number().positive(), steps: z.array(Step) })).min(2),
    }),
    z.strictObject({ exit: z.literal(true) }),
  ]),
);

/** A flow as data. `key` and `name` come from the address and the body of `PUT /v1/flows/{key}`. */
export const Flow = z.strictObject({
  key: Key,
  name: z.string().min(1).max(100),
  trigger: z.strictObject({
    event: EventType,
    skus: z.array(z.string().min(1).max(128)).min(1).optional(),
    where: Condition.optional(),
  }),
  per: z.enum(["order", "customer"]).optional(),
  reentry: z.union([z.literal("never"), z.literal("restart"), z.strictObject({ after: Duration })]).optional(),
  requiresItems: z.boolean().optional(),
  supersededBy: z.array(EventType).min(1).optional(),
  exitOn: z
    .array(
      z.strictObject({
        event: EventType,
        match: z.enum(["order", "order_all_items", "customer", "sku"]).optional(),
      }),
    )
    .optional(),
  holdout: z.number().min(0).max(0.9).optional(),
  rank: z.int().min(-1000).max(1000).optional(),
  stage: z.enum(["purchase", "waiting", "delivery", "usage", "replenishment"]).optional(),
  steps: z.array(Step).min(1),
  attributes: Attributes.optional(),
});
export type Flow = z.infer<typeof Flow>;
