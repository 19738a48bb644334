import { findShape, type Shape } from "./shape.ts";

export type Failure =
  | { readonly kind: "offline" | "unreachable" | "wrongKey" | "notFound" | "busy" | "foreign" }
  | { readonly kind: "refused" | "broken"; readonly status: number };

export type Answer<T> =
  | { readonly kind: "answered"; readonly value: T }
  | { readonly kind: "failed"; readonly failure: Failure };

/** GET one path of the API. Every way it can go wrong is a value that says what the merchant can do about it. */
export async function ask<T>(
  server: { readonly base: string; readonly key: string },
  path: string,
  shape: Shape<T>,
  signal: AbortSignal,
): Promise<Answer<T>> {
  let response: Response;
  let body: string;
  try {
    response = await fetch(new URL(path, server.base), {
      headers: { accept: "application/json", authorization: `Bearer ${server.key}` },
      credentials: "omit",
      cache: "no-store",
      redirect: "error", // the key belongs to this origin and to no other
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    body = await response.text();
  } catch {
    // fetch gives the same TypeError for a closed port, a wrong name, a certificate and missing CORS headers.
    return failed({ kind: navigator.onLine ? "unreachable" : "offline" });
  }
  if (!response.ok) return failed(explainStatus(response));
  const value = findShape(shape, parseJson(body));
  return value === undefined ? failed({ kind: "foreign" }) : { kind: "answered", value };
}

const TIMEOUT_MS = 10_000;

function failed(failure: Failure): Answer<never> {
  return { kind: "failed", failure };
}

function explainStatus(response: Response): Failure {
  const { status } = response;
  if (status >= 500) return { kind: "broken", status };
  if (status === 429) return { kind: "busy" };
  // Aftertext answers every failure as a problem (RFC 9457); another server at this address has its own error page.
  const isOurs = response.headers.get("content-type")?.startsWith("application/problem+json") ?? false;
  if (status === 401) return { kind: isOurs ? "wrongKey" : "foreign" };
  if (status === 404) return { kind: isOurs ? "notFound" : "foreign" };
  return isOurs ? { kind: "refused", status } : { kind: "foreign" };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined; // no shape fits it
  }
}
