import { useEffect, useState } from "react";
import { ask, type Failure } from "./api.ts";
import type { Connection } from "./connection.ts";
import { type Preview, previewAnswer } from "./message-answers.ts";

export type PreviewState =
  | { readonly kind: "none" | "waiting" }
  | { readonly kind: "shown"; readonly preview: Preview }
  | { readonly kind: "failed"; readonly failure: Failure };

/** What the Worker would make of a request, asked for when the typing stops; undefined asks for nothing. */
export function usePreview(connection: Connection | undefined, request: string | undefined): PreviewState {
  const [answered, setAnswered] = useState<{ readonly request: string; readonly state: PreviewState }>();

  useEffect(() => {
    if (connection === undefined || request === undefined) return;
    const outdated = new AbortController();
    let timer = setTimeout(look, PAUSE_MS);
    async function look() {
      if (connection === undefined || request === undefined) return;
      const answer = await ask(connection, "/v1/messages/preview", previewAnswer, outdated.signal, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: request,
      });
      if (outdated.signal.aborted) return;
      const state: PreviewState =
        answer.kind === "answered"
          ? { kind: "shown", preview: answer.value }
          : { kind: "failed", failure: answer.failure };
      setAnswered({ request, state });
      timer = setTimeout(look, AGAIN_MS);
    }
    return () => {
      outdated.abort();
      clearTimeout(timer);
    };
  }, [connection, request]);

  if (request === undefined) return { kind: "none" };
  return answered?.request === request ? answered.state : { kind: "waiting" };
}

const PAUSE_MS = 300;
/** Quiet hours begin, and other texts go, while somebody thinks about the wording. */
const AGAIN_MS = 20_000;
