import { useEffect, useRef, useState } from "react";
import type { AdminRecord } from "../../shared/admin-page.ts";
import { type Answer, ask, type Failure } from "./api.ts";
import type { Connection } from "./connection.ts";
import { merchantAnswer } from "./merchant-answer.ts";
import { type RecordAnswer, recordAnswer } from "./record-answer.ts";

/** Whose record is asked for: one of a store's admin, or the newest of a number. */
export type Subject =
  | { readonly kind: "record"; readonly record: AdminRecord }
  | { readonly kind: "phone"; readonly phone: string };

export type RecordState =
  | { readonly kind: "none" | "loading" | "unknownStore" }
  /** `canFetch`: the store itself can be asked for it. */
  | { readonly kind: "unknownRecord"; readonly canFetch: boolean; readonly fetching: Fetching }
  | { readonly kind: "failed"; readonly failure: Failure }
  /** `stale` tells why the answer could not be brought up to date. */
  | { readonly kind: "shown"; readonly answer: RecordAnswer; readonly stale: Failure | undefined };

export type Fetching = { readonly kind: "not" | "busy" } | { readonly kind: "failed"; readonly failure: Failure };

/** What Aftertext knows of somebody, kept up to date while somebody looks at it. */
export function useRecord(connection: Connection | undefined, subject: Subject | undefined) {
  const [state, setState] = useState<RecordState>({ kind: subject === undefined ? "none" : "loading" });
  const [attempt, setAttempt] = useState(0);
  const asked = useRef<Subject>(undefined);

  useEffect(() => {
    if (connection === undefined || subject === undefined) {
      setState({ kind: "none" });
      return;
    }
    // Of the same subject the last answer stays until the next has come.
    const isAnew = asked.current === subject && attempt > 0;
    asked.current = subject;
    setState((current) => (isAnew && current.kind === "shown" ? current : { kind: "loading" }));
    const leaving = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = async () => {
      if (document.visibilityState === "visible") {
        const next = await load(connection, subject, leaving.signal);
        if (leaving.signal.aborted) return;
        setState((current) => merge(current, next));
      }
      timer = setTimeout(refresh, REFRESH_MS);
    };
    void refresh();
    const again = () => setAttempt((last) => last + 1);
    window.addEventListener("online", again);
    return () => {
      leaving.abort();
      window.removeEventListener("online", again);
      clearTimeout(timer);
    };
  }, [connection, subject, attempt]);

  return {
    state,
    refresh: () => setAttempt((last) => last + 1),
    fetchFromStore: async () => {
      if (connection === undefined || subject?.kind !== "record") return;
      setState((current) => withFetching(current, { kind: "busy" }));
      const answer = await ask(connection, "/v1/records/fetch", recordAnswer, new AbortController().signal, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(subject.record),
      });
      setState((current) =>
        answer.kind === "answered"
          ? { kind: "shown", answer: answer.value, stale: undefined }
          : withFetching(current, answer),
      );
    },
  };
}

const REFRESH_MS = 5_000;

async function load(connection: Connection, subject: Subject, signal: AbortSignal): Promise<RecordState> {
  const query = new URLSearchParams(subject.kind === "record" ? { ...subject.record } : { phone: subject.phone });
  const answer = await ask(connection, `/v1/records?${query}`, recordAnswer, signal);
  if (answer.kind === "answered") return { kind: "shown", answer: answer.value, stale: undefined };
  const { failure } = answer;
  // A number that is none yet, because it is still being typed, is nobody's either.
  if (subject.kind === "phone" && failure.kind === "refused") return unknownRecord(false);
  if (failure.kind !== "notFound") return answer;
  const { type, canFetch = false } = failure.problem ?? {};
  if (type === "/problems/unknown-store") return { kind: "unknownStore" };
  if (canFetch || subject.kind === "phone") return unknownRecord(canFetch);
  return isStoreOurs(await ask(connection, "/v1/me", merchantAnswer, signal), subject.record);
}

function unknownRecord(canFetch: boolean): RecordState {
  return { kind: "unknownRecord", canFetch, fetching: { kind: "not" } };
}

/** An older Worker says "no such record" of both. */
function isStoreOurs(merchant: Answer<ReturnType<typeof merchantAnswer>>, record: AdminRecord): RecordState {
  if (merchant.kind === "failed") return merchant;
  const { stores } = merchant.value;
  const isOurs = stores.some(({ platform, shop }) => platform === record.platform && shop === record.shop);
  return isOurs ? unknownRecord(false) : { kind: "unknownStore" };
}

function withFetching(state: RecordState, fetching: Fetching): RecordState {
  return state.kind === "unknownRecord" ? { ...state, fetching } : state;
}

/** A shown answer outlives a failed refresh: old news with a warning beats none. A key that was withdrawn may show nothing more. */
function merge(current: RecordState, next: RecordState): RecordState {
  if (next.kind === "unknownRecord" && current.kind === "unknownRecord") return { ...next, fetching: current.fetching };
  if (next.kind !== "failed" || next.failure.kind === "wrongKey" || current.kind !== "shown") return next;
  return { ...current, stale: next.failure };
}
