import type * as z from "zod";
import { describeFields } from "../domain/field-errors.ts";
import { wordIssue } from "../domain/issue-words.ts";
import type { MerchantRules } from "../domain/merchant-rules.ts";
import type { Caller } from "./authenticate.ts";
import { invalidRequest, readBody } from "./read-body.ts";

/** With the parts of the path that its route names, percent-decoded. */
export type RouteRequest = Request & {
  readonly params: Readonly<Record<string, string>>;
  /** The pattern of its path; undefined before a route took it. */
  readonly route?: string;
};

export interface PublicContext {
  readonly env: Env;
  readonly ctx: ExecutionContext;
  /** Business time. */
  readonly nowMs: number;
}

export interface ApiContext extends PublicContext {
  /** Whose key the request bears; everything that a handler reads or writes belongs to it. */
  readonly merchant: MerchantRules;
  readonly caller: Caller;
  /** As the client sent it, to derive ids from: the same key again must not make a second thing. */
  readonly idempotencyKey: string | undefined;
}

export type Handler<Context = ApiContext> = (request: RouteRequest, context: Context) => Promise<Response>;
export type ApiRoute = Route<Handler>;
export type PublicRoute = Route<Handler<PublicContext>>;

/** One address: what the router serves and what /openapi.json says about it. */
export interface Route<Handle> {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** In itty-router's notation: `/v1/flows/:key`. */
  readonly path: string;
  readonly summary: string;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Of the body, where it is not JSON. */
  readonly bodyType?: "text/csv";
  /** Where a body may be longer than `maxBodyBytes`. */
  readonly maxBytes?: number;
  /** Schema of the body by status; undefined = no JSON. Failures are problem documents everywhere. */
  readonly answers: Readonly<Record<number, z.ZodType | undefined>>;
  /** The problems of its own, by type, with what to do; those of every address (RFC 9457) are not named again. */
  readonly problems?: Readonly<Record<string, string>>;
  /** Its answer holds a secret that is shown once: it is not kept to be given again for the same Idempotency-Key. */
  readonly isSecret?: boolean;
  /** Its handler makes one thing of an Idempotency-Key however often it runs: nobody has to wait for the first to answer. */
  readonly isRepeatable?: boolean;
  readonly handle: Handle;
}

type BodyHandler<Context, Body> = (request: RouteRequest, context: Context, body: Body) => Promise<Response>;

/** A route whose body is parsed by the schema that documents it; a body that does not fit never reaches the handler. */
export function withBody<Context, Body extends z.ZodType>(
  route: Route<BodyHandler<Context, z.output<Body>>> & { readonly body: Body },
  ifEmpty?: unknown,
): Route<Handler<Context>> {
  return {
    ...route,
    handle: async (request, context) =>
      route.handle(request, context, await readBody(request, route.body, { maxBytes: route.maxBytes, ifEmpty })),
  };
}

/** A part of the path that the route names; missing only where the route and its handler disagree. */
export function getParam(request: RouteRequest, name: string): string {
  const value = request.params[name];
  if (value === undefined) throw new Error(`the route has no :${name}`);
  return value;
}

/** The query as its schema reads it; otherwise a 422 problem. Of a key given twice the last holds. */
export function readQuery<Schema extends z.ZodObject>(request: Request, schema: Schema): z.output<Schema> {
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const parsed = schema.safeParse(query, { error: wordIssue });
  if (!parsed.success) throw invalidRequest(describeFields(parsed.error, query));
  return parsed.data;
}

export function withMerchantId(context: ApiContext): ApiContext & { readonly merchantId: string } {
  return { ...context, merchantId: context.merchant.id };
}
