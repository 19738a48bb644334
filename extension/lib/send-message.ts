import { type Answer, ask, type Failure } from "./api.ts";
import type { Connection } from "./connection.ts";
import type { DraftKeeper } from "./draft-keeper.ts";
import { type Taken, takenAnswer } from "./message-answers.ts";

export type SendOutcome =
  | { readonly kind: "taken"; readonly taken: Taken }
  /** Answered, and the answer was no: nothing went, nothing will. */
  | { readonly kind: "refused"; readonly failure: Failure }
  /** The same key was used for other words before: those went. */
  | { readonly kind: "wentBefore" }
  /** No answer that can be believed: it may have gone. */
  | { readonly kind: "unclear"; readonly failure: Failure };

/**
 * Send a draft, at most once whatever happens on the way.
 *
 * The draft keeps its key, and what was asked with it, from before the request until an answer settles it; so the next try, perhaps
 * of another popup after this one was closed in the middle, is the same request to the Worker.
 */
export async function sendMessage(connection: Connection, keeper: DraftKeeper, request: string): Promise<SendOutcome> {
  const { key, attempt: before } = keeper.get().draft;
  keeper.change({ attempt: { request } });
  await keeper.flush();
  const answer = await ask(connection, "/v1/messages", takenAnswer, new AbortController().signal, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": key },
    body: request,
    keepalive: true, // goes its way although the popup closes with the click
  });
  const outcome = judgeAnswer(answer);
  // A refusal says nothing of an earlier try with other words, unless these are the same.
  if (outcome.kind === "refused") keeper.change({ attempt: before?.request === request ? undefined : before });
  return outcome;
}

function judgeAnswer(answer: Answer<Taken>): SendOutcome {
  if (answer.kind === "answered") return { kind: "taken", taken: answer.value };
  const { failure } = answer;
  switch (failure.kind) {
    case "refused":
      if (failure.problem?.type === "/problems/idempotency-key-reused") return { kind: "wentBefore" };
      // The first try is still at it.
      if (failure.status === 409 || failure.status === 408) return { kind: "unclear", failure };
      return { kind: "refused", failure };
    case "busy":
    case "notFound":
    case "wrongKey":
      return { kind: "refused", failure };
    case "offline":
    case "unreachable":
    case "foreign":
    case "broken":
      return { kind: "unclear", failure };
  }
}
