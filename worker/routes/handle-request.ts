import { Router } from "itty-router";
import { clock } from "../clock.ts";
import { findSlugInPath } from "../domain/slug.ts";
import type { Problem } from "../problem.ts";
import { asAdmin } from "./admin.ts";
import { authenticate } from "./authenticate.ts";
import { allowExtension, answerPreflight, isPreflight } from "./cors.ts";
import { answerOnce } from "./idempotency.ts";
import { problemResponse, renderFailure } from "./problem-response.ts";
import type { ApiRoute, Handler, PublicContext, PublicRoute, RouteRequest } from "./route.ts";
import { adminRoutes, apiRoutes, followLink, publicRoutes } from "./router.ts";
import { splitUrl } from "./split-url.ts";

/** Answers every request, whatever happens inside. */
export function handleRequest(request: Request, env: Env, ctx: ExecutionContext): Response | Promise<Response> {
  const { pathname } = splitUrl(request.url);
  // No address of ours can be a slug (data/reserved-slugs.ts), so that a tap need not be held against every route first.
  if (findSlugInPath(pathname) !== undefined && clock.ready() === undefined) return answerTap(request, env, ctx);
  return pathname.startsWith("/v1/") ? answerApi(request, env, ctx) : answer(request, env, ctx);
}

/** As `answer`, without a promise of its own. */
function answerTap(request: Request, env: Env, ctx: ExecutionContext): Response | Promise<Response> {
  try {
    const followed = followLink(request, { env, ctx, nowMs: clock.nowMs() });
    return followed instanceof Promise ? followed.catch((error: unknown) => fail(error, request)) : followed;
  } catch (error) {
    return fail(error, request);
  }
}

async function answerApi(request: Request, env: Env, ctx: ExecutionContext): Promise<Response> {
  if (isPreflight(request)) return answerPreflight(request);
  return allowExtension(request, await answer(request, env, ctx));
}

async function answer(request: Request, env: Env, ctx: ExecutionContext): Promise<Response> {
  try {
    await clock.ready();
    return await router.fetch(request, { env, ctx, nowMs: clock.nowMs() });
  } catch (error) {
    return fail(error, request);
  }
}

function fail(error: unknown, request: Request & { readonly route?: string }): Response {
  // The route's pattern, not the path: that may name a person.
  const ray = request.headers.get("cf-ray") ?? undefined;
  return renderFailure(error, { method: request.method, route: request.route, ray });
}

// itty-router's error() and default catch copy an exception into the answer: neither is used.
const router = Router<RouteRequest, [PublicContext], Response>();
for (const route of apiRoutes) serve(route, withKey(route));
for (const route of adminRoutes) serve(route, asAdmin(route.handle));
for (const route of publicRoutes) serve(route, route.handle);
for (const { method, path, handle } of publicRoutes) {
  if (method === "GET") router.head(path, async (request, context) => withoutBody(await handle(request, context)));
}
router.all("*", async (request, context) => {
  const { pathname } = new URL(request.url);
  return isOwnPath.test(pathname) ? refuse(pathname) : followLink(request, context);
});

function serve({ method, path }: ApiRoute | PublicRoute, handle: Handler<PublicContext>): void {
  const register = { GET: router.get, POST: router.post, PUT: router.put, PATCH: router.patch, DELETE: router.delete }[
    method
  ];
  register(path, async (request: RouteRequest, context: PublicContext) => {
    const params = decodeParams(request.params);
    if (params === undefined) return problemResponse(notFound);
    return handle(Object.assign(request, { params }), context);
  });
}

/** Who asks comes first, then whether this was asked before, and only then the body. */
function withKey(route: ApiRoute): Handler<PublicContext> {
  return async (request, context) => {
    const { merchant, caller } = await authenticate(request, context.env);
    const idempotencyKey = request.headers.get("idempotency-key") ?? undefined;
    const apiContext = { ...context, merchant, caller, idempotencyKey };
    const isOnce = route.method !== "GET" && route.isSecret !== true;
    if (!isOnce || idempotencyKey === undefined) return route.handle(request, apiContext);
    return answerOnce(idempotencyKey, request, apiContext, route);
  };
}

/** RFC 9110, 9.3.2: as GET, but for the content. */
function withoutBody(response: Response): Response {
  return new Response(null, response);
}

/** itty-router leaves them as they came. Undefined for what is no percent-encoding: nothing has such a name. */
function decodeParams(params: RouteRequest["params"]): RouteRequest["params"] | undefined {
  try {
    return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, decodeURIComponent(value)]));
  } catch {
    return undefined; // URIError, an expected outcome of decodeURIComponent
  }
}

const isOwnPath = /^\/(?:v1|admin|hooks|bench)(?:\/|$)/;
const notFound: Problem = { type: "/problems/unknown-address", title: "Nothing is at this address", status: 404 };

function refuse(pathname: string): Response {
  const methods = router.routes
    .filter(([method, path]) => method !== "ALL" && path.test(pathname))
    .map(([method]) => method);
  if (methods.length === 0) return problemResponse(notFound);
  const problem = { type: "/problems/wrong-method", title: "This address has no such method", status: 405 };
  return problemResponse(problem, { allow: [...new Set(methods)].join(", ") }); // RFC 9110, 15.5.6
}
