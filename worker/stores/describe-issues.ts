import type * as z from "zod";

/** What is wrong with a body, by path and expected type: zod's messages hold no values, so no personal data. */
export function describeIssues(error: z.ZodError): string {
  return error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join(".") || "body"}: ${issue.message}`)
    .join("; ");
}
