import * as z from "zod";

/** Body of `POST /v1/test-phone`. */
export const TestPhoneInput = z.strictObject({ phone: z.string().min(3).max(40) });
export type TestPhoneInput = z.infer<typeof TestPhoneInput>;

/** Body of `POST /v1/test-phone/verify`. */
export const TestCodeInput = z.strictObject({ code: z.string().regex(/^\d{6}$/, "the six digits of the text") });
export type TestCodeInput = z.infer<typeof TestCodeInput>;

export const TestPhoneView = z.object({
  masked: z.string(),
  /** False until the code that was sent there is given back. */
  verified: z.boolean(),
  /** Until when the code is good. */
  expiresAt: z.string().optional(),
});
export type TestPhoneView = z.infer<typeof TestPhoneView>;
