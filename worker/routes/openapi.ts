import * as z from "zod";
import { Condition, Flow, Step } from "../../shared/contract/flows.ts";
import type { ApiRoute, PublicRoute } from "./route.ts";

export interface RouteLists {
  readonly apiRoutes: readonly ApiRoute[];
  readonly adminRoutes: readonly PublicRoute[];
  readonly publicRoutes: readonly PublicRoute[];
}

/** OpenAPI 3.1 of the lists that the router serves, with the schemas that parse the requests. Written once an isolate. */
export function describeApi(routes: RouteLists, baseUrl: string): unknown {
  described ??= describeRoutes(routes, baseUrl);
  return described;
}

let described: unknown;

function describeRoutes({ apiRoutes, adminRoutes, publicRoutes }: RouteLists, baseUrl: string): unknown {
  const schemas = new SchemaBook();
  const paths: Record<string, Record<string, unknown>> = {};
  const add = (routes: readonly (ApiRoute | PublicRoute)[], security: readonly unknown[], tag: string): void => {
    for (const route of routes) {
      const path = route.path.replace(/:(\w+)/g, "{$1}");
      paths[path] = { ...paths[path], [route.method.toLowerCase()]: describeRoute(route, schemas, { security, tag }) };
    }
  };
  add(apiRoutes, [{ apiKey: [] }], "api");
  add(adminRoutes, [{ adminSecret: [] }], "admin");
  add(publicRoutes, [], "public");
  return {
    openapi: "3.1.1",
    info: { title: "Aftertext", version: "1" },
    servers: [{ url: baseUrl }],
    paths,
    components: {
      schemas: schemas.read(),
      securitySchemes: { apiKey: { type: "http", scheme: "bearer" }, adminSecret: { type: "http", scheme: "bearer" } },
    },
  };
}

const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  canFetch: z.boolean().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

/** Recursive ones need a name to refer to; the others get one that readers know. The same whether sent or received. */
const named = { Condition, Step, Flow, Problem };

/** Gathers schemas first: their references to each other are only known together. */
class SchemaBook {
  readonly #input = z.registry<{ id: string }>();
  readonly #output = z.registry<{ id: string }>();
  #count = 0;

  constructor() {
    for (const [id, schema] of Object.entries(named)) {
      this.#input.add(schema, { id });
      this.#output.add(schema, { id });
    }
  }

  /** A reference to it. Bodies and queries are described as they are sent, answers as they are received. */
  refer(schema: z.ZodType, side: "input" | "output"): { readonly $ref: string } {
    const registry = side === "input" ? this.#input : this.#output;
    const known = registry.get(schema)?.id;
    if (known !== undefined) return { $ref: uriOf(known) };
    this.#count += 1;
    const id = `Schema${this.#count}`;
    registry.add(schema, { id });
    return { $ref: uriOf(id) };
  }

  read(): Record<string, unknown> {
    return { ...this.#write(this.#output, "output"), ...this.#write(this.#input, "input") };
  }

  #write(registry: z.core.$ZodRegistry<{ id: string }>, io: "input" | "output"): Record<string, unknown> {
    const { schemas } = z.toJSONSchema(registry, { io, uri: uriOf, unrepresentable: "any" });
    return Object.fromEntries(Object.entries(schemas).map(([id, { $id, $schema, ...schema }]) => [id, schema]));
  }
}

function uriOf(id: string): string {
  return `#/components/schemas/${id}`;
}

function describeRoute(
  route: ApiRoute | PublicRoute,
  schemas: SchemaBook,
  { security, tag }: { readonly security: readonly unknown[]; readonly tag: string },
): unknown {
  const answers = Object.entries(route.answers).map(([status, schema]) => {
    const description = descriptions[status] ?? "Done";
    return [
      status,
      schema === undefined ? { description } : { description, content: json(schemas.refer(schema, "output")) },
    ];
  });
  const own = Object.entries(route.problems ?? {}).map(([type, words]) => `\n- \`/problems/${type}\`: ${words}`);
  const problem = {
    description: `A problem (RFC 9457)${own.length === 0 ? "" : `, among them:\n${own.join("")}`}`,
    content: { "application/problem+json": { schema: schemas.refer(Problem, "output") } },
  };
  return {
    summary: route.summary,
    tags: [tag],
    security,
    parameters: listParameters(route, tag === "api" && route.method !== "GET"),
    ...(route.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: content(route.bodyType ?? "application/json", schemas.refer(route.body, "input")),
          },
        }),
    responses: { ...Object.fromEntries(answers), default: problem },
  };
}

const descriptions: Readonly<Record<string, string>> = {
  200: "Done",
  201: "Made",
  202: "Taken in",
  204: "Done, nothing to show",
  302: "Go on there",
};

function json(schema: unknown): unknown {
  return content("application/json", schema);
}

function content(type: string, schema: unknown): unknown {
  return { [type]: { schema } };
}

function listParameters({ path, query }: ApiRoute | PublicRoute, isWrite: boolean): readonly unknown[] {
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  const inQuery = Object.entries(query?.shape ?? {}).map(([name, schema]) => {
    const { $schema, ...described } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
    return { name, in: "query", required: !schema.safeParse(undefined).success, schema: described };
  });
  const key = { name: "Idempotency-Key", in: "header", required: false, schema: { type: "string", maxLength: 255 } };
  return [...inPath, ...inQuery, ...(isWrite ? [key] : [])];
}
