import * as z from "zod";
import { MessageClass } from "./primitives.ts";
import { LinkKind } from "./records.ts";

const Body = z.string().trim().min(1).max(1600);

/** A customer's mood (docs/rules.md, section 2). */
const Stage = z.enum(["purchase", "waiting", "delivery", "usage", "replenishment"]);

/** Body of `PUT /v1/templates/{key}`. English stands in for every language that has no text of its own. */
export const TemplateInput = z.strictObject({
  name: z.string().trim().min(1).max(100),
  stage: Stage.optional(),
  class: MessageClass,
  bodies: z.strictObject({ en: Body, es: Body.optional(), fr: Body.optional(), de: Body.optional() }),
  /** Which of the record's links `{{ link }}` is. */
  link: z.strictObject({ kind: LinkKind }).optional(),
});
export type TemplateInput = z.infer<typeof TemplateInput>;

export const TemplateView = TemplateInput.extend({
  key: z.string(),
  /** As shipped: the merchant has not written one of their own under this key. */
  isDefault: z.boolean(),
});
export type TemplateView = z.infer<typeof TemplateView>;

export const TemplatesView = z.object({ items: z.array(TemplateView) });
export type TemplatesView = z.infer<typeof TemplatesView>;
