import * as z from "zod";

export interface ApiCall {
  readonly method: "GET" | "POST" | "PUT";
  readonly url: string;
  readonly token?: string;
  readonly body?: unknown;
}

/** An answer that is no success: what the Worker's problem document says, for a person to read. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Call Aftertext's API and parse what it answers; throws ApiError for anything but a success. */
export async function callApi<T extends z.ZodType>(call: ApiCall, schema: T): Promise<z.output<T>> {
  const headers = new Headers();
  if (call.token !== undefined) headers.set("authorization", `Bearer ${call.token}`);
  if (call.body !== undefined) headers.set("content-type", "application/json");
  const answer = await fetch(call.url, {
    method: call.method,
    headers,
    body: call.body === undefined ? null : JSON.stringify(call.body),
    redirect: "error",
    signal: AbortSignal.timeout(30_000),
  }).catch((cause: unknown) => {
    throw new ApiError(
      0,
      `Nothing answers at ${new URL(call.url).origin}. Is Aftertext running there? ${reasonOf(cause)}`,
    );
  });
  const text = await answer.text();
  if (!answer.ok)
    throw new ApiError(answer.status, `${call.method} ${call.url} answered ${answer.status}${describe(text)}`);
  return schema.parse(parseJson(text));
}

const Problem = z.object({
  title: z.string(),
  detail: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).default([]),
});

function describe(text: string): string {
  const problem = Problem.safeParse(parseJson(text)).data;
  if (problem === undefined) return "";
  const fields = problem.errors.map(({ path, message }) => `\n  ${path}: ${message}`);
  return `: ${[problem.title, problem.detail].filter(Boolean).join(". ")}${fields.join("")}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error && cause.cause instanceof Error ? `(${cause.cause.message})` : "";
}
