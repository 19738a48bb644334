import { authorizedFetch, isProblem, type Renew } from "./session.ts";
import { findShape, flag, listOf, object, optional, type Shape, text } from "./shape.ts";

/** What Aftertext says of a request that it refuses (RFC 9457). */
export type Problem = ReturnType<typeof problemShape>;

export type Failure =
  | { readonly kind: "offline" | "unreachable" | "wrongKey" | "foreign" }
  | { readonly kind: "notFound" | "busy"; readonly problem?: Problem | undefined }
  | { readonly kind: "refused" | "broken"; readonly status: number; readonly problem?: Problem | undefined };

export type Answer<T> =
  | { readonly kind: "answered"; readonly value: T }
  | { readonly kind: "failed"; readonly failure: Failure };

/**
 * Ask one path of the paired server's API; a GET unless `init` says otherwise.
 *
 * Every way it can go wrong is a value that says what the merchant can do about it.
 */
export function ask<T>(
  server: { readonly base: string },
  path: string,
  shape: Shape<T>,
  signal: AbortSignal,
  { renew, ...init }: RequestInit & { readonly renew?: Renew } = {},
): Promise<Answer<T>> {
  const headers = new Headers(init.headers);
  headers.set("accept", "application/json");
  return readAnswer(
    (timely) => authorizedFetch(new URL(path, server.base), { ...init, headers, signal: timely }, renew),
    shape,
    signal,
  );
}

/** What a request of any kind came to. The signal it is given ends it in time. */
export async function readAnswer<T>(
  request: (timely: AbortSignal) => Promise<Response>,
  shape: Shape<T>,
  signal: AbortSignal,
): Promise<Answer<T>> {
  let response: Response;
  let body: string;
  try {
    response = await request(AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]));
    body = await response.text();
  } catch {
    // fetch gives the same TypeError for a closed port, a wrong name, a certificate and missing CORS headers.
    return failed({ kind: navigator.onLine ? "unreachable" : "offline" });
  }
  if (!response.ok) return failed(explainStatus(response, findShape(problemShape, parseJson(body))));
  const value = findShape(shape, parseJson(body));
  return value === undefined ? failed({ kind: "foreign" }) : { kind: "answered", value };
}

const TIMEOUT_MS = 10_000;

function failed(failure: Failure): Answer<never> {
  return { kind: "failed", failure };
}

function explainStatus(response: Response, said: Problem | undefined): Failure {
  const { status } = response;
  const isOurs = isProblem(response);
  const problem = isOurs ? said : undefined;
  if (status >= 500) return { kind: "broken", status, problem };
  if (status === 429) return { kind: "busy", problem };
  if (status === 401) return { kind: isOurs ? "wrongKey" : "foreign" };
  if (status === 404) return isOurs ? { kind: "notFound", problem } : { kind: "foreign" };
  return isOurs ? { kind: "refused", status, problem } : { kind: "foreign" };
}

const problemShape = object({
  type: optional(text),
  detail: optional(text),
  errors: optional(listOf(object({ path: optional(text), message: text }))),
  canFetch: optional(flag),
});

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined; // no shape fits it
  }
}
