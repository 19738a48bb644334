import { ProblemError } from "../problem.ts";

/** Said alike whoever has it, this merchant's own other account included. */
export function domainTaken(): ProblemError {
  return new ProblemError({
    type: "/problems/domain-taken",
    title: "This domain belongs to another merchant",
    status: 409,
    detail: "A short domain is never shared. Whoever has it must remove it first (DELETE /v1/domains/{host}).",
  });
}
