import { type FormEvent, useEffect, useRef, useState } from "react";
import { ask } from "./api.ts";
import { type Connection, parseConnectionLine, storeConnection } from "./connection.ts";
import { explainFailure } from "./explain.ts";
import { Logo } from "./icons.tsx";
import { merchantAnswer } from "./merchant-answer.ts";
import type { Explanation, Messages } from "./messages.ts";
import { Notice } from "./notice.tsx";
import { useWording } from "./wording.ts";

type FormState =
  | { readonly kind: "ready" | "checking" }
  | { readonly kind: "badLine"; readonly problem: string }
  | { readonly kind: "failed"; readonly explanation: Explanation };

/** Takes the connection, tries it on the server, and remembers it only when the server knows the key. */
export function ConnectForm({ onConnected }: { readonly onConnected: (connection: Connection) => void }) {
  const { messages } = useWording();
  const [line, setLine] = useState("");
  const [state, setState] = useState<FormState>({ kind: "ready" });
  const field = useRef<HTMLInputElement>(null);
  const leaving = useLeavingSignal();

  useEffect(() => field.current?.focus(), []);

  const connect = async (event: FormEvent) => {
    event.preventDefault();
    if (state.kind === "checking") return;
    setState({ kind: "checking" });
    const outcome = await tryLine(messages, line, leaving());
    if (leaving().aborted) return;
    if (outcome.kind === "connected") return onConnected(outcome.connection);
    setState(outcome);
    field.current?.focus();
  };

  const isWrong = state.kind === "badLine" || state.kind === "failed";
  return (
    <main className="welcome">
      <Logo />
      <h1>{messages.connect.title}</h1>
      <p className="lead">{messages.connect.lead}</p>
      <form onSubmit={connect} noValidate>
        <label htmlFor="connection">{messages.connect.label}</label>
        <input
          ref={field}
          id="connection"
          value={line}
          onChange={(event) => setLine(event.target.value)}
          aria-describedby="connection-hint"
          aria-invalid={isWrong}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
        />
        <p id="connection-hint" className="hint">
          {messages.connect.hint}
        </p>
        <button type="submit" className="primary" aria-disabled={state.kind === "checking"}>
          {state.kind === "checking" ? messages.connect.checking : messages.connect.button}
        </button>
        {state.kind === "badLine" ? (
          <p className="notice" role="alert">
            {state.problem}
          </p>
        ) : null}
        {state.kind === "failed" ? <Notice explanation={state.explanation} /> : null}
      </form>
    </main>
  );
}

type Outcome =
  | { readonly kind: "connected"; readonly connection: Connection }
  | Extract<FormState, { kind: "badLine" | "failed" }>;

async function tryLine(messages: Messages, line: string, signal: AbortSignal): Promise<Outcome> {
  const parsed = parseConnectionLine(line);
  if (parsed.kind !== "complete") return { kind: "badLine", problem: messages.connect[parsed.kind] };
  const answer = await ask(parsed, "/v1/me", merchantAnswer, signal);
  if (answer.kind === "failed") {
    return { kind: "failed", explanation: explainFailure(messages, answer.failure, parsed.base) };
  }
  const connection = { base: parsed.base, key: parsed.key, merchantName: answer.value.name };
  await storeConnection(connection);
  return { kind: "connected", connection };
}

/** A signal that ends requests whose form is gone. */
function useLeavingSignal(): () => AbortSignal {
  const leaving = useRef(new AbortController());
  useEffect(() => {
    leaving.current = new AbortController();
    return () => leaving.current.abort();
  }, []);
  return () => leaving.current.signal;
}
