import * as z from "zod";
import type { Refusal } from "./twilio-faults.ts";

/**
 * What one of the next sends meets. For "ok" and "drop-after" a `status` is the word of the last receipt ("undelivered";
 * "queued" for no receipt at all) and `code` its error; for the refusals they are the HTTP status and Twilio's code.
 */
export const FaultStep = z.strictObject({
  kind: z.enum(["ok", "reject", "error", "throttle", "drop-before", "drop-after", "hang"]),
  status: z
    .union([z.int().min(400).max(599), z.enum(["queued", "sent", "delivered", "undelivered", "failed"])])
    .optional(),
  code: z.coerce.number().int().optional(),
  /** Seconds, or an HTTP date. */
  retryAfter: z.union([z.number().nonnegative(), z.string()]).optional(),
});
export type FaultStep = z.infer<typeof FaultStep>;

/** What a step refuses with; undefined for one that refuses nothing. */
export function scriptedRefusal(step: FaultStep): Refusal | undefined {
  const httpStatus = typeof step.status === "number" ? step.status : undefined;
  switch (step.kind) {
    case "reject":
      return { httpStatus: httpStatus ?? 400, code: step.code ?? 21211, message: "Rejected by the bench's script" };
    case "error":
      return { httpStatus: httpStatus ?? 500, code: step.code ?? 20500, message: "Internal Server Error" };
    case "throttle": {
      const retryAfter = step.retryAfter === undefined ? undefined : String(step.retryAfter);
      return { httpStatus: httpStatus ?? 429, code: step.code ?? 20429, message: "Too Many Requests", retryAfter };
    }
    case "ok":
    case "drop-before":
    case "drop-after":
    case "hang":
      return undefined;
  }
}

/** The receipts that an accepted text earns, in order. */
export function scriptedReceipts(
  step: FaultStep,
): readonly { readonly status: string; readonly errorCode: number | null }[] {
  const last = typeof step.status === "string" ? step.status : "delivered";
  const sent = { status: "sent", errorCode: null };
  switch (last) {
    case "queued":
      return [];
    case "sent":
      return [sent];
    default:
      return [sent, { status: last, errorCode: step.code ?? null }];
  }
}
