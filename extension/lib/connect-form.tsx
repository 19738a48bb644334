import { type FormEvent, useEffect, useRef, useState } from "react";
import { type Connection, findEndedConnection, parseConnectionLine } from "./connection.ts";
import { explainFailure } from "./explain.ts";
import { Logo } from "./icons.tsx";
import type { Explanation, Messages } from "./messages.ts";
import { Notice } from "./notice.tsx";
import { pair } from "./pairing.ts";
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
  const [endedBy, setEndedBy] = useState<string>();
  const field = useRef<HTMLInputElement>(null);
  const leaving = useLeavingSignal();
  const words = messages.pairing;

  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    void findEndedConnection().then((ended) => setEndedBy(ended?.merchantName));
  }, []);

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
      {endedBy === undefined ? (
        <p className="lead">{messages.connect.lead}</p>
      ) : (
        <Notice explanation={words.ended(endedBy)} isMild />
      )}
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
        <p className="hint">{words.disclosure}</p>
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
  const answer = await pair(parsed.base, parsed.key, signal);
  return answer.kind === "answered"
    ? { kind: "connected", connection: answer.value }
    : { kind: "failed", explanation: explainFailure(messages, answer.failure, parsed.base) };
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
