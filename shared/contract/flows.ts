import * as z from "zod";
import { EventType } from "./events.ts";
import { Attributes, ClockTime, Duration, Key, MessageClass, TemplateBody } from "./primitives.ts";

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** Tests on one field, joined by and. */
const Operators = z
  .strictObject(
    {
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
    },
    { error: wordTest },
  )
  .partial();
export type Operators = z.infer<typeof Operators>;

function wordTest({ code }: { readonly code: string }): string | undefined {
  if (code === "unrecognized_keys") return "is no test: eq, ne, gt, gte, lt, lte, in, nin, contains, exists are";
  return code === "invalid_type" ? 'must be a test such as { "gte": 2 }' : undefined;
}

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

const Language = z.string().regex(/^[a-z]{2,3}$/, "a language such as es"); // ISO 639

/** The same text for people of other languages: by the language of the customer's locale, else the body itself. */
const Translations = z.partialRecord(
  Language,
  z.strictObject({ body: TemplateBody, promotionalBody: TemplateBody.optional() }),
);

/** Of a text, a split or its arm: the merchant's own word for it. */
const Name = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, "letters, digits, hyphens and underscores, at most 64 characters");

const LinkTarget = z.strictObject({ url: z.string().min(1).max(2048) });

/** When a text goes, what holds for it, and what must be so. */
const timing = {
  link: LinkTarget.optional(),
  /** Further links by name, printed with `{% link "name" %}`. */
  links: z.record(Key, LinkTarget).optional(),
  class: MessageClass,
  /** The product's own delay where one is set (the longest of the order's), else the default. */
  after: z.union([Duration, z.strictObject({ product: z.literal("reviewDelay"), default: Duration })]).optional(),
  /** A field is read again when it changes. Without it the step is left out, or counts from the trigger. */
  from: z
    .union([
      z.literal("trigger"),
      z.literal("previous"),
      z.strictObject({ field: z.string().min(1), else: z.literal("trigger").optional() }),
    ])
    .optional(),
  at: z.strictObject({ localTime: ClockTime }).optional(),
  quiet: z.enum(["defer", "drop", "ignore"]).optional(),
  expires: Duration.optional(),
  if: Condition.optional(),
  unless: z.array(EventType).min(1).optional(),
  /** The offer whose code the text prints; both expire together. */
  offer: Key.optional(),
};

export const SendStep = z.strictObject({
  send: z.strictObject({
    template: Name.optional(),
    body: TemplateBody,
    promotionalBody: TemplateBody.optional(),
    translations: Translations.optional(),
  }),
  ...timing,
});
export type SendStep = z.infer<typeof SendStep>;

/** A text that asks for a number; what comes back chooses the steps. */
export interface AskStep extends Omit<SendStep, "send"> {
  readonly ask: Omit<SendStep["send"], "promotionalBody"> & {
    /** By number or range, such as `9-10`. */
    readonly answers: Readonly<Record<string, readonly Step[]>>;
    /** How long the question is open; a week where it has none. */
    readonly timeout?: string | undefined;
    /** Granted once, for the first answer. */
    readonly points?: number | undefined;
  };
}

/** Tells another system, signed, at least once and under one id. Texts in `data` may name fields as templates do. */
export const TellStep = z.strictObject({
  tell: z.strictObject({
    destination: z.literal("webhook"),
    event: z.string().regex(/^[a-z][a-z0-9_]*(\.[a-z0-9_]+){0,4}$/, "a name such as reward.granted"),
    data: Attributes.optional(),
  }),
});
export type TellStep = z.infer<typeof TellStep>;

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
export type Step = SendStep | WaitStep | BranchStep | SplitStep | AskStep | TellStep | ExitStep;

const AnswerRange = z.string().regex(/^\d{1,3}(-\d{1,3})?$/, "a number or a range such as 9-10");

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
      split: Name,
      arms: z.array(z.strictObject({ name: Name, weight: z.number().positive(), steps: z.array(Step) })).min(2),
    }),
    z.strictObject({
      ask: z.strictObject({
        template: Name.optional(),
        body: TemplateBody,
        translations: Translations.optional(),
        answers: z.record(AnswerRange, z.array(Step)),
        timeout: Duration.optional(),
        points: z.int().min(1).max(1_000_000).optional(),
      }),
      ...timing,
    }),
    TellStep,
    z.strictObject({ exit: z.literal(true) }),
  ]),
);

const ExitEvent = z.strictObject({
  event: EventType,
  match: z.enum(["order", "order_all_items", "customer", "sku"]).optional(),
});
export type ExitEvent = z.infer<typeof ExitEvent>;

/** A flow as data. `key` and `name` come from the address and the body of `PUT /v1/flows/{key}`. */
export const Flow = z.strictObject({
  key: Key,
  name: z.string().min(1).max(100),
  trigger: z.strictObject({
    event: EventType,
    /** Other events that start a run as well: the first of them does. */
    or: z.array(EventType).min(1).optional(),
    skus: z.array(z.string().min(1).max(128)).min(1).optional(),
    where: Condition.optional(),
  }),
  /** `parcel` = of an order; `event` = each one that triggers. */
  per: z.enum(["order", "customer", "parcel", "event"]).optional(),
  reentry: z.union([z.literal("never"), z.literal("restart"), z.strictObject({ after: Duration })]).optional(),
  requiresItems: z.boolean().optional(),
  supersededBy: z.array(EventType).min(1).optional(),
  /** An event, or the mark of ten that the order's customer gave it last. */
  exitOn: z.array(z.union([ExitEvent, z.strictObject({ score: Operators })])).optional(),
  holdout: z.number().min(0).max(1).optional(),
  /**
   * From this event on room is kept under the caps for the first text, as if the trigger came that long after it, or on the day
   * on which the order is expected.
   */
  foreseen: z.strictObject({ event: EventType, after: Duration }).optional(),
  rank: z.int().min(-1000).max(1000).optional(),
  stage: z.enum(["purchase", "waiting", "delivery", "usage", "replenishment"]).optional(),
  steps: z.array(Step).min(1),
  attributes: Attributes.optional(),
});
export type Flow = z.infer<typeof Flow>;
