import { type AccessToken, findAccessToken } from "./access-token.ts";
import { count, findShape, object, oneOf, type Shape, text } from "./shape.ts";

/** How asking for a new access token ended. It carries no token: that one waits in `storage.session`. */
export type Renewal =
  | { readonly kind: "renewed" }
  /** Not paired, or no longer. */
  | { readonly kind: "ended" }
  | { readonly kind: "unreachable" }
  | { readonly kind: "failed"; readonly status: number; readonly contentType: string };

/** `rejected` is the token that the server has just refused, if one was tried. */
export type Renew = (rejected: string | undefined) => Promise<Renewal>;

/**
 * Fetch a path, or an address, of the paired server with this browser's access token.
 *
 * Answers and throws as `fetch` does. A refused token is renewed once and the request repeated: the server refused it before it
 * did anything. Where this browser is not paired with that server (any longer), the answer is a 401 problem like the server's own.
 */
export async function authorizedFetch(
  path: string | URL,
  init: RequestInit = {},
  renew: Renew = askWorkerToRenew,
): Promise<Response> {
  const first = await findAccessToken(Date.now());
  if (first !== undefined) {
    const response = await send(first, path, init);
    if (response.status !== 401 || !isProblem(response)) return response;
  }
  const renewal = await renew(first?.token);
  switch (renewal.kind) {
    case "renewed": {
      const second = await findAccessToken(Date.now());
      return second === undefined ? unauthorized() : send(second, path, init);
    }
    case "ended":
      return unauthorized();
    case "unreachable":
      throw new TypeError("no answer to the request for a new access token");
    case "failed":
      return new Response("", { status: renewal.status, headers: { "content-type": renewal.contentType } });
  }
}

/** Aftertext answers every failure as a problem (RFC 9457); another server at its address has its own error page. */
export function isProblem(response: Response): boolean {
  return response.headers.get("content-type")?.startsWith(PROBLEM_JSON) ?? false;
}

/** A page asks the background worker, which outlives it: a popup that closes in the middle would lose the next refresh token. */
const askWorkerToRenew: Renew = async (rejected) => {
  const answer: unknown = await chrome.runtime.sendMessage({ kind: "renew", rejected });
  const renewal = findShape(renewalShape, answer);
  if (renewal === undefined) throw new Error("the background worker gave no answer about the access token");
  return renewal;
};

async function send({ base, token }: AccessToken, path: string | URL, init: RequestInit): Promise<Response> {
  const url = new URL(path, base);
  // A page that was open while this browser was paired anew speaks of the former server's records.
  if (url.origin !== base) return unauthorized();
  const headers = new Headers(init.headers);
  headers.set("authorization", `Bearer ${token}`);
  return fetch(url, {
    ...init,
    headers,
    credentials: "omit",
    cache: "no-store",
    redirect: "error", // the token belongs to this origin and to no other
  });
}

function unauthorized(): Response {
  const problem = { type: "/problems/device-revoked", title: "This browser is not connected", status: 401 };
  return new Response(JSON.stringify(problem), { status: 401, headers: { "content-type": PROBLEM_JSON } });
}

const PROBLEM_JSON = "application/problem+json";
const failedShape = object({ status: count, contentType: text });
const renewalShape: Shape<Renewal> = (value) => {
  const { kind } = object({ kind: oneOf("renewed", "ended", "unreachable", "failed") })(value);
  return kind === "failed" ? { kind, ...failedShape(value) } : { kind };
};
