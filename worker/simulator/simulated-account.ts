import * as z from "zod";

/** One merchant's account at the simulated gateway. */
export const SimulatedAccount = z.object({
  merchantId: z.string(),
  name: z.string(),
  accountSid: z.string(),
  authToken: z.string(),
  sender: z.string(),
});
export type SimulatedAccount = z.infer<typeof SimulatedAccount>;
