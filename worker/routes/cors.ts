/**
 * Lets the browser extension call the API from its own origin, in every browser; Firefox draws that origin anew for each
 * installation, so the scheme is all that can be known. No cookie is ever involved and an Origin proves nothing: the key does.
 */
export function allowExtension(request: Request, response: Response): Response {
  const answer = new Response(response.body, response);
  answer.headers.append("vary", "Origin");
  const origin = findExtensionOrigin(request);
  if (origin !== undefined) {
    answer.headers.set("access-control-allow-origin", origin);
    answer.headers.set("access-control-expose-headers", "Idempotency-Replayed");
  }
  return answer;
}

/** Source: fetch.spec.whatwg.org, "CORS-preflight request". */
export function isPreflight(request: Request): boolean {
  return request.method === "OPTIONS" && request.headers.has("access-control-request-method");
}

export function answerPreflight(request: Request): Response {
  const answer = allowExtension(request, new Response(null, { status: 204 }));
  if (answer.headers.has("access-control-allow-origin")) {
    answer.headers.set("access-control-allow-methods", "GET, POST, PUT, PATCH, DELETE");
    answer.headers.set("access-control-allow-headers", "authorization, content-type, idempotency-key");
    answer.headers.set("access-control-max-age", "7200"); // the longest that Chromium keeps
  }
  return answer;
}

function findExtensionOrigin(request: Request): string | undefined {
  const origin = request.headers.get("origin");
  return origin !== null && /^(chrome|moz|safari-web)-extension:\/\/[\w-]+$/.test(origin) ? origin : undefined;
}
