import { clock } from "../clock.ts";
import { ProblemError } from "../problem.ts";
import { claimKey, keepAnswer, type RequestKey, releaseKey } from "../tables/idempotency-keys.ts";
import { maxBodyBytes, readBytes, tooLarge } from "./read-body.ts";
import type { ApiContext, ApiRoute, Handler, RouteRequest } from "./route.ts";

/** Machine time: a client's retries know nothing of a moved clock. */
const KEPT_MS = 24 * 3_600_000;
/** Whoever began and has not answered by now was cut off. */
const ABANDONED_AFTER_MS = 60_000;

/**
 * Answers a write once per `Idempotency-Key`: the same request again gets the first answer. Only success is kept; after a refusal
 * or a failure nothing was done, and the key is free for the request that is right.
 * After draft-ietf-httpapi-idempotency-key-header, 2.6 and 2.7.
 */
export async function answerOnce(
  key: string,
  request: RouteRequest,
  context: ApiContext,
  { handle, isRepeatable, maxBytes = maxBodyBytes }: Pick<ApiRoute, "handle" | "isRepeatable" | "maxBytes">,
): Promise<Response> {
  if (!/^[\x20-\x7e]{1,255}$/.test(key)) throw unusableKey("has 1 to 255 characters of ASCII");
  const body = await readBytes(request, maxBytes);
  if (body === undefined) throw tooLarge(maxBytes);
  const requestKey = { merchantId: context.merchant.id, key, requestHash: await hashRequest(request, body) };
  const nowMs = clock.machineNowMs();
  const known = await claimKey(context.env.DB, requestKey, {
    nowMs,
    staleBeforeMs: nowMs - KEPT_MS,
    abandonedBeforeMs: nowMs - ABANDONED_AFTER_MS,
  });
  if (known === undefined) {
    const answered = answerFirst(requestKey, withBytes(request, body), context, handle);
    // A client that hangs up must not leave the key half used.
    context.ctx.waitUntil(answered.catch(() => undefined)); // the await below throws it again
    return await answered;
  }
  if (known.requestHash !== requestKey.requestHash) throw reusedKey();
  // Whoever began may have been cut off before it could answer; where beginning again does no harm, nobody waits to be sure.
  if (known.answer === undefined && isRepeatable === true) {
    return answerFirst(requestKey, withBytes(request, body), context, handle);
  }
  if (known.answer === undefined) throw requestInProgress();
  const { status, body: kept } = known.answer;
  return new Response(status === 204 ? null : kept, {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store", "idempotency-replayed": "true" },
  });
}

async function answerFirst(
  requestKey: RequestKey,
  request: RouteRequest,
  context: ApiContext,
  handle: Handler,
): Promise<Response> {
  let isKept = false;
  try {
    const response = await handle(request, context);
    if (!response.ok) return response;
    await keepAnswer(context.env.DB, requestKey, { status: response.status, body: await response.clone().text() });
    isKept = true;
    return response;
  } finally {
    if (!isKept) await releaseKey(context.env.DB, requestKey);
  }
}

async function hashRequest(request: Request, body: Uint8Array): Promise<string> {
  const { pathname, search } = new URL(request.url);
  const head = new TextEncoder().encode(`${request.method} ${pathname}${search}\n`);
  const digest = await crypto.subtle.digest("SHA-256", await new Blob([head, body]).arrayBuffer());
  return new Uint8Array(digest).toHex();
}

/** The same request, its body read once and whole. */
function withBytes(request: RouteRequest, body: Uint8Array): RouteRequest {
  const { url, method, headers, params, route } = request;
  const copy = new Request(url, { method, headers, body: body.length === 0 ? null : body });
  return Object.assign(copy, route === undefined ? { params } : { params, route });
}

function unusableKey(message: string): ProblemError {
  return new ProblemError({
    type: "/problems/invalid-request",
    title: "The request does not fit",
    status: 422,
    errors: [{ path: "Idempotency-Key", message }],
  });
}

function reusedKey(): ProblemError {
  return new ProblemError({
    type: "/problems/idempotency-key-reused",
    title: "This Idempotency-Key was used for another request",
    status: 422,
  });
}

function requestInProgress(): ProblemError {
  return new ProblemError({
    type: "/problems/request-in-progress",
    title: "The first request with this Idempotency-Key is being answered",
    status: 409,
  });
}
