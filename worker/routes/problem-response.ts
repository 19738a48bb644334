import { logError } from "../log.ts";
import { type Problem, ProblemError } from "../problem.ts";

/**
 * The one place that turns a failure into an answer (RFC 9457). A client sees what a ProblemError says; of any other exception
 * it sees that there was one.
 */
export function renderFailure(error: unknown, ids: Readonly<Record<string, string | undefined>>): Response {
  if (error instanceof ProblemError) {
    if (error.cause !== undefined || error.problem.status >= 500) logError("request_failed", ids, error);
    return problemResponse(error.problem);
  }
  logError("request_failed", ids, error);
  return problemResponse({ type: "/problems/internal", title: "Something went wrong here", status: 500 });
}

export function problemResponse(problem: Problem, headers: Readonly<Record<string, string>> = {}): Response {
  const challenge: Record<string, string> = problem.status === 401 ? { "www-authenticate": "Bearer" } : {}; // RFC 9110, 15.5.2
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { "content-type": "application/problem+json", "cache-control": "no-store", ...challenge, ...headers },
  });
}
