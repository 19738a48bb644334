import * as z from "zod";

// Fields of stores' bodies. One that a flow can do without is absent when it is withheld (null), empty, or of another type than
// documented; only a broken list makes a body unreadable.

export const text = z
  .string()
  .nullish()
  .transform((value) => value?.trim() || undefined)
  .catch(undefined);

export const flag = z.boolean().optional().catch(undefined);

export const amount = z.union([z.string(), z.number()]).optional().catch(undefined);

/** Digits, from a number or, beyond 2^53, from the text that exact-json kept. */
export const numericId = z
  .union([z.string().regex(/^\d+$/), z.int().min(0).transform(String)])
  .optional()
  .catch(undefined);

export function list<Schema extends z.ZodType>(item: Schema) {
  return z
    .array(item)
    .nullish()
    .transform((items) => items ?? undefined);
}

export function record<Schema extends z.ZodType>(schema: Schema) {
  return schema.optional().catch(undefined);
}

/** An http(s) address or nothing: links of other kinds never reach a text. */
export function httpUrl(url: string | undefined): string | undefined {
  return url !== undefined && /^https?:\/\//i.test(url) ? url : undefined;
}
