import * as z from "zod";

/** One text, in either direction. */
export const SimulatedMessage = z.object({
  seq: z.number(),
  sid: z.string(),
  accountSid: z.string(),
  merchantId: z.string(),
  direction: z.enum(["outbound-api", "inbound"]),
  to: z.string(),
  from: z.string(),
  body: z.string(),
  status: z.string(),
  errorCode: z.number().nullable(),
  /** The sender's own row id, out of the status callback's query. */
  ref: z.string().nullable(),
  statusCallbackUrl: z.string().nullable(),
  atMs: z.number(),
  updatedAtMs: z.number(),
});
export type SimulatedMessage = z.infer<typeof SimulatedMessage>;
