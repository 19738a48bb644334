import { ask, type Failure } from "./api.ts";
import type { Connection } from "./connection.ts";
import type { Shape } from "./shape.ts";

export type TakeBackOutcome =
  | { readonly kind: "takenBack" }
  | { readonly kind: "tooLate" }
  | { readonly kind: "failed"; readonly failure: Failure };

/** Takes a text back that no gateway has been given yet. */
export async function takeBack(connection: Connection, id: string): Promise<TakeBackOutcome> {
  const path = `/v1/messages/${encodeURIComponent(id)}`;
  const answer = await ask(connection, path, anything, new AbortController().signal, {
    method: "DELETE",
    keepalive: true,
  });
  if (answer.kind === "answered") return { kind: "takenBack" };
  const { failure } = answer;
  return failure.kind === "refused" && failure.status === 409 ? { kind: "tooLate" } : { kind: "failed", failure };
}

const anything: Shape<unknown> = (value) => value;
